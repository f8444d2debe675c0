import type { GreyImage } from './grey-image.js';

const blockSize = 8;
/** Blocks to each side among which some show bare paper, even in bold headings. */
const paperReach = 1;
const blurReach = 1;
/** Darker areas than this are print, not paper, and keep their tone. */
const darkestPaper = 64;

type Combine = (values: Uint8Array, from: number, to: number, step: number) => number;

const brightest: Combine = (values, from, to, step) => {
  let best = 0;
  for (let at = from; at <= to; at += step) {
    const value = values[at] ?? 0;
    if (value > best) best = value;
  }
  return best;
};

const darkest: Combine = (values, from, to, step) => {
  let best = 255;
  for (let at = from; at <= to; at += step) {
    const value = values[at] ?? 255;
    if (value < best) best = value;
  }
  return best;
};

const mean: Combine = (values, from, to, step) => {
  let sum = 0;
  let count = 0;
  for (let at = from; at <= to; at += step) {
    sum += values[at] ?? 0;
    count += 1;
  }
  return sum / count;
};

const filter = (image: GreyImage, reach: number, combine: Combine): GreyImage => {
  const { width, height } = image;
  const rows = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const start = y * width;
    for (let x = 0; x < width; x += 1) {
      const to = start + Math.min(width - 1, x + reach);
      rows[start + x] = combine(image.data, start + Math.max(0, x - reach), to, 1);
    }
  }
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = Math.max(0, y - reach) * width;
    const to = Math.min(height - 1, y + reach) * width;
    for (let x = 0; x < width; x += 1) {
      data[y * width + x] = combine(rows, from + x, to + x, width);
    }
  }
  return { width, height, data };
};

/** The brightest piece of two by four pixels of each block: paper between strokes, without the grain of a single pixel. */
const brightestPieces = (image: GreyImage): GreyImage => {
  const width = Math.max(1, Math.floor(image.width / blockSize));
  const height = Math.max(1, Math.floor(image.height / blockSize));
  const data = new Uint8Array(width * height);
  const { data: pixels, width: stride } = image;
  for (let y = 0; y < height; y += 1) {
    for (let row = 0; row < blockSize; row += 2) {
      const first = Math.min(y * blockSize + row, image.height - 2) * stride;
      for (let x = 0; x < width; x += 1) {
        for (let column = 0; column < blockSize; column += 4) {
          const at = first + x * blockSize + column;
          let sum = 0;
          for (let step = 0; step < 4; step += 1)
            sum += (pixels[at + step] ?? 255) + (pixels[at + stride + step] ?? 255);
          const value = sum >> 3;
          if (value > (data[y * width + x] ?? 0)) data[y * width + x] = value;
        }
      }
    }
  }
  return { width, height, data };
};

/** The tone of the bare paper everywhere: print is filled in from around, the edge of a stain stays where it is. */
const paperOf = (image: GreyImage): GreyImage => {
  const filled = filter(brightestPieces(image), paperReach, brightest);
  return filter(filter(filled, paperReach, darkest), blurReach, mean);
};

/** The gain for each column of blocks at a row of the image. */
const gainsAtRow = (paper: GreyImage, y: number, gains: Float32Array): void => {
  const position = Math.min(Math.max(y / blockSize - 0.5, 0), paper.height - 1);
  const upper = Math.floor(position);
  const lower = Math.min(upper + 1, paper.height - 1);
  const share = position - upper;
  for (let block = 0; block < paper.width; block += 1) {
    const above = paper.data[upper * paper.width + block] ?? 255;
    const below = paper.data[lower * paper.width + block] ?? 255;
    gains[block] = 255 / Math.max(darkestPaper, above + (below - above) * share);
  }
};

/** Spreads the gains of the blocks over pairs of pixels, even between the middles of the blocks. */
const spreadGains = (gains: Float32Array, pairs: Float32Array): void => {
  const inBlock = blockSize / 2;
  const last = gains.length - 1;
  for (let pair = 0; pair < pairs.length; pair += 1) {
    const position = Math.min(Math.max((pair + 0.5) / inBlock - 0.5, 0), last);
    const left = position | 0;
    const from = gains[left] ?? 1;
    const to = left < last ? (gains[left + 1] ?? 1) : from;
    pairs[pair] = from + (to - from) * (position - left);
  }
};

/**
 * Divides out the paper: shadows, stains, recycled paper and bleeding verso become white, print keeps
 * its contrast.
 */
export const flattenBackground = (image: GreyImage): GreyImage => {
  const { width, height, data: before } = image;
  const paper = paperOf(image);
  const data = new Uint8Array(width * height);
  const gains = new Float32Array(paper.width);
  // One gain for two by two pixels is fine enough: the paper changes over millimetres.
  const pairs = new Float32Array((width + 1) >> 1);
  for (let y = 0; y < height; y += 1) {
    if ((y & 1) === 0) {
      gainsAtRow(paper, y + 0.5, gains);
      spreadGains(gains, pairs);
    }
    const start = y * width;
    for (let x = 0; x < width; x += 1) {
      const value = (before[start + x] ?? 0) * (pairs[x >> 1] ?? 1);
      data[start + x] = value > 255 ? 255 : value;
    }
  }
  return { width, height, data };
};
