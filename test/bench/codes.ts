import { readBarcodes } from 'zxing-wasm/reader';
import { createMunicipality, generateLetters } from '#sample/index.js';
import { createRandom } from '#sample/random.js';
import type { Bitmap } from '#sample/render/bitmap.js';
import { conditions } from '#sample/render/condition.js';
import { rasterise } from '#sample/render/rasterise.js';
import { typesetLetter } from '#sample/render/typeset.js';
import { readCodes, symbologies } from '#tools/code-reader.js';
import type { GreyImage } from '#tools/image/grey-image.js';
import { type CodePicture, streamCodePictures } from './code-pictures.js';
import { flagOf, hasFlag, quantile, report, round } from './flags.js';

/*
 * npm run bench:codes [-- --rounds 5 --blank 100 --seed codes] [--detail] [--json]
 * Six kinds of codes in 22 states, `rounds` pictures each (5 make 660), and pages without a code; our reader
 * beside one call of zxing-wasm on the whole picture with its defaults and the same six formats.
 */

const seed = flagOf('seed', 'codes');
const rounds = Number(flagOf('rounds', '5'));
const blank = Number(flagOf('blank', '100'));
const random = createRandom(seed);
const letters = generateLetters({ seed, count: 24, municipality: createMunicipality({ seed }) });

const drawLetter = async (index: number, dpi: number): Promise<Bitmap[]> => {
  const letter = letters[index % letters.length];
  if (letter === undefined) return [];
  const pdf = await typesetLetter(letter, { random: random.fork(`set ${index}`), overlay: {} });
  return (await rasterise(pdf, { dpiX: dpi, dpiY: dpi, colour: false })).pages;
};

const grounds = new Map<number, Bitmap[]>();
for (const dpi of [150, 200, 300]) {
  const pages: Bitmap[] = [];
  for (let index = 0; index < 6; index += 1) pages.push(...(await drawLetter(index, dpi)));
  grounds.set(dpi, pages);
}

const ours = { name: 'ours', read: 0, wrong: 0, ms: [] as number[] };
const plain = { name: 'plain', read: 0, wrong: 0, ms: [] as number[] };
type Reader = typeof ours;
const byCondition = new Map<string, { pictures: number; ours: number; plain: number }>();

const rgba = ({ width, height, data }: GreyImage) => {
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < data.length; at += 1) pixels.fill(data[at] ?? 255, at * 4, at * 4 + 3);
  return { data: pixels, width, height, colorSpace: 'srgb' as const };
};

const readPlain = async (image: GreyImage): Promise<{ text: string }[]> =>
  (await readBarcodes(rgba(image), { formats: [...symbologies] })).filter(
    ({ isValid, text }) => isValid && text.length > 0,
  );

/** Whether the code was read; whatever else was read counts as false. */
const judge = async (
  reader: Reader,
  { image, text, dpi }: Pick<CodePicture, 'image' | 'text' | 'dpi'>,
): Promise<boolean> => {
  const from = performance.now();
  const codes = reader === ours ? await readCodes(image, { dpi }) : await readPlain(image);
  reader.ms.push(performance.now() - from);
  const hit = text !== undefined && codes.some((code) => code.text === text);
  if (hit) reader.read += 1;
  const wrong = codes.filter((code) => code.text !== text);
  if (wrong.length > 0) reader.wrong += 1;
  if (wrong.length > 0 && hasFlag('detail')) console.log(reader.name, text, wrong);
  return hit;
};

let pictures = 0;
for await (const picture of streamCodePictures({ letters: grounds, rounds, random })) {
  const state = byCondition.get(picture.condition) ?? { pictures: 0, ours: 0, plain: 0 };
  byCondition.set(picture.condition, state);
  pictures += 1;
  state.pictures += 1;
  if (await judge(ours, picture)) state.ours += 1;
  else if (hasFlag('detail')) console.log('not read', picture.condition, picture.format);
  if (await judge(plain, picture)) state.plain += 1;
}
const median = ({ ms }: Reader): number => round(quantile(ms, 0.5) ?? 0);
const withCodes = { ours: median(ours), plain: median(plain) };
const falseWithCodes = { ours: ours.wrong, plain: plain.wrong };

// Pages as they come every day: letters in all states, none with a code.
ours.ms = [];
plain.ms = [];
const states = Object.values(conditions);
let blankPages = 0;
for (let index = 0; blankPages < blank; index += 1) {
  const state = states[index % states.length];
  if (state === undefined) break;
  for (const page of (await drawLetter(index, 200)).slice(0, blank - blankPages)) {
    const { width, height, data } = await state.wear(page, random.fork(`wear ${index}`));
    const image = { width, height, data };
    await judge(ours, { image, text: undefined, dpi: 200 });
    await judge(plain, { image, text: undefined, dpi: 200 });
    blankPages += 1;
  }
}

if (!hasFlag('json')) console.table(Object.fromEntries(byCondition));
report('codes', {
  pictures,
  read: ours.read,
  readPlain: plain.read,
  falseReads: falseWithCodes.ours,
  falseReadsPlain: falseWithCodes.plain,
  pagesWithoutCode: blankPages,
  falseReadsWithoutCode: ours.wrong - falseWithCodes.ours,
  falseReadsWithoutCodePlain: plain.wrong - falseWithCodes.plain,
  medianMsWithCode: withCodes.ours,
  medianMsWithCodePlain: withCodes.plain,
  medianMsWithoutCode: median(ours),
  medianMsWithoutCodePlain: median(plain),
  p95MsWithoutCode: round(quantile(ours.ms, 0.95) ?? 0),
});
