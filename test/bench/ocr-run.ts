import type { BenchEngine, ReadText } from './ocr-engines.js';
import { holds, type PageScore, scorePage } from './ocr-metrics.js';
import { type BenchFile, conditionSets, type PageTruth } from './ocr-pages.js';
import { cpuSeconds, onAllCores } from './process-cost.js';

/** One page as one engine read it. */
export interface JudgedPage {
  file: string;
  page: number;
  set: string;
  condition: string;
  score: PageScore;
  fields: { name: string; value: string; right: boolean }[];
  note: string;
  text: string;
}

/** What one engine did with one set of files. */
export interface EngineRun {
  pages: JudgedPage[];
  cpuSeconds: number;
  seconds: number;
  peakMegabytes: number | undefined;
}

const judge = (truth: PageTruth, read: ReadText | undefined) => {
  const text = read?.text ?? '';
  return {
    score: scorePage(truth.text, text, truth.body),
    fields: truth.fields.map((field) => ({ ...field, right: holds(text, field.value) })),
    note: read?.note ?? '',
    text,
  };
};

/** Reads all files with one engine on all cores and compares afterwards, so that comparing costs it nothing. */
export const runEngine = async (
  createEngine: () => BenchEngine,
  files: readonly BenchFile[],
): Promise<EngineRun> => {
  const cpuBefore = cpuSeconds();
  const before = performance.now();
  const engine = createEngine();
  const read = await onAllCores(files, (file) => engine.read(file));
  const seconds = (performance.now() - before) / 1_000;
  const end = await engine.close();
  const cpu = cpuSeconds() - cpuBefore + end.cpuSeconds;
  const pages = files.flatMap((file, at) =>
    file.pages.map((truth, index) => ({
      ...{ file: file.name, page: index + 1, set: file.set, condition: file.condition },
      ...judge(truth, read[at]?.[index]),
    })),
  );
  return { pages, cpuSeconds: cpu, seconds, peakMegabytes: end.peakMegabytes };
};

const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((10_000 * part) / whole) / 100;

/** A page of which more than half came out wrong was returned empty or upside down. */
export const isLost = ({ score }: JudgedPage): boolean =>
  score.characters > 0 && (score.returned === 0 || score.freeErrors > score.characters * 0.5);

/** Character and word error in percent, and the share of values that came out exactly. */
export const summarise = (pages: readonly JudgedPage[]) => {
  const sum = (pick: (score: PageScore) => number): number =>
    pages.reduce((all, { score }) => all + pick(score), 0);
  const characters = sum((score) => score.characters);
  const worst = pages.reduce(
    (most, { score }) => Math.max(most, score.freeErrors / Math.max(1, score.characters)),
    0,
  );
  return {
    pages: pages.length,
    cer: percent(
      sum((score) => score.freeErrors),
      characters,
    ),
    wer: percent(
      sum((score) => score.freeWordErrors),
      sum((score) => score.words),
    ),
    cerInOrder: percent(
      sum((score) => score.orderedErrors),
      sum((score) => score.orderedCharacters),
    ),
    cerBody: percent(
      sum((score) => score.bodyErrors),
      sum((score) => score.bodyCharacters),
    ),
    worstPage: percent(worst, 1),
    over5Percent: pages.filter(({ score }) => score.freeErrors > score.characters * 0.05).length,
    lost: pages.filter(isLost).length,
  };
};

/** Exact values of each kind in percent, and all together. */
export const fieldShares = (pages: readonly JudgedPage[]): Record<string, number | null> => {
  const fields = pages.flatMap((page) => page.fields);
  const shareOf = (name?: string): number | null => {
    const some = fields.filter((field) => name === undefined || field.name === name);
    return percent(some.filter(({ right }) => right).length, some.length);
  };
  const names = ['aktenzeichen', 'datum', 'plz', 'ort', 'betrag'];
  return {
    all: shareOf(),
    ...Object.fromEntries(names.map((name) => [name, shareOf(name)])),
  };
};

/** The summary of each set and of each condition. */
export const summariseSets = (pages: readonly JudgedPage[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(conditionSets).map(([set, conditions]) => {
      const own = pages.filter((page) => page.set === set);
      return [
        set,
        {
          ...summarise(own),
          fields: fieldShares(own),
          conditions: Object.fromEntries(
            conditions.map((condition) => [
              condition,
              summarise(own.filter((page) => page.condition === condition)),
            ]),
          ),
        },
      ];
    }),
  );
