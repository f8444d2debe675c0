import { type GreyImage, type PixelBox, shrink } from './image/grey-image.js';

/*
 * Where a page could carry a code: codes are dense in edges over a whole area, lines of text have white
 * between them. Looking costs about 15 ms a page, looking for codes everywhere 300 ms.
 */

const cell = 8;
/** Every second row tells as much as every row. */
const rowStep = 2;
const cellPixels = (cell * cell) / rowStep;
/** Dots per inch at which the fine look is done, at least. */
const fineDpi = 140;
/** The coarse look, for codes with large modules, on an image so many times smaller. */
const coarseFactor = 4;
/** Fewer levels of grey between dark and bright are grain of paper or sensor. */
const leastRange = 24;

interface Cells {
  columns: number;
  rows: number;
  /** Mean step between neighbouring pixels of the cell. */
  steps: Float32Array;
  /** Brightest minus darkest, and standard deviation, of the cell and its neighbours. */
  ranges: Float32Array;
  spreads: Float32Array;
}

/** Range and spread of grey of each cell with its eight neighbours. */
const around = (grid: {
  columns: number;
  rows: number;
  low: Uint8Array;
  high: Uint8Array;
  sums: Float64Array;
  squares: Float64Array;
}) => {
  const { columns, rows, low, high, sums, squares } = grid;
  const ranges = new Float32Array(columns * rows);
  const spreads = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let least = 255;
      let most = 0;
      let sum = 0;
      let square = 0;
      let count = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
          const at = y * columns + x;
          least = Math.min(least, low[at] ?? 255);
          most = Math.max(most, high[at] ?? 0);
          sum += sums[at] ?? 0;
          square += squares[at] ?? 0;
          count += cellPixels;
        }
      }
      const at = row * columns + column;
      ranges[at] = Math.max(0, most - least);
      spreads[at] = Math.sqrt(Math.max(0, square / count - (sum / count) ** 2));
    }
  }
  return { ranges, spreads };
};

const measureCells = ({ width, height, data }: GreyImage): Cells => {
  const columns = Math.floor((width - 1) / cell);
  const rows = Math.floor((height - 1) / cell);
  const steps = new Float32Array(columns * rows);
  const sums = new Float64Array(columns * rows);
  const squares = new Float64Array(columns * rows);
  const low = new Uint8Array(columns * rows).fill(255);
  const high = new Uint8Array(columns * rows);
  for (let y = 0; y < rows * cell; y += rowStep) {
    const first = Math.floor(y / cell) * columns;
    let at = y * width;
    for (let column = 0; column < columns; column += 1) {
      let step = 0;
      let sum = 0;
      let square = 0;
      let least = 255;
      let most = 0;
      for (let x = 0; x < cell; x += 1, at += 1) {
        const value = data[at] ?? 255;
        const across = value - (data[at + 1] ?? 255);
        const down = value - (data[at + width] ?? 255);
        step += (across < 0 ? -across : across) + (down < 0 ? -down : down);
        sum += value;
        square += value * value;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      const to = first + column;
      steps[to] = (steps[to] ?? 0) + step / cellPixels;
      sums[to] = (sums[to] ?? 0) + sum;
      squares[to] = (squares[to] ?? 0) + square;
      if (least < (low[to] ?? 255)) low[to] = least;
      if (most > (high[to] ?? 0)) high[to] = most;
    }
  }
  return { columns, rows, steps, ...around({ columns, rows, low, high, sums, squares }) };
};

interface Look {
  columns: number;
  rows: number;
  dense: Uint8Array;
}

/** Ink and paper are in balance in a code; in text there is more paper, in grain hardly any of both ends. */
const leastSpread = 0.27;
const leastStep = 0.06;

const denseCells = (cells: Cells, rangeAt: (at: number) => number): Look => {
  const { columns, rows, steps, spreads } = cells;
  const dense = new Uint8Array(columns * rows);
  for (let at = 0; at < dense.length; at += 1) {
    const range = rangeAt(at);
    if (range < leastRange) continue;
    if ((spreads[at] ?? 0) < leastSpread * range) continue;
    if ((steps[at] ?? 0) >= leastStep * range) dense[at] = 1;
  }
  return { columns, rows, dense };
};

/** Keeps squares of `side` cells in which nearly all are dense, and nothing else. */
const solid = ({ columns, rows, dense }: Look, side: number, least: number): Look => {
  const sums = new Uint32Array((columns + 1) * (rows + 1));
  for (let y = 0; y < rows; y += 1) {
    let line = 0;
    for (let x = 0; x < columns; x += 1) {
      line += dense[y * columns + x] ?? 0;
      sums[(y + 1) * (columns + 1) + x + 1] = (sums[y * (columns + 1) + x + 1] ?? 0) + line;
    }
  }
  const kept = new Uint8Array(columns * rows);
  const sum = (x: number, y: number): number => sums[y * (columns + 1) + x] ?? 0;
  for (let y = 0; y + side <= rows; y += 1) {
    for (let x = 0; x + side <= columns; x += 1) {
      const count = sum(x + side, y + side) - sum(x, y + side) - sum(x + side, y) + sum(x, y);
      if (count < least) continue;
      for (let row = y; row < y + side; row += 1)
        kept.fill(1, row * columns + x, row * columns + x + side);
    }
  }
  return { columns, rows, dense: kept };
};

/** Bounding boxes, in cells, of what hangs together; gaps of one cell do not part. */
const boxesOf = ({ columns, rows, dense }: Look): PixelBox[] => {
  const boxes: PixelBox[] = [];
  const waiting: number[] = [];
  for (let start = 0; start < dense.length; start += 1) {
    if (dense[start] !== 1) continue;
    const box = { left: columns, top: rows, right: 0, bottom: 0 };
    dense[start] = 2;
    waiting.push(start);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const x = at % columns;
      const y = Math.floor(at / columns);
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y + 1);
      for (let ny = Math.max(0, y - 2); ny <= Math.min(rows - 1, y + 2); ny += 1) {
        for (let nx = Math.max(0, x - 2); nx <= Math.min(columns - 1, x + 2); nx += 1) {
          if (dense[ny * columns + nx] !== 1) continue;
          dense[ny * columns + nx] = 2;
          waiting.push(ny * columns + nx);
        }
      }
    }
    boxes.push(box);
  }
  return boxes;
};

const enlarged = (box: PixelBox, scale: number, image: GreyImage): PixelBox => {
  const width = (box.right - box.left) * scale;
  const height = (box.bottom - box.top) * scale;
  // Room for the quiet zone and for the rim of the code that fell out of the count.
  const margin = Math.max(3 * scale, 0.12 * Math.max(width, height));
  return {
    left: Math.max(0, Math.floor(box.left * scale - margin)),
    top: Math.max(0, Math.floor(box.top * scale - margin)),
    right: Math.min(image.width, Math.ceil(box.right * scale + margin)),
    bottom: Math.min(image.height, Math.ceil(box.bottom * scale + margin)),
  };
};

/** Coarse cells that kept their contrast when the image was shrunk: large modules do, text does not. */
const coarseLook = (fine: Cells, coarse: Cells): Look =>
  denseCells(coarse, (at) => {
    const row = Math.round((Math.floor(at / coarse.columns) + 0.5) * coarseFactor);
    const column = Math.round(((at % coarse.columns) + 0.5) * coarseFactor);
    const from = Math.min(fine.rows - 1, row) * fine.columns + Math.min(fine.columns - 1, column);
    return Math.max(coarse.ranges[at] ?? 0, fine.ranges[from] ?? 255);
  });

const areaOf = (box: PixelBox): number => (box.right - box.left) * (box.bottom - box.top);

const contains = (outer: PixelBox, inner: PixelBox): boolean =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.right >= inner.right &&
  outer.bottom >= inner.bottom;

/** A smaller side than this many cells is a line of large type, not a code. */
const leastSide = 5;

/** The areas of a page, in its pixels, that may be codes, the largest first; few on an ordinary letter. */
export const findCodeAreas = (image: GreyImage, dpi: number): PixelBox[] => {
  const factor = Math.max(1, Math.floor(dpi / fineDpi));
  const small = shrink(image, factor);
  if (small.width < leastSide * cell || small.height < leastSide * cell) return [];
  const fine = measureCells(small);
  const look = denseCells(fine, (at) => fine.ranges[at] ?? 0);
  const boxes = boxesOf(solid(look, 4, 15))
    .filter((box) => Math.min(box.right - box.left, box.bottom - box.top) >= leastSide)
    .map((box) => enlarged(box, cell * factor, image));
  const smaller = shrink(small, coarseFactor);
  if (smaller.width > 4 * cell && smaller.height > 4 * cell) {
    const coarse = coarseLook(fine, measureCells(smaller));
    const scale = cell * factor * coarseFactor;
    boxes.push(...boxesOf(solid(coarse, 3, 8)).map((box) => enlarged(box, scale, image)));
  }
  const sorted = boxes.sort((a, b) => areaOf(b) - areaOf(a));
  return sorted.filter((box, at) => !sorted.slice(0, at).some((outer) => contains(outer, box)));
};
