import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createRandom, generateAnliegen, textOf } from '#sample/index.js';

/** A letter of the protocol. */
export interface SetLetter {
  text: string;
  kind: string;
  einheit?: string | undefined;
  /** Who writes: letters of one group share words, places and habits. */
  gruppe: string;
  /** Sorts by time. */
  zeit: string;
}

const Line = z.object({
  text: z.string().min(1),
  kind: z.union([z.string().min(1), z.number()]).transform(String),
  einheit: z
    .union([z.string().min(1), z.number()])
    .transform(String)
    .optional(),
  gruppe: z.union([z.string(), z.number()]).transform(String).optional(),
  zeit: z.union([z.string(), z.number()]).transform(String).optional(),
});

/** Numbers sort as numbers, days as days. */
const inOrder = (a: string, b: string): number =>
  a.localeCompare(b, 'de', { numeric: true, sensitivity: 'base' });

/**
 * Letters of a file with one JSON object a line: `{ text, kind, einheit?, gruppe?, zeit? }`. Without groups each
 * tenth of the file is one; without times its order is the order of time.
 */
export const readSet = async (file: string): Promise<SetLetter[]> => {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const letters = lines.map((line, index): SetLetter => {
    const parsed = Line.safeParse(JSON.parse(line));
    if (!parsed.success)
      throw new RangeError(`${file}, line ${index + 1}: needs "text" and "kind"`);
    const { text, kind, einheit, gruppe, zeit } = parsed.data;
    return {
      ...{ text, kind, einheit },
      gruppe: gruppe ?? `teil-${Math.floor((10 * index) / lines.length)}`,
      zeit: zeit ?? String(index).padStart(8, '0'),
    };
  });
  return letters.sort((a, b) => inOrder(a.zeit, b.zeit));
};

/** The acceptance set: short matters to a large city that the generator invents. */
export const inventSet = (seed: string, count: number): SetLetter[] =>
  generateAnliegen({ seed, count }).map((anliegen) => ({ ...anliegen, text: textOf(anliegen) }));

/** A stream in which each new group of senders calls its frequent matters by names that no other group uses. */
export const inventDriftingSet = (seed: string, count: number): SetLetter[] =>
  generateAnliegen({
    seed: `${seed}-eigene-namen`,
    count,
    groups: Math.max(2, Math.round(count / 100)),
    names: { share: 0.7, alone: 0.6 },
  }).map((anliegen) => ({ ...anliegen, text: textOf(anliegen) }));

/** Letters to learn from and letters to be asked about, as places in a set. */
export interface Split {
  train: number[];
  test: number[];
}

const splitsOf = (folds: readonly number[], count: number): Split[] =>
  Array.from({ length: count }, (_, fold) => ({
    train: folds.flatMap((own, place) => (own === fold ? [] : [place])),
    test: folds.flatMap((own, place) => (own === fold ? [place] : [])),
  })).filter(({ train, test }) => train.length > 0 && test.length > 0);

/** Folds in which each class is spread as evenly as its number allows. */
export const randomSplits = (
  letters: readonly SetLetter[],
  count: number,
  seed: string,
): Split[] => {
  const random = createRandom(`random-split:${seed}`);
  const folds = new Array<number>(letters.length).fill(0);
  let next = 0;
  for (const kind of new Set(letters.map((letter) => letter.kind))) {
    const places = letters.flatMap((letter, place) => (letter.kind === kind ? [place] : []));
    for (const place of random.shuffle(places)) {
      folds[place] = next % count;
      next += 1;
    }
  }
  return splitsOf(folds, count);
};

/** Folds that never part the letters of one group: each group is new to the model that is asked about it. */
export const groupSplits = (
  letters: readonly SetLetter[],
  count: number,
  seed: string,
): Split[] => {
  const sizes = new Map<string, number>();
  for (const { gruppe } of letters) sizes.set(gruppe, (sizes.get(gruppe) ?? 0) + 1);
  const shuffled = createRandom(`group-split:${seed}`).shuffle([...sizes.keys()]);
  const order = shuffled.sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const loads = new Array<number>(count).fill(0);
  const foldOf = new Map<string, number>();
  for (const gruppe of order) {
    const fold = loads.indexOf(Math.min(...loads));
    foldOf.set(gruppe, fold);
    loads[fold] = (loads[fold] ?? 0) + (sizes.get(gruppe) ?? 0);
  }
  return splitsOf(
    letters.map(({ gruppe }) => foldOf.get(gruppe) ?? 0),
    count,
  );
};

/** The first seven tenths of the time are learned from, the rest is asked about. */
export const timeSplits = (letters: readonly SetLetter[]): Split[] => {
  const border = Math.floor(letters.length * 0.7);
  const places = letters.map((_, place) => place);
  return [{ train: places.slice(0, border), test: places.slice(border) }];
};
