import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BenchEngine } from './ocr-engines.js';
import { type PageScore, scorePage } from './ocr-metrics.js';

/** How real scans with a truth beside them were read, in percent of their characters. */
export interface RealFigures {
  files: number;
  cer: number;
  each: Record<string, { cer: number; missed: number }>;
}

interface RealScan {
  path: string;
  truth: string;
}

const pictures = ['tif', 'png', 'jpg'];

/** Pictures with `NAME.gold.txt` or `NAME.txt` beside them; turned copies share the truth of their original. */
const findScans = async (folder: string): Promise<RealScan[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const known = new Set(paths);
  const scans: RealScan[] = [];
  for (const path of paths.sort()) {
    const extension = path.slice(path.lastIndexOf('.') + 1);
    if (!pictures.includes(extension)) continue;
    const stem = path.slice(0, -extension.length - 1).replace(/-rotated-\w+$/, '');
    const beside = [`${stem}.gold.txt`, `${stem}.txt`].find((name) => known.has(name));
    if (beside !== undefined) scans.push({ path, truth: await readFile(beside, 'utf8') });
  }
  return scans;
};

const percent = (part: number, whole: number): number =>
  Math.round((10_000 * part) / Math.max(1, whole)) / 100;

/**
 * Reads the real scans with one engine. `missed` leaves out what was read beside the truth, because some truths
 * cover a part of their page only.
 */
export const readRealScans = async (
  folder: string,
  createEngine: () => BenchEngine,
): Promise<RealFigures> => {
  const engine = createEngine();
  const each: RealFigures['each'] = {};
  const scores: PageScore[] = [];
  for (const { path, truth } of await findScans(folder)) {
    const pages = await engine.read({
      ...{ name: basename(path), set: 'hard', condition: '', tiff: path, pdf: '' },
      pages: [{ text: truth, body: '', fields: [] }],
    });
    const text = pages.map((page) => page.text).join('\n');
    const score = scorePage(truth, text);
    scores.push(score);
    const added = Math.max(0, score.returned - score.characters);
    each[basename(path)] = {
      cer: percent(score.freeErrors, score.characters),
      missed: percent(Math.max(0, score.freeErrors - added), score.characters),
    };
  }
  await engine.close();
  const sum = (pick: (score: PageScore) => number): number =>
    scores.reduce((all, score) => all + pick(score), 0);
  return {
    files: scores.length,
    cer: percent(
      sum((score) => score.freeErrors),
      sum((score) => score.characters),
    ),
    each,
  };
};
