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

/** Pixels of an image seen along rows or along columns. */
interface Direction {
  lines: number;
  length: number;
  /** Distance in the data between neighbours along a line, and between lines. */
  along: number;
  across: number;
}

interface Search {
  dark: Uint8Array;
  marks: Uint8Array;
  least: number;
  gap: number;
  thickness: number;
}

const darkPixels = ({ data }: GreyImage): Uint8Array => {
  const dark = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 1) if ((data[at] ?? 255) < darkBelow) dark[at] = 1;
  return dark;
};

/** Whether the dark stroke through a pixel is thin across the line. */
const isThin = ({ dark, thickness }: Search, at: number, across: number): boolean => {
  let size = 1;
  for (let near = at - across; dark[near] === 1 && size <= thickness; near -= across) size += 1;
  for (let near = at + across; dark[near] === 1 && size <= thickness; near += across) size += 1;
  return size <= thickness;
};

/** Marks the thin pixels of one long run, so that characters that touch the line keep their strokes. */
const markRun = (
  search: Search,
  { along, across }: Direction,
  run: { line: number; from: number; to: number },
): number => {
  const { dark, marks } = search;
  const thin: number[] = [];
  let pixels = 0;
  let covered = 0;
  for (let place = run.from; place < run.to; place += 1) {
    let any = 0;
    for (let beside = -1; beside <= 1; beside += 1) {
      const at = (run.line + beside) * across + place * along;
      if (dark[at] !== 1) continue;
      any = 1;
      pixels += 1;
      if (isThin(search, at, across)) thin.push(at);
    }
    covered += any;
  }
  const length = run.to - run.from;
  if (covered < length * leastCovered || thin.length < pixels * leastThin) return 0;
  for (const at of thin) marks[at] = 1;
  return 1;
};

/** A scanned line is never quite straight: three neighbouring rows or columns are looked at as one. */
const markLines = (search: Search, direction: Direction): number => {
  const { dark, gap, least } = search;
  const { along, across } = direction;
  let found = 0;
  for (let line = 1; line < direction.lines - 1; line += 1) {
    let from = -1;
    let last = -1;
    let at = line * across;
    for (let place = 0; place <= direction.length; place += 1, at += along) {
      const inside = place < direction.length;
      if (inside && (dark[at] === 1 || dark[at - across] === 1 || dark[at + across] === 1)) {
        if (from < 0) from = place;
        last = place;
      } else if (from >= 0 && (place - last > gap || !inside)) {
        if (last + 1 - from >= least) {
          found += markRun(search, direction, { line, from, to: last + 1 });
        }
        from = -1;
      }
    }
  }
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
    dark: darkPixels(image),
    marks,
    least: leastLength * perMillimetre,
    gap: Math.max(2, mostGap * perMillimetre),
    thickness: Math.max(3, Math.round(mostThickness * perMillimetre)),
  };
  const found =
    markLines(search, { lines: height, length: width, along: 1, across: width }) +
    markLines(search, { lines: width, length: height, along: width, across: 1 });
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
