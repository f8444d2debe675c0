import type { GreyImage } from './grey-image.js';

/** Print is darker than this after the background is gone; the soft edge of a line counts as well. */
const darkBelow = 176;
/** In millimetres. */
const leastLength = 14;
const mostThickness = 0.6;
const mostGap = 0.5;
/** A line of text covers less of its length and has stems that are thick across. */
const leastCovered = 0.7;
const leastThin = 0.8;
/** Nothing but a line has no gaps; characters that stand on it make half of it thick. */
const solidCovered = 0.98;
const solidThin = 0.4;
/** Between the characters that stand on it a line shows how thick it is: the thinner strokes are its own. */
const ownThickness = 0.2;

/** Which way the lines go: distances in the data between neighbours along a line, and between lines. */
interface Direction {
  along: number;
  across: number;
}

interface Search {
  rows: number;
  columns: number;
  dark: Uint8Array;
  /** Where the dark pixels of each row begin and end; white rows end before they begin. */
  extents: { first: Int32Array; last: Int32Array };
  marks: Uint8Array;
  least: number;
  gap: number;
  thickness: number;
}

const findDark = ({ width, height, data }: GreyImage): Pick<Search, 'dark' | 'extents'> => {
  const dark = new Uint8Array(data.length);
  const first = new Int32Array(height).fill(width);
  const last = new Int32Array(height).fill(-1);
  for (let y = 0; y < height; y += 1) {
    const start = y * width;
    for (let at = start; at < start + width; at += 1) {
      if ((data[at] ?? 255) >= darkBelow) continue;
      dark[at] = 1;
      if ((last[y] ?? -1) < 0) first[y] = at - start;
      last[y] = at - start;
    }
  }
  return { dark, extents: { first, last } };
};

/** How many dark pixels follow in one direction; counted up to one more than a line is thick. */
const reach = ({ dark, thickness }: Search, at: number, step: number): number => {
  let count = 0;
  while (count <= thickness && dark[at + step * (count + 1)] === 1) count += 1;
  return count;
};

/** The dark pixels of a run, with what is dark before and behind each of them across the run. */
interface Strokes {
  at: number[];
  /** Distance of the pixel from the middle row of the run, -1 to 1. */
  beside: number[];
  up: number[];
  down: number[];
  /** Thickness at each place along the run that has a dark pixel. */
  places: number[];
}

const strokesIn = (
  search: Search,
  { along, across }: Direction,
  run: { line: number; from: number; to: number },
): Strokes => {
  const strokes: Strokes = { at: [], beside: [], up: [], down: [], places: [] };
  for (let place = run.from; place < run.to; place += 1) {
    let thinnest = Number.POSITIVE_INFINITY;
    for (let beside = -1; beside <= 1; beside += 1) {
      const at = (run.line + beside) * across + place * along;
      if (search.dark[at] !== 1) continue;
      const up = reach(search, at, -across);
      const down = reach(search, at, across);
      strokes.at.push(at);
      strokes.beside.push(beside);
      strokes.up.push(up);
      strokes.down.push(down);
      thinnest = Math.min(thinnest, up + 1 + down);
    }
    if (thinnest < Number.POSITIVE_INFINITY) strokes.places.push(thinnest);
  }
  return strokes;
};

/**
 * Marks the pixels of one long run if it is a line. Where a character stands on it or hangs from it, only the pixels
 * between the edges that the line has nearby go, so that a 2 keeps its foot; strokes that cross it stay.
 */
const markRun = (
  search: Search,
  direction: Direction,
  run: { line: number; from: number; to: number },
): number => {
  const { at, beside, up, down, places } = strokesIn(search, direction, run);
  const thick = at.map((_pixel, index) => (up[index] ?? 0) + 1 + (down[index] ?? 0));
  const thin = thick.filter((size) => size <= search.thickness);
  const length = run.to - run.from;
  const covered = places.length;
  const alone = covered >= length * leastCovered && thin.length >= at.length * leastThin;
  const underText = covered >= length * solidCovered && thin.length >= at.length * solidThin;
  if (!alone && !underText) return 0;
  const usual = places.sort((a, b) => a - b)[Math.floor(covered * ownThickness)] ?? 1;
  // Edges of the line, as distances from the middle row of the run, where it was last seen alone.
  let edges: { first: number; last: number } | undefined;
  for (const [index, pixel] of at.entries()) {
    const place = beside[index] ?? 0;
    const first = place - (up[index] ?? 0);
    const last = place + (down[index] ?? 0);
    if ((thick[index] ?? 0) <= usual + 1) {
      edges = { first, last };
      search.marks[pixel] = 1;
      continue;
    }
    if (edges === undefined) continue;
    const endsThere = Math.abs(last - edges.last) <= 1 || Math.abs(first - edges.first) <= 1;
    if (endsThere && place >= edges.first && place <= edges.last) search.marks[pixel] = 1;
  }
  return 1;
};

/** Where the dark pixels of a row and the rows beside it begin and end, without the outermost columns. */
const extentAt = ({ extents, columns }: Search, y: number): { from: number; to: number } => {
  let from = columns;
  let to = -1;
  for (let row = y - 1; row <= y + 1; row += 1) {
    from = Math.min(from, extents.first[row] ?? columns);
    to = Math.max(to, extents.last[row] ?? -1);
  }
  return { from: Math.max(1, from - 1), to: Math.min(columns - 2, to + 1) };
};

/**
 * A scanned line is never quite straight: three neighbouring rows or columns are looked at as one. Goes through the
 * data in its own order for columns as well, with the open run of each, because leaping costs more than the work.
 */
const markLines = (search: Search, direction: Direction): number => {
  const { rows, columns, dark, gap, least } = search;
  const { across } = direction;
  const upright = across === 1;
  const from = new Int32Array(upright ? columns : rows).fill(-1);
  const last = new Int32Array(from.length);
  let found = 0;
  const close = (line: number): void => {
    const run = { line, from: from[line] ?? -1, to: (last[line] ?? 0) + 1 };
    if (run.from >= 0 && run.to - run.from >= least) found += markRun(search, direction, run);
  };
  for (let y = 1; y < rows - 1; y += 1) {
    const extent = extentAt(search, y);
    for (let x = extent.from; x <= extent.to; x += 1) {
      const at = y * columns + x;
      if (dark[at] !== 1 && dark[at - across] !== 1 && dark[at + across] !== 1) continue;
      const line = upright ? x : y;
      const place = upright ? y : x;
      if ((from[line] ?? -1) < 0 || place - (last[line] ?? 0) > gap) {
        close(line);
        from[line] = place;
      }
      last[line] = place;
    }
  }
  for (let line = 0; line < from.length; line += 1) close(line);
  return found;
};

/** A page without ruled lines; `found` counts the rows and columns of pixels that were part of one. */
export interface WithoutRules {
  image: GreyImage;
  found: number;
}

/**
 * Takes the lines of tables, forms and faulty fax machines out of a level, flattened page: they make the engine
 * drop or misread the cells between them. Strokes of characters that cross a line stay.
 */
export const removeRules = (image: GreyImage, dpi: number): WithoutRules => {
  const perMillimetre = dpi / 25.4;
  const { width, height } = image;
  const marks = new Uint8Array(image.data.length);
  const search: Search = {
    ...{ rows: height, columns: width, marks },
    ...findDark(image),
    least: leastLength * perMillimetre,
    gap: Math.floor(Math.max(2, mostGap * perMillimetre)) + 1,
    thickness: Math.max(3, Math.round(mostThickness * perMillimetre)),
  };
  const found =
    markLines(search, { along: 1, across: width }) + markLines(search, { along: width, across: 1 });
  if (found === 0) return { image, found };
  const data = image.data.slice();
  for (let at = 0; at < marks.length; at += 1) {
    if (marks[at] !== 1) continue;
    data[at] = 255;
    // The soft edges on both sides go with the line.
    for (const near of [at - 1, at + 1, at - width, at + width]) {
      if ((data[near] ?? 0) >= darkBelow) data[near] = 255;
    }
  }
  return { image: { width, height, data }, found };
};
