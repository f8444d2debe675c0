import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRandom,
  type GeneratedLetter,
  generateAnliegen,
  letterOfAnliegen,
  renderLetter,
  textOf,
} from '#sample/index.js';
import { ours } from './ocr-engines.js';
import { conditionSets } from './ocr-pages.js';
import type { SetLetter } from './understanding-set.js';

const conditions = [...conditionSets.typical, ...conditionSets.hard];

/** A letter of the acceptance set beside what our text recognition read of its poor scan. */
export interface ScannedLetter {
  letter: SetLetter;
  read: string;
}

const readScan = async (
  letter: GeneratedLetter,
  place: {
    folder: string;
    name: string;
    index: number;
    seed: string;
    engine: ReturnType<typeof ours>;
  },
): Promise<string> => {
  const { folder, name, index, seed, engine } = place;
  const condition = conditions[index % conditions.length] ?? 'office-scan';
  const { bytes } = await renderLetter(letter, { seed, degradation: condition, form: 'tiff' });
  const tiff = join(folder, `${name}.tif`);
  await writeFile(tiff, bytes);
  const file = { name, set: 'hard' as const, condition, tiff, pdf: tiff, pages: [] };
  const pages = await engine.read(file);
  return pages.map(({ text }) => text).join('\n');
};

/**
 * Letters of the acceptance set put on paper, worn in all the ways of the generator (fax, photograph, stains, skew,
 * turned pages, speckle) and read by our text recognition. About three CPU seconds a letter.
 */
export const scanLetters = async (
  seed: string,
  { count, of }: { count: number; of: number },
): Promise<ScannedLetter[]> => {
  const all = generateAnliegen({ seed, count: of });
  const chosen = createRandom(`scans:${seed}`).shuffle(all).slice(0, count);
  const folder = await mkdtemp(join(tmpdir(), 'understanding-scans-'));
  const engine = ours({});
  const scanned: ScannedLetter[] = [];
  try {
    for (const [index, anliegen] of chosen.entries()) {
      const place = { folder, name: anliegen.id, index, seed, engine };
      const read = await readScan(letterOfAnliegen(anliegen), place);
      scanned.push({ letter: { ...anliegen, text: textOf(anliegen) }, read });
    }
  } finally {
    await engine.close();
    await rm(folder, { recursive: true });
  }
  return scanned;
};
