import { crop, type GreyImage, type PixelBox, shrink } from './image/grey-image.js';
import { resample } from './image/resample.js';

/*
 * Other views of an area that may hold a code: each undoes one thing that keeps a reader from reading it.
 */

/** Dark becomes bright: for linear codes printed white on black, which the reader does not try by itself. */
export const negative = ({ width, height, data }: GreyImage): GreyImage => ({
  width,
  height,
  data: data.map((value) => 255 - value),
});

/** Extremes of each block of a coarse grid, then of three by three blocks. */
const extremes = (image: GreyImage, block: number) => {
  const columns = Math.ceil(image.width / block);
  const rows = Math.ceil(image.height / block);
  const low = new Uint8Array(columns * rows).fill(255);
  const high = new Uint8Array(columns * rows);
  for (let y = 0; y < image.height; y += 1) {
    const row = Math.floor(y / block) * columns;
    for (let x = 0; x < image.width; x += 1) {
      const at = row + Math.floor(x / block);
      const value = image.data[y * image.width + x] ?? 255;
      if (value < (low[at] ?? 255)) low[at] = value;
      if (value > (high[at] ?? 0)) high[at] = value;
    }
  }
  return { columns, rows, low, high };
};

const widened = (values: Uint8Array, columns: number, pick: (a: number, b: number) => number) => {
  const rows = values.length / columns;
  return values.map((value, at) => {
    const x = at % columns;
    const y = Math.floor(at / columns);
    let best = value;
    for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny += 1)
      for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx += 1)
        best = pick(best, values[ny * columns + nx] ?? best);
    return best;
  });
};

const interpolate = (grid: Uint8Array, columns: number, x: number, y: number): number => {
  const rows = grid.length / columns;
  const left = Math.min(columns - 1, Math.max(0, Math.floor(x)));
  const top = Math.min(rows - 1, Math.max(0, Math.floor(y)));
  const right = Math.min(columns - 1, left + 1);
  const bottom = Math.min(rows - 1, top + 1);
  const across = Math.min(1, Math.max(0, x - left));
  const down = Math.min(1, Math.max(0, y - top));
  const at = (column: number, row: number): number => grid[row * columns + column] ?? 0;
  const upper = at(left, top) * (1 - across) + at(right, top) * across;
  const lower = at(left, bottom) * (1 - across) + at(right, bottom) * across;
  return upper * (1 - down) + lower * down;
};

const blocksAcross = 20;
/** Less contrast than this is grain and is not stretched. */
const leastContrast = 16;

/** Stretches the contrast place by place, so that shade, glare and thin ink no longer matter. */
export const evenOut = (image: GreyImage): GreyImage => {
  const { width, height, data } = image;
  const block = Math.max(8, Math.ceil(Math.max(width, height) / blocksAcross));
  const { columns, low, high } = extremes(image, block);
  const dark = widened(low, columns, Math.min);
  const bright = widened(high, columns, Math.max);
  const even = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const column = x / block - 0.5;
      const row = y / block - 0.5;
      const from = interpolate(dark, columns, column, row);
      const range = Math.max(leastContrast, interpolate(bright, columns, column, row) - from);
      const value = (((data[y * width + x] ?? 255) - from) * 255) / range;
      even[y * width + x] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
  return { width, height, data: even };
};

/** How far the edges of the area are turned against the axes, in degrees from -45 to 45. */
export const edgeAngle = (image: GreyImage): number => {
  const { width, height, data } = shrink(image, Math.max(image.width, image.height) > 500 ? 2 : 1);
  let cosine = 0;
  let sine = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const across = (data[at + 1] ?? 0) - (data[at - 1] ?? 0);
      const down = (data[at + width] ?? 0) - (data[at - width] ?? 0);
      const strength = across * across + down * down;
      if (strength < 2500) continue;
      // The fourth power of the direction is the same for all four sides of a square.
      cosine += (across ** 4 - 6 * (across * down) ** 2 + down ** 4) / strength;
      sine += (4 * across * down * (across ** 2 - down ** 2)) / strength;
    }
  }
  return (Math.atan2(sine, cosine) / 4) * (180 / Math.PI);
};

/** The area turned so that its edges are level, evened out; `back` leads to pixels of the page. */
export const levelled = (page: GreyImage, box: PixelBox, angle: number) => {
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const side = Math.ceil(Math.hypot(width, height));
  const left = Math.round((box.left + box.right - side) / 2);
  const top = Math.round((box.top + box.bottom - side) / 2);
  const wide = crop(page, { left, top, right: left + side, bottom: top + side });
  const turned = resample(wide, 1, angle);
  return {
    image: evenOut(turned.image),
    back: (x: number, y: number) => {
      const { x: fromX, y: fromY } = turned.back(x, y);
      return { x: fromX + left, y: fromY + top };
    },
  };
};

/** Mean of three by three pixels: takes the grain out of a picture taken in the dark, and specks. */
export const smoothed = ({ width, height, data }: GreyImage): GreyImage => {
  const result = new Uint8Array(data);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      let sum = 0;
      for (let row = y - 1; row <= y + 1; row += 1) {
        const at = row * width + x;
        sum += (data[at - 1] ?? 0) + (data[at] ?? 0) + (data[at + 1] ?? 0);
      }
      result[y * width + x] = sum / 9;
    }
  }
  return { width, height, data: result };
};

/** Twice the size, bilinear: a code of few pixels a module gets edges that the reader can follow. */
export const doubled = ({ width, height, data }: GreyImage): GreyImage => {
  const wide = width * 2;
  const result = new Uint8Array(wide * height * 2);
  for (let y = 0; y < height * 2; y += 1) {
    const upper = Math.min(height - 1, y >> 1);
    const lower = Math.min(height - 1, (y + 1) >> 1);
    for (let x = 0; x < wide; x += 1) {
      const left = Math.min(width - 1, x >> 1);
      const right = Math.min(width - 1, (x + 1) >> 1);
      result[y * wide + x] =
        ((data[upper * width + left] ?? 0) +
          (data[upper * width + right] ?? 0) +
          (data[lower * width + left] ?? 0) +
          (data[lower * width + right] ?? 0)) >>
        2;
    }
  }
  return { width: wide, height: height * 2, data: result };
};

/** Undoes some of the blur of a lens: what lies above its surroundings is raised, what lies below lowered. */
export const sharpened = (image: GreyImage): GreyImage => {
  const soft = smoothed(smoothed(smoothed(image)));
  const data = image.data.map((value, at) => {
    const raised = value + 2 * (value - (soft.data[at] ?? value));
    return raised < 0 ? 0 : raised > 255 ? 255 : raised;
  });
  return { ...image, data };
};
