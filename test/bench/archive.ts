import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import {
  createMunicipality,
  type Degradation,
  degradations,
  generateLetters,
  renderLetter,
} from '#sample/index.js';
import { makeArchiveCopy, pictureOf } from '#test/support/archive.js';
import { startPdfaCheck } from '#test/support/pdfa-check.js';
import { sniffMediaType } from '#tools/media-type.js';
import { createParser } from '#tools/parser/create-parser.js';
import { flagOf, hasFlag, quantile, report, round } from './flags.js';

/*
 * npm run bench:archive -- --letters 160 [--folder ../shared/data] [--json]
 * Archive copies of letters of all kinds of damage and forms, and of the readable files of a folder, judged by the
 * veraPDF engine as PDF/A-2u. Prints failures and sizes. Needs a Java compiler (openjdk-17-jdk-headless).
 */

const letters = Number(flagOf('letters', '160'));
const folder = flagOf('folder', '');
const work = await mkdtemp(join(tmpdir(), 'bench-archive-'));
const log = { info: () => undefined, warn: () => undefined };
const parser = createParser({ isolation: 'auto', log });
const check = startPdfaCheck('2u');
if (check === undefined)
  throw new Error('a Java compiler is missing: apt-get install openjdk-17-jdk-headless');

interface Input {
  name: string;
  kind: string;
  mediaType: string;
  bytes: Buffer;
}

async function* ownLetters(): AsyncGenerator<Input> {
  const seed = flagOf('seed', 'archiv-1');
  const municipality = createMunicipality({ seed });
  const kinds: readonly Degradation[] = degradations;
  const list = generateLetters({ seed, count: letters, municipality, today: municipality.today });
  for (const [index, letter] of list.entries()) {
    const degradation = kinds[index % kinds.length];
    if (degradation === undefined) continue;
    const { bytes, mediaType, fileName } = await renderLetter(letter, { seed, degradation });
    yield {
      name: fileName,
      kind: `${degradation} ${extname(fileName).slice(1)}`,
      mediaType,
      bytes,
    };
  }
}

/** The same page in the forms that no scanner of the generator writes. */
async function* ownPictures(): AsyncGenerator<Input> {
  const page = await readFile(
    new URL('../../../fixtures/letters/schaden-photo.jpg', import.meta.url),
  );
  const forms: [string, () => Promise<Buffer>][] = [
    ['webp', () => sharp(page).webp().toBuffer()],
    ['cmyk.jpg', () => sharp(page).toColourspace('cmyk').jpeg().toBuffer()],
    ['palette.png', () => sharp(page).png({ palette: true }).toBuffer()],
    ['alpha.png', () => sharp(page).ensureAlpha(0.5).png().toBuffer()],
    ['16-bit.png', () => sharp(page).toColourspace('rgb16').png().toBuffer()],
    ['lzw.tif', () => sharp(page).tiff({ compression: 'lzw' }).toBuffer()],
    ['jpeg.tif', () => sharp(page).tiff({ compression: 'jpeg' }).toBuffer()],
    ['turned.jpg', () => sharp(page).withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ['progressive.jpg', () => sharp(page).jpeg({ progressive: true }).toBuffer()],
    ['p3.jpg', () => sharp(page).withIccProfile('p3').jpeg().toBuffer()],
  ];
  for (const [name, make] of forms) {
    const bytes = await make();
    const mediaType = sniffMediaType(bytes.subarray(0, 4096))?.mediaType ?? '';
    yield { name, kind: 'picture', mediaType, bytes };
  }
}

async function* foreign(): AsyncGenerator<Input> {
  if (folder === '') return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    const type = sniffMediaType(bytes.subarray(0, 4096), entry.name);
    if (type === undefined || !/^(image\/|application\/pdf)/.test(type.mediaType) || !type.accepted)
      continue;
    yield { name: entry.name, kind: 'foreign', mediaType: type.mediaType, bytes };
  }
}

const sizes = new Map<string, number[]>();
const note = (kind: string, bytes: number): void => {
  sizes.set(kind, [...(sizes.get(kind) ?? []), bytes]);
};
const totals = { copies: 0, pages: 0, invalid: 0, unreadable: 0, checks: 0 };
for (const source of [ownLetters(), ownPictures(), foreign()]) {
  for await (const input of source) {
    const path = join(work, 'copy.pdf');
    try {
      const { pages, size } = await makeArchiveCopy(parser, input, path);
      const { verdict, checks, failed } = await check.check(path);
      totals.copies += 1;
      if (totals.copies % 10 === 0)
        process.stdout.write(`  ${totals.copies} copies so far, ${totals.invalid} invalid\n`);
      totals.pages += pages.length;
      totals.checks += checks;
      if (verdict !== 'valid') {
        totals.invalid += 1;
        process.stdout.write(`  ${input.name}: ${verdict} ${failed}\n`);
      }
      note(input.kind, size / pages.length);
      if (pages.every((page) => pictureOf(page) === 'g4')) note('bilevel', size / pages.length);
    } catch (error) {
      totals.unreadable += 1;
      const why = error instanceof Error ? error.message : 'unknown';
      if (hasFlag('verbose')) process.stdout.write(`  ${input.name}: no copy, ${why}\n`);
      if (input.kind !== 'foreign') throw error;
    }
  }
}
check.close();
await rm(work, { recursive: true, force: true });

const kilobytes = (value: number | null): number => round((value ?? 0) / 1000);
report('Archivkopien', {
  ...totals,
  kilobytesPerPage: Object.fromEntries(
    [...sizes.entries()].sort().map(([kind, values]) => [
      kind,
      {
        copies: values.length,
        median: kilobytes(quantile(values, 0.5)),
        most: kilobytes(Math.max(...values)),
      },
    ]),
  ),
});
