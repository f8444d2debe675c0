import type { CodeFormat, ReadCode } from './code-formats.js';
import type { GreyImage } from './image/grey-image.js';

/*
 * Patch codes tell scanners what to do with a sheet: four bars, two of them wide, 20 mm together and at least
 * 50 mm long. Narrow bars and all spaces are 0.08 inch (2 mm), wide bars 0.2 inch (5 mm).
 */

/** Wide bars (1) of each patch in reading direction. Upside down, T is 3 and 1 is 6. */
const patterns: Readonly<Record<string, string>> = {
  '1100': '1',
  '1001': '2',
  '1010': '3',
  '0110': '4',
  '0011': '6',
  '0101': 'T',
};

export const patchCode: CodeFormat = 'PatchCode';

const millimetresPerInch = 25.4;
const lineEveryMm = 1.5;
/** Bars shorter than this are something else. */
const leastLengthMm = 25;
/** Narrow spaces on the page, printed larger or smaller by up to a third. */
const spaceMm = { least: 1.3, most: 2.8 } as const;
/** White in front of and behind the bars. */
const quietMm = 3;

/** Reads one line of pixels; `at(index)` is grey. */
interface Line {
  length: number;
  at: (index: number) => number;
}

interface Hit {
  patch: string;
  from: number;
  to: number;
}

const runsOf = ({ length, at }: Line, threshold: number): number[] => {
  const runs: number[] = [];
  let dark = false;
  let count = 0;
  for (let index = 0; index < length; index += 1) {
    if (at(index) < threshold === dark) count += 1;
    else {
      runs.push(count);
      dark = !dark;
      count = 1;
    }
  }
  runs.push(count);
  return runs;
};

/** The patch whose seven runs begin at `first` (a dark run), by the width of its spaces. */
const patchAt = (runs: readonly number[], first: number, perMm: number): string | undefined => {
  const [a = 0, s1 = 0, b = 0, s2 = 0, c = 0, s3 = 0, d = 0] = runs.slice(first, first + 7);
  const space = (s1 + s2 + s3) / 3;
  if (space < spaceMm.least * perMm || space > spaceMm.most * perMm) return undefined;
  if ([s1, s2, s3].some((one) => Math.abs(one - space) > space * 0.35)) return undefined;
  const quiet = Math.min(runs[first - 1] ?? 0, runs[first + 7] ?? 0);
  if (quiet < quietMm * perMm) return undefined;
  let pattern = '';
  for (const bar of [a, b, c, d]) {
    const ratio = bar / space;
    if (ratio > 0.55 && ratio < 1.6) pattern += '0';
    else if (ratio > 1.75 && ratio < 3.6) pattern += '1';
    else return undefined;
  }
  return patterns[pattern];
};

const hitsOn = (line: Line, threshold: number, perMm: number): Hit[] => {
  const runs = runsOf(line, threshold);
  const hits: Hit[] = [];
  let from = 0;
  for (let at = 0; at < runs.length; at += 1) {
    // Runs begin with white, so that every second one is dark.
    if (at % 2 === 1 && at + 7 < runs.length) {
      const patch = patchAt(runs, at, perMm);
      const width = runs.slice(at, at + 7).reduce((sum, run) => sum + run, 0);
      if (patch !== undefined) hits.push({ patch, from, to: from + width });
    }
    from += runs[at] ?? 0;
  }
  return hits;
};

interface Band extends Hit {
  first: number;
  last: number;
}

/** Follows hits from line to line; a line without one may lie between, as where a pen crossed the bars. */
const bandsOf = (lines: readonly { position: number; hits: readonly Hit[] }[], step: number) => {
  const bands: Band[] = [];
  for (const { position, hits } of lines) {
    for (const hit of hits) {
      const known = bands.find(
        (band) =>
          band.patch === hit.patch &&
          position - band.last <= 3 * step &&
          Math.abs(band.from - hit.from) <= 2 * step,
      );
      if (known === undefined) bands.push({ ...hit, first: position, last: position });
      else Object.assign(known, { from: hit.from, to: hit.to, last: position });
    }
  }
  return bands;
};

/** Finds patch codes on a page of 75 to 150 dpi with its background taken off, bars across or along. */
export const readPatchCodes = (flat: GreyImage, dpi: number, threshold: number): ReadCode[] => {
  const { width, height, data } = flat;
  const perMm = dpi / millimetresPerInch;
  const step = Math.max(1, Math.round(lineEveryMm * perMm));
  const look = (isRow: boolean): ReadCode[] => {
    const lines: { position: number; hits: Hit[] }[] = [];
    for (let position = 0; position < (isRow ? height : width); position += step) {
      const line: Line = isRow
        ? { length: width, at: (x) => data[position * width + x] ?? 255 }
        : { length: height, at: (y) => data[y * width + position] ?? 255 };
      lines.push({ position, hits: hitsOn(line, threshold, perMm) });
    }
    return bandsOf(lines, step)
      .filter(({ first, last }) => last - first >= leastLengthMm * perMm)
      .map(({ patch, from, to, first, last }) => ({
        format: patchCode,
        text: patch,
        box: isRow
          ? {
              x: from / width,
              y: first / height,
              width: (to - from) / width,
              height: (last - first) / height,
            }
          : {
              x: first / width,
              y: from / height,
              width: (last - first) / width,
              height: (to - from) / height,
            },
      }));
  };
  return [...look(true), ...look(false)];
};

/** The widths in millimetres of bars and spaces of a patch, beginning with a bar. */
export const patchWidths = (patch: string): number[] => {
  const pattern = Object.entries(patterns).find(([, name]) => name === patch)?.[0] ?? '';
  return [...pattern].flatMap((bar, at) => [...(at > 0 ? [2.03] : []), bar === '1' ? 5.08 : 2.03]);
};
