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
    let fromX = centre.x - middle.x * cos - (y - middle.y) * sin;
    let fromY = centre.y - middle.x * sin + (y - middle.y) * cos;
    const row = y * width;
    for (let x = 0; x < width; x += 1) {
      data[row + x] = sample(input, fromX, fromY);
      fromX += cos;
      fromY += sin;
    }
  }
  const back: Resampled['back'] = (x, y) => ({
    x: (centre.x + (x - middle.x) * cos - (y - middle.y) * sin) * factor,
    y: (centre.y + (x - middle.x) * sin + (y - middle.y) * cos) * factor,
  });
  return { image: { width, height, data }, back };
};

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
