import type { EngineWord } from './engine.js';

/** Words that follow each other without a wide gap. */
interface Segment {
  words: EngineWord[];
  left: number;
  right: number;
  middle: number;
  height: number;
}

/** Segments that stand on one line across the page, from left to right. */
interface Row {
  segments: Segment[];
  middle: number;
  height: number;
}

/** Gaps wider than this separate columns, in millimetres; words of a sentence stand closer. */
const columnGap = 5;
/** Segments of running text beside each other are columns of a newspaper, not cells of a table. */
const proseWords = 5;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const segmentOf = (words: EngineWord[]): Segment => ({
  words,
  left: Math.min(...words.map(({ box }) => box.left)),
  right: Math.max(...words.map(({ box }) => box.right)),
  // Medians, because a comma or a bracket is no measure of a line.
  middle: median(words.map(({ box }) => (box.top + box.bottom) / 2)),
  height: median(words.map(({ box }) => box.bottom - box.top)),
});

const segmentsOf = (words: readonly EngineWord[], gap: number): Segment[] => {
  const segments: EngineWord[][] = [];
  let before: EngineWord | undefined;
  for (const word of words) {
    const current = segments.at(-1);
    const follows =
      before !== undefined &&
      before.line === word.line &&
      word.box.left - before.box.right < gap &&
      word.box.left > before.box.left;
    if (follows && current !== undefined) current.push(word);
    else segments.push([word]);
    before = word;
  }
  return segments.map(segmentOf);
};

const rowsOf = (segments: readonly Segment[]): Row[] => {
  const rows: Row[] = [];
  for (const segment of [...segments].sort((a, b) => a.middle - b.middle)) {
    const row = rows.at(-1);
    const reach = 0.45 * Math.min(segment.height, row?.height ?? 0);
    const isFree = row?.segments.every(
      ({ left, right }) => segment.left >= right - 2 || segment.right <= left + 2,
    );
    if (row !== undefined && segment.middle - row.middle <= reach && isFree === true)
      row.segments.push(segment);
    else rows.push({ segments: [segment], middle: segment.middle, height: segment.height });
  }
  for (const { segments: own } of rows) own.sort((a, b) => a.left - b.left);
  return rows;
};

const hasProseColumns = (rows: readonly Row[]): boolean => {
  const beside = rows.filter(({ segments }) => segments.length > 1);
  const counts = beside.flatMap(({ segments }) => segments.map(({ words }) => words.length));
  return beside.length >= 8 && median(counts) >= proseWords;
};

const textOf = ({ words }: Segment): string => words.map(({ text }) => text).join(' ');
const postalLine = /^(?:D\s*-?\s*)?\d{5}\s+\p{Lu}/u;

interface Band {
  from: number;
  to: number;
  /** Segments that begin right of this belong to the information block. */
  gutter: number;
}

/** The place where the information block begins: the leftmost segment right of the middle beside the address. */
const gutterOf = (rows: readonly Row[], width: number): number =>
  Math.min(
    ...rows.flatMap(({ segments }) =>
      segments.map(({ left }) => left).filter((left) => left > width * 0.45),
    ),
  );

/** Rows of an address follow each other closely; the subject stands further away. */
const nearRows = 2.6;

const isClear = ({ segments }: Row, gutter: number): boolean =>
  segments.every(({ left, right }) => left >= gutter || right < gutter);

/**
 * The rows in which the address window (known by its line with the postal code) has the information block beside
 * it, DIN 5008. Undefined where there is nothing beside the address.
 */
const findBand = (
  rows: readonly Row[],
  page: { width: number; height: number },
): Band | undefined => {
  const address = rows.findIndex(
    ({ segments, middle }) =>
      middle < page.height * 0.42 &&
      segments.some((one) => one.left < page.width * 0.4 && postalLine.test(textOf(one))),
  );
  if (address < 0) return undefined;
  const around = rows.slice(Math.max(0, address - 8), address + 6);
  const gutter = gutterOf(around, page.width);
  const step = nearRows * median(around.map(({ height }) => height)) * 1.6;
  const fits = (at: number, beside: number): boolean => {
    const [row, other] = [rows[at], rows[beside]];
    return (
      row !== undefined &&
      other !== undefined &&
      isClear(row, gutter) &&
      Math.abs(row.middle - other.middle) < step
    );
  };
  let from = address;
  while (fits(from - 1, from)) from -= 1;
  let to = address;
  while (fits(to + 1, to)) to += 1;
  const isRight = ({ left }: Segment): boolean => left >= gutter;
  // The subject below has nothing beside it and stays behind the information block.
  while (to > address && rows[to]?.segments.some(isRight) === false) to -= 1;
  const inBand = rows.slice(from, to + 1);
  const right = inBand.filter(({ segments }) => segments.some(isRight)).length;
  return right >= 2 ? { from, to, gutter } : undefined;
};

const wordsIn = (row: Row, belongs: (segment: Segment) => boolean): EngineWord[] =>
  row.segments.filter(belongs).flatMap(({ words }) => words);

/**
 * Puts words into the order in which a person reads them and numbers their lines: cells of a table stay in their
 * row, the address window comes before the information block beside it, columns of running text stay whole as the
 * engine found them.
 */
export const inReadingOrder = (
  words: readonly EngineWord[],
  page: { width: number; height: number },
  dpi: number,
): EngineWord[] => {
  const rows = rowsOf(segmentsOf(words, (columnGap / 25.4) * dpi));
  if (hasProseColumns(rows)) return [...words];
  const band = findBand(rows, page);
  const lines: EngineWord[][] = [];
  rows.forEach((row, at) => {
    if (band === undefined || at < band.from || at > band.to) {
      lines.push(wordsIn(row, () => true));
      return;
    }
    lines.push(wordsIn(row, ({ left }) => left < band.gutter));
    if (at < band.to) return;
    for (const one of rows.slice(band.from, band.to + 1))
      lines.push(wordsIn(one, ({ left }) => left >= band.gutter));
  });
  return lines
    .filter((line) => line.length > 0)
    .flatMap((line, number) => line.map((word) => ({ ...word, line: number })));
};
