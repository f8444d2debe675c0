import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  type Degradation,
  type GeneratedLetter,
  type Municipality,
  type RenderedTruth,
  renderLetter,
} from '#sample/index.js';
import { createOcrPool } from '#tools/ocr/create-ocr-pool.js';
import { createOutputFolder, createParser } from '#tools/parser/create-parser.js';
import type { NumberedPage, RegisterEntry } from '#understanding/index.js';

/** How a letter reached us, and how often of a hundred: all that degrades, nothing born digital. */
const conditions: readonly (readonly [Degradation, number])[] = [
  ['office-scan', 30],
  ['received-stamp', 20],
  ['fax', 14],
  ['phone-photo', 8],
  ['coffee-stain', 6],
  ['low-contrast', 6],
  ['speckle', 6],
  ['skewed', 6],
  ['rotated-90', 2],
  ['rotated-180', 2],
];
const round = conditions.flatMap(([condition, weight]) =>
  Array.from({ length: weight }, () => condition),
);
/** Goes through all hundred places, neighbours far from each other. */
const conditionOf = (index: number): Degradation => round[(index * 37) % 100] ?? 'office-scan';

/** One letter as it was really recognised, with the small picture of its pages. */
export interface RecognisedLetter {
  truth: RenderedTruth;
  pages: readonly NumberedPage[];
  /** Quarter turns in degrees that brought each page upright. */
  turns: readonly number[];
  /** Names of JPEG files in the folder, 400 pixels wide. */
  pictures: readonly string[];
}

const log = { info: () => undefined, warn: () => undefined };

/** The text of what was read, or nothing for a page without any. */
const readPages = async (
  file: { path: string; mediaType: string },
  tools: { parser: ReturnType<typeof createParser>; pool: ReturnType<typeof createOcrPool> },
  picturePath: (page: number) => string,
): Promise<{ pages: NumberedPage[]; turns: number[] }> => {
  const outDir = await createOutputFolder();
  try {
    const split = await tools.parser.splitPages({ ...file, outDir });
    const pages: NumberedPage[] = [];
    const turns: number[] = [];
    for (const page of split.pages) {
      await sharp(page.imagePath).resize({ width: 400 }).jpeg().toFile(picturePath(page.number));
      const read =
        page.text !== undefined || page.ocrImagePath === undefined
          ? undefined
          : await tools.pool.recognise({ image: page.ocrImagePath, dpi: page.ocrDpi ?? 250 });
      turns.push(read?.rotated ?? 0);
      pages.push({
        number: page.number,
        text: read?.text ?? page.text ?? { source: 'none', text: '', words: [], meanConfidence: 0 },
      });
    }
    return { pages, turns };
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
};

/**
 * Puts letters on paper, degrades and recognises them by the pipeline's own way, one child, into `folder`; what is
 * there already is left alone. The first `twice` letters come a second time, by fax or scanned again.
 */
export const recogniseLetters = async (options: {
  letters: readonly GeneratedLetter[];
  municipality: Municipality;
  folder: string;
  twice: number;
}): Promise<void> => {
  const { letters, municipality, folder, twice } = options;
  await mkdir(folder, { recursive: true });
  const register = join(folder, 'register.city');
  if (!existsSync(register)) await writeFile(register, JSON.stringify(municipality));
  const tools = {
    parser: createParser({ isolation: 'auto', log }),
    pool: createOcrPool({ processes: 1, timeoutMs: 180_000, log }),
  };
  const readOne = async (letter: GeneratedLetter, name: string, degradation: Degradation) => {
    const record = join(folder, `${name}.json`);
    if (existsSync(record)) return;
    const rendered = await renderLetter(letter, { seed: name, degradation, form: 'tiff' });
    const path = join(folder, `${name}.tif`);
    await writeFile(path, rendered.bytes);
    const pictureOf = (page: number): string => `${name}-${page}.jpg`;
    const read = await readPages({ path, mediaType: rendered.mediaType }, tools, (page) =>
      join(folder, pictureOf(page)),
    );
    await rm(path);
    const result: RecognisedLetter = {
      truth: rendered.truth,
      ...read,
      pictures: read.pages.map(({ number }) => pictureOf(number)),
    };
    await writeFile(record, JSON.stringify(result));
  };
  for (const [index, letter] of letters.entries()) {
    const name = String(index).padStart(4, '0');
    await readOne(letter, name, conditionOf(index));
    if (index < twice) await readOne(letter, `${name}b`, index % 2 === 0 ? 'fax' : 'office-scan');
  }
  await tools.pool.close();
};

/** The Vorgänge of a sample city as register entries, known by their Geschäftszeichen. */
export const entriesOf = (city: Municipality): RegisterEntry[] =>
  city.vorgaenge.map((vorgang) => ({
    vorgangId: vorgang.geschaeftszeichen,
    geschaeftszeichen: vorgang.geschaeftszeichen,
    einheit: vorgang.federfuehrung,
    betreff: vorgang.betreff,
    beteiligte: vorgang.beteiligte.map(({ name, plz, ort, email, zeichen }) => ({
      name,
      plz,
      ort,
      ...(email === undefined ? {} : { email }),
      ...(zeichen === undefined ? {} : { fremdesGeschaeftszeichen: zeichen }),
    })),
  }));

/** The city to whose register the letters of a folder belong. */
export const cityOf = async (folder: string): Promise<Municipality> =>
  JSON.parse(await readFile(join(folder, 'register.city'), 'utf8')) as Municipality;

/** All letters of a folder with their names, in order. */
export const listRecognised = async (
  folder: string,
): Promise<(RecognisedLetter & { name: string })[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => ({
      name: name.replace('.json', ''),
      ...(JSON.parse(await readFile(join(folder, name), 'utf8')) as RecognisedLetter),
    })),
  );
};
