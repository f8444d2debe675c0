import sharp from 'sharp';
import { druckeBlaetter } from '#posteingang/trennung/blatt-pdf.js';
import type { StapelText } from '#posteingang/trennung/merkmale.js';
import type { StapelSeite } from '#posteingang/trennung/plan.js';
import { createMunicipality, type GeneratedLetter, streamLetters } from '#sample/index.js';
import { createRandom, type Random } from '#sample/random.js';
import type { Bitmap } from '#sample/render/bitmap.js';
import { conditions } from '#sample/render/condition.js';
import { rasterise, readPageTexts } from '#sample/render/rasterise.js';
import { typesetLetter } from '#sample/render/typeset.js';
import { codePng } from '#tools/code-writer.js';
import { lookAtPage } from '#tools/parser/page-output.js';
import { patchWidths } from '#tools/patch-code.js';
import { addOcrNoise } from '#understanding/classify/ocr-noise.js';

/** Everything of a page that cutting looks at. */
export type Page = Omit<StapelSeite, 'nummer'>;

/** A stack with what is right: the pages of each letter, from 1. */
export interface Stack {
  kind: string;
  pages: StapelSeite[];
  letters: number[][];
}

const dpi = 200;
const wears = [
  'clean-200',
  'office-scan',
  'fax',
  'coffee-stain',
  'low-contrast',
  'rotated-180',
  'rotated-90',
  'speckle',
  'skewed',
] as const;

const wearOf = (random: Random) => {
  const name = random.pick(wears);
  return { name, ...conditions[name] };
};

const look = async ({ width, height, data }: Bitmap): Promise<Page> => {
  const found = await lookAtPage({ width, height, data }, dpi, true);
  return { leer: found.blank, codes: found.codes };
};

const greyOf = async (png: Buffer, width: number): Promise<Bitmap> => {
  const { data, info } = await sharp(png)
    .flatten({ background: '#fff' })
    .resize({ width })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 1, data };
};

const paste = (page: Bitmap, part: Bitmap, at: { left: number; top: number }): void => {
  for (let y = 0; y < part.height && y + at.top < page.height; y += 1) {
    const row = part.data.subarray(y * part.width, (y + 1) * part.width);
    page.data.set(row, (y + at.top) * page.width + at.left);
  }
};

const blankSheet = (): Bitmap => ({
  width: 1654,
  height: 2339,
  channels: 1,
  data: new Uint8Array(1654 * 2339).fill(255),
});

const worn = async (page: Bitmap, random: Random): Promise<Page> =>
  look(await wearOf(random).wear({ ...page, data: page.data.slice() }, random));

/** What senders print on letters: none of it is a separator. */
const falseFriends = [
  ['qrcode', 'BCD\n002\n1\nSCT\n\nStadtkasse\nDE02120300000000202051\nEUR42.00'],
  ['qrcode', 'https://beispiel.example/PATCHT'],
  ['code128', 'RK123456789DE'],
  ['code39', 'PATCH-7'],
  ['datamatrix', 'DEA5 1F 0000 3A2B 0C01'],
  ['datamatrix', 'PSTB1:ALT'],
] as const;

const withFriend = async (page: Bitmap, random: Random): Promise<Bitmap> => {
  const [kind, text] = random.pick(falseFriends);
  const isLinear = kind === 'code128' || kind === 'code39';
  const code = await greyOf(await codePng(kind, text), isLinear ? 480 : 240);
  const copy: Bitmap = { ...page, data: page.data.slice() };
  paste(copy, code, { left: random.int(150, 1000), top: random.int(1500, 1950) });
  return copy;
};

/** A pool of letters as read from paper; stacks are put together from them. */
export const makeLetterPool = async (seed: string, count: number): Promise<Page[][]> => {
  const random = createRandom(`pool ${seed}`);
  const pool: Page[][] = [];
  for (const letter of streamLetters({
    seed,
    count,
    municipality: createMunicipality({ seed }),
  })) {
    const pdf = await typesetLetter(letter, { random: random.fork(letter.truth.id), overlay: {} });
    const { pages } = await rasterise(pdf, { dpiX: dpi, dpiY: dpi, colour: false });
    const seen: Page[] = [];
    for (const page of pages) {
      const shown = random.chance(0.4) ? await withFriend(page, random) : page;
      seen.push(await worn(shown, random));
    }
    pool.push(seen);
  }
  return pool;
};

const ownSheet = async (random: Random, key: Buffer): Promise<Page> => {
  const pdf = await druckeBlaetter([{ art: 'trennblatt', vorgang: null, blaetter: null }], {
    key,
    behoerde: 'Stadt Musterstadt',
  });
  const [page] = (await rasterise(pdf, { dpiX: dpi, dpiY: dpi, colour: false })).pages;
  return worn(page ?? blankSheet(), random);
};

const foreignKinds = ['code39', 'code128', 'qrcode', 'patch'] as const;

const foreignSheet = async (random: Random): Promise<Page> => {
  const kind = random.pick(foreignKinds);
  const page = blankSheet();
  if (kind === 'patch') {
    let y = 160;
    for (const [index, width] of patchWidths('T').entries()) {
      const rows = Math.round((width * dpi) / 25.4);
      for (let row = 0; index % 2 === 0 && row < rows; row += 1)
        page.data.fill(0, (y + row) * page.width + 500, (y + row) * page.width + 1040);
      y += rows;
    }
  } else {
    const code = await greyOf(await codePng(kind, 'PATCHT'), kind === 'qrcode' ? 320 : 620);
    paste(page, code, { left: 480, top: 700 });
  }
  return worn(page, random);
};

/** Sheets as read from paper, each worn in its own way. */
export const makeSheetPool = async (
  kind: 'own' | 'foreign',
  from: { count: number; random: Random; key: Buffer },
): Promise<Page[]> => {
  const pool: Page[] = [];
  for (let index = 0; index < from.count; index += 1) {
    const random = from.random.fork(`${kind} ${index}`);
    pool.push(kind === 'own' ? await ownSheet(random, from.key) : await foreignSheet(random));
  }
  return pool;
};

/** Puts letters and sheets into one stack; some stacks are scanned on both sides. */
export const makeStack = (
  kind: 'own' | 'foreign',
  from: { letters: readonly Page[][]; sheets: readonly Page[]; random: Random },
): Stack => {
  const { random } = from;
  const duplex = random.chance(0.3);
  const pages: StapelSeite[] = [];
  const letters: number[][] = [];
  const empty: Page = { leer: true, codes: [] };
  const add = (page: Page): number => pages.push({ ...page, nummer: pages.length + 1 });
  const count = random.int(2, 5);
  for (let index = 0; index < count; index += 1) {
    if (index > 0 || random.chance(0.5)) {
      add(random.pick(from.sheets));
      if (duplex) add(empty);
    }
    const letter: number[] = [];
    for (const page of random.pick(from.letters)) letter.push(add(page));
    if (duplex ? letter.length % 2 === 1 : random.chance(0.1)) letter.push(add(empty));
    letters.push(letter);
  }
  return { kind, pages, letters };
};

const withCount = (texts: readonly string[], random: Random): string[] => {
  if (texts.length < 2 || random.chance(0.45)) return [...texts];
  const form = random.pick(['Seite # von %', 'Seite #/%', '- # -', 'Seite #', 'Blatt # von %']);
  const line = (at: number): string =>
    form.replace('#', String(at + 1)).replace('%', String(texts.length));
  const above = random.chance(0.3);
  return texts.map((text, at) => (above ? `${line(at)}\n${text}` : `${text}\n${line(at)}`));
};

const textsOf = async (letter: GeneratedLetter, random: Random): Promise<string[]> => {
  const pdf = await typesetLetter(letter, { random, overlay: {} });
  return withCount(await readPageTexts(pdf), random);
};

/** A stack without sheets as the recognition would give it: the printed text with its usual mistakes. */
export async function* streamTextStacks(
  seed: string,
  count: number,
): AsyncGenerator<{ pages: StapelText[]; starts: number[] }> {
  const random = createRandom(`text stacks ${seed}`);
  const letters = streamLetters({
    seed,
    count: count * 6,
    municipality: createMunicipality({ seed }),
  });
  for (let index = 0; index < count; index += 1) {
    const pages: StapelText[] = [];
    const starts: number[] = [];
    for (let left = random.int(2, 5); left > 0; left -= 1) {
      const next = letters.next();
      if (next.done === true) break;
      starts.push(pages.length + 1);
      const rate = random.pick([0, 0.002, 0.01, 0.03]);
      const paper = random.chance(0.05)
        ? { breitePt: 420, hoehePt: 595 }
        : { breitePt: 595, hoehePt: 842 };
      for (const text of await textsOf(next.value, random)) {
        const seen = addOcrNoise(text, rate, random.int(1, 1_000_000));
        const nummer = pages.length + 1;
        pages.push({ nummer, leer: false, textQuelle: 'ocr', text: seen, ...paper });
      }
    }
    yield { pages, starts };
  }
}
