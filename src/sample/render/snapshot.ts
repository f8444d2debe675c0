import type { Random } from '../random.js';
import { type Bitmap, sharpOf } from './bitmap.js';
import { addNoise, shade } from './paper.js';

/** A picture without any text: grey asphalt with a dark hole, as people photograph it with a telephone. */
export const snapshotJpeg = (random: Random): Promise<Buffer> => {
  const width = 640;
  const height = 480;
  const bitmap: Bitmap = {
    width,
    height,
    channels: 3,
    data: new Uint8Array(width * height * 3).fill(118),
  };
  const cx = 0.3 + random.next() * 0.4;
  const cy = 0.35 + random.next() * 0.3;
  const size = 0.1 + random.next() * 0.12;
  shade(bitmap, (x, y) => {
    const distance = Math.hypot((x - cx) * 1.3, y - cy) / size;
    return distance < 1 ? 0.35 + 0.3 * distance : 1.05 - 0.2 * y;
  });
  addNoise(bitmap, { random, sigma: 22 });
  return sharpOf(bitmap).jpeg({ quality: 60 }).toBuffer();
};
