import { type GreyImage, shrink } from './grey-image.js';

/** A changed image and the way back: pixel coordinates in it to pixel coordinates before the change. */
export interface Resampled {
  image: GreyImage;
  back(x: number, y: number): { x: number; y: number };
}

/**
 * Scales and turns in one bilinear step, so that strokes are blurred only once.
 * `angle` in degrees is how far lines fall to the right; they are level afterwards. The image keeps its
 * scaled size: what turns out of it at the corners is margin.
 */
export const resample = (source: GreyImage, scale: number, angle: number): Resampled => {
  if (Math.abs(scale - 1) < 0.01 && angle === 0) {
    return { image: source, back: (x, y) => ({ x, y }) };
  }
  const factor = Math.max(1, Math.floor(0.75 / scale));
  const input = shrink(source, factor);
  const inverse = 1 / (scale * factor);
  const width = Math.max(1, Math.round(input.width / inverse));
  const height = Math.max(1, Math.round(input.height / inverse));
  const radians = (angle * Math.PI) / 180;
  const cos = Math.cos(radians) * inverse;
  const sin = Math.sin(radians) * inverse;
  const centre = { x: (input.width - 1) / 2, y: (input.height - 1) / 2 };
  const middle = { x: (width - 1) / 2, y: (height - 1) / 2 };
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const x0 = centre.x - middle.x * cos - (y - middle.y) * sin;
    const y0 = centre.y - middle.x * sin + (y - middle.y) * cos;
    const inX = insideRange(x0, cos, input.width - 1);
    const inY = insideRange(y0, sin, input.height - 1);
    const from = Math.min(width, Math.max(0, inX.from, inY.from));
    const to = Math.max(from, Math.min(width, inX.to, inY.to));
    const row = data.subarray(y * width, (y + 1) * width);
    for (let x = 0; x < from; x += 1) row[x] = sample(input, x0 + x * cos, y0 + x * sin);
    sampleInside(input, row.subarray(from, to), {
      ...{ x: x0 + from * cos, y: y0 + from * sin },
      ...{ stepX: cos, stepY: sin },
    });
    for (let x = to; x < width; x += 1) row[x] = sample(input, x0 + x * cos, y0 + x * sin);
  }
  const back: Resampled['back'] = (x, y) => ({
    x: (centre.x + (x - middle.x) * cos - (y - middle.y) * sin) * factor,
    y: (centre.y + (x - middle.x) * sin + (y - middle.y) * cos) * factor,
  });
  return { image: { width, height, data }, back };
};

/** The steps n for which `start + step * n` lies within 0 and `limit`, a hair away from both. */
const insideRange = (start: number, step: number, limit: number): { from: number; to: number } => {
  const hair = 0.05;
  if (Math.abs(step) < 1e-9) {
    const inside = start > hair && start < limit - hair;
    return { from: 0, to: inside ? Number.POSITIVE_INFINITY : 0 };
  }
  const [a, b] = [(hair - start) / step, (limit - hair - start) / step];
  return { from: Math.ceil(Math.min(a, b)), to: Math.floor(Math.max(a, b)) + 1 };
};

/** Fills a row whose samples all have four neighbours. */
const sampleInside = (
  { width, data }: GreyImage,
  row: Uint8Array,
  { stepX, stepY, ...start }: { x: number; y: number; stepX: number; stepY: number },
): void => {
  let { x, y } = start;
  for (let place = 0; place < row.length; place += 1) {
    const left = x | 0;
    const top = y | 0;
    const at = top * width + left;
    const across = x - left;
    const first = data[at] ?? 0;
    const second = data[at + width] ?? 0;
    const upper = first + ((data[at + 1] ?? 0) - first) * across;
    const lower = second + ((data[at + width + 1] ?? 0) - second) * across;
    row[place] = upper + (lower - upper) * (y - top) + 0.5;
    x += stepX;
    y += stepY;
  }
};

/** One sample anywhere: beyond the edge the nearest pixel counts, further out it is white. */
const sample = ({ width, height, data }: GreyImage, x: number, y: number): number => {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) {
    const inside = left >= -1 && top >= -1 && left < width && top < height;
    return inside
      ? (data[
          Math.min(Math.max(top, 0), height - 1) * width + Math.min(Math.max(left, 0), width - 1)
        ] ?? 255)
      : 255;
  }
  const at = top * width + left;
  const across = x - left;
  const upper = (data[at] ?? 0) + ((data[at + 1] ?? 0) - (data[at] ?? 0)) * across;
  const lower =
    (data[at + width] ?? 0) + ((data[at + width + 1] ?? 0) - (data[at + width] ?? 0)) * across;
  return upper + (lower - upper) * (y - top) + 0.5;
};
