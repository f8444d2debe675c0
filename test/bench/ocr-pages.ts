import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { longDate, numericDate } from '#sample/german-format.js';
import {
  createMunicipality,
  type GeneratedLetter,
  renderLetter,
  streamLetters,
} from '#sample/index.js';
import { holds } from './ocr-metrics.js';

/** Sets of pages with the conditions of the generator that belong to them. */
export const conditionSets = {
  clean: ['clean-300', 'clean-200'],
  typical: ['office-scan', 'received-stamp'],
  hard: [
    'fax',
    'phone-photo',
    'coffee-stain',
    'low-contrast',
    'rotated-90',
    'rotated-180',
    'speckle',
    'skewed',
  ],
} as const;

export type SetName = keyof typeof conditionSets;
export type ConditionName = (typeof conditionSets)[SetName][number];

const PageTruth = z.object({
  text: z.string(),
  body: z.string(),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
});
const BenchFile = z.object({
  name: z.string(),
  set: z.enum(['clean', 'typical', 'hard']),
  condition: z.string(),
  tiff: z.string(),
  pdf: z.string(),
  pages: z.array(PageTruth),
});

/** What stands on one page, and the values on it that matter most. */
export type PageTruth = z.infer<typeof PageTruth>;
/** One letter as a file of pictures with the truth of each page. */
export type BenchFile = z.infer<typeof BenchFile>;

const bodyOf = ({ blocks }: GeneratedLetter): string =>
  blocks
    .flatMap((block) =>
      block.type === 'paragraph' ? [block.text] : block.type === 'appendix' ? block.paragraphs : [],
    )
    .join(' ');

/** The values of a letter that are printed on the page with this text. */
const fieldsOn = (text: string, { truth }: GeneratedLetter): PageTruth['fields'] => {
  const candidates = [
    { name: 'aktenzeichen', value: truth.geschaeftszeichenPrinted },
    { name: 'aktenzeichen', value: truth.fremdesZeichen },
    { name: 'datum', value: numericDate(truth.datum) },
    { name: 'datum', value: longDate(truth.datum) },
    { name: 'plz', value: truth.sender.plz },
    { name: 'ort', value: truth.sender.ort },
    ...truth.betraege.map((value) => ({ name: 'betrag', value })),
  ];
  return candidates.flatMap(({ name, value }) =>
    value !== undefined && holds(text, value) ? [{ name, value }] : [],
  );
};

const renderFile = async (
  letter: GeneratedLetter,
  place: { name: string; set: SetName; condition: ConditionName; folder: string; seed: string },
): Promise<BenchFile> => {
  const { name, set, condition, folder, seed } = place;
  const record = join(folder, `${name}.json`);
  if (existsSync(record)) return BenchFile.parse(JSON.parse(await readFile(record, 'utf8')));
  const options = { seed, degradation: condition } as const;
  const tiff = await renderLetter(letter, { ...options, form: 'tiff' });
  const pdf = await renderLetter(letter, { ...options, form: 'pdf' });
  const file: BenchFile = {
    ...{
      name,
      set,
      condition,
      tiff: join(folder, `${name}.tif`),
      pdf: join(folder, `${name}.pdf`),
    },
    pages: tiff.pageTexts.map((text) => ({
      text,
      body: bodyOf(letter),
      fields: fieldsOn(text, letter),
    })),
  };
  await writeFile(file.tiff, tiff.bytes);
  await writeFile(file.pdf, pdf.bytes);
  await writeFile(record, JSON.stringify(file));
  return file;
};

/**
 * At least `pages` pages of fresh letters, the conditions in turn. Files that the folder holds already from the
 * same seed are used again.
 */
export const makePages = async ({
  pages,
  seed,
  folder,
}: {
  pages: number;
  seed: string;
  folder: string;
}): Promise<BenchFile[]> => {
  const own = join(folder, seed);
  await mkdir(own, { recursive: true });
  const plan = Object.entries(conditionSets).flatMap(([set, conditions]) =>
    conditions.map((condition) => ({ set: set as SetName, condition })),
  );
  const municipality = createMunicipality({ seed });
  const files: BenchFile[] = [];
  let made = 0;
  let index = 0;
  for (const letter of streamLetters({ seed, count: pages, municipality })) {
    const next = plan[index % plan.length];
    if (next === undefined || made >= pages) break;
    const name = `${String(index).padStart(4, '0')}-${next.condition}`;
    const file = await renderFile(letter, { ...next, name, folder: own, seed });
    files.push(file);
    made += file.pages.length;
    index += 1;
  }
  return files;
};
