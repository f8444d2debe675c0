import { crop, type GreyImage, type PixelBox } from '../image/grey-image.js';
import { isBlank, measureInk, uncovered } from '../image/ink.js';
import { type PageText, textOfWords, type Word } from '../page-text.js';
import type { Engine, EngineWord, Layout } from './engine.js';
import { findTurn } from './find-turn.js';
import { languagesToTry } from './languages.js';
import { type FlatPage, flattenPage, type PreparedPage, preparePage } from './prepare-page.js';
import type { PageTurn, PageWork, RecognisedPage } from './protocol.js';
import { inReadingOrder } from './reading-order.js';
import { doubtfulScore, isSure, lettersIn, scoreOf } from './score.js';

type Turn = PageTurn;

/** So many characters outside of sure words make a second look worth its time. */
const fewestMissed = 5;
const unsureConfidence = 0.4;
const cropMargin = 20;
const gentleDpi = 150;
const addedConfidence = 0.75;
/** Words below this are noise; they are not handed on. */
const leastConfidence = 0.12;

const wordBoxes = (words: readonly EngineWord[], margin: number) =>
  words.map(({ box }) => ({
    left: box.left - margin,
    top: box.top - margin,
    right: box.right + margin,
    bottom: box.bottom + margin,
  }));

/** The page without the words that were read, so that a second look is quick and repeats nothing. */
const withoutWords = (image: GreyImage, words: readonly EngineWord[]): GreyImage => {
  const rest = { ...image, data: image.data.slice() };
  for (const { left, top, right, bottom } of wordBoxes(words, 2)) {
    const from = Math.max(0, left);
    const to = Math.min(image.width, right);
    for (let y = Math.max(0, top); y < Math.min(image.height, bottom); y += 1) {
      if (to > from) rest.data.fill(255, y * image.width + from, y * image.width + to);
    }
  }
  return rest;
};

/** Puts lines that were found later before the first line that stands lower on the page. */
const insertLines = (words: readonly EngineWord[], added: readonly EngineWord[]): EngineWord[] => {
  const lines = new Map<string, EngineWord[]>();
  for (const word of words)
    lines.set(`a${word.line}`, [...(lines.get(`a${word.line}`) ?? []), word]);
  const later = new Map<number, EngineWord[]>();
  for (const word of added) later.set(word.line, [...(later.get(word.line) ?? []), word]);
  const middle = (line: readonly EngineWord[]): number =>
    line.reduce((sum, { box }) => sum + (box.top + box.bottom) / 2, 0) / line.length;
  const ordered = [...lines.values()];
  for (const line of later.values()) {
    const at = ordered.findIndex((known) => middle(known) > middle(line));
    if (at < 0) ordered.push(line);
    else ordered.splice(at, 0, line);
  }
  return ordered.flatMap((line, index) => line.map((word) => ({ ...word, line: index })));
};

interface Reading {
  words: EngineWord[];
  coverage: number;
  /** Words that only the second look found. */
  added: number;
}

const isWithin = (word: EngineWord, others: readonly EngineWord[]): boolean => {
  const x = (word.box.left + word.box.right) / 2;
  const y = (word.box.top + word.box.bottom) / 2;
  return others.some(({ box }) => x > box.left && x < box.right && y > box.top && y < box.bottom);
};

/** The part of the page that holds the patches, with a margin in which the engine sees white. */
const cropAround = (image: GreyImage, patches: readonly PixelBox[]): PixelBox => ({
  left: Math.max(0, Math.min(...patches.map(({ left }) => left)) - cropMargin),
  top: Math.max(0, Math.min(...patches.map(({ top }) => top)) - cropMargin),
  right: Math.min(image.width, Math.max(...patches.map(({ right }) => right)) + cropMargin),
  bottom: Math.min(image.height, Math.max(...patches.map(({ bottom }) => bottom)) + cropMargin),
});

/** Reads the part of a page that holds writing, with the boxes as they lie on the page. */
const readArea = async (
  engine: Engine,
  { image, dpi }: PreparedPage,
  area: PixelBox,
  layout: Layout,
): Promise<EngineWord[]> => {
  const found = await engine.recognise(crop(image, area), dpi, layout);
  return found.map((word) => ({
    ...word,
    box: {
      left: word.box.left + area.left,
      top: word.box.top + area.top,
      right: word.box.right + area.left,
      bottom: word.box.bottom + area.top,
    },
  }));
};

/** Searches the places of which nothing was read, or nothing sure, for single words. */
const searchRest = async (
  engine: Engine,
  page: PreparedPage,
  { sure, patches }: { sure: readonly EngineWord[]; patches: readonly PixelBox[] },
): Promise<EngineWord[]> => {
  const area = cropAround(page.image, patches);
  const rest = { ...page, image: withoutWords(page.image, sure) };
  const found = await readArea(engine, rest, area, 'sparse');
  return found.filter(
    ({ text, confidence }) => confidence >= addedConfidence && lettersIn(text) > 0,
  );
};

/** A few lines on a large sheet may be taken for a picture or for nothing; alone they are read as lines. */
const readWhole = async (
  engine: Engine,
  page: PreparedPage,
  text: readonly PixelBox[],
): Promise<EngineWord[]> => {
  const words = await engine.recognise(page.image, page.dpi, 'page');
  if (scoreOf(words) > 0 || text.length < fewestMissed) return words;
  const lines = await readArea(engine, page, cropAround(page.image, text), 'block');
  return scoreOf(lines) > 0 ? lines : words;
};

const readPrepared = async (engine: Engine, page: PreparedPage): Promise<Reading> => {
  const { text, fine } = measureInk(page.image, page.dpi);
  const words = await readWhole(engine, page, text);
  const sure = words.filter(({ confidence }) => confidence >= unsureConfidence);
  const patches = uncovered([...text, ...fine], wordBoxes(sure, 3));
  const coverageOf = (read: readonly EngineWord[]): number =>
    text.length === 0 ? 1 : 1 - uncovered(text, wordBoxes(read, 3)).length / text.length;
  if (patches.length < fewestMissed || scoreOf(words) < 0.4) {
    return { words, coverage: coverageOf(words), added: 0 };
  }
  const added = await searchRest(engine, page, { sure, patches });
  const kept = words.filter((word) => sure.includes(word) || !isWithin(word, added));
  const all = insertLines(kept, added);
  return { words: all, coverage: coverageOf(all), added: added.length };
};

const nothing: PageText = { source: 'none', text: '', words: [], meanConfidence: 0 };

const toPageText = (page: PreparedPage, words: readonly EngineWord[]): PageText => {
  const numbers = new Map<number, number>();
  const kept: Word[] = [];
  for (const { text, confidence, line, box } of words) {
    if (confidence < leastConfidence) continue;
    if (!numbers.has(line)) numbers.set(line, numbers.size);
    kept.push({ text, confidence, line: numbers.get(line) ?? 0, box: page.boxOf(box) });
  }
  if (kept.length === 0) return nothing;
  const mean = kept.reduce((sum, { confidence }) => sum + confidence, 0) / kept.length;
  return { source: 'ocr', text: textOfWords(kept), words: kept, meanConfidence: mean };
};

const workOf = (
  flat: FlatPage,
  page: PreparedPage,
  done: Pick<PageWork, 'language' | 'secondLook' | 'gentle'>,
): PageWork => ({
  ...flat.work,
  turned: page.rotated,
  levelled: Math.round(page.angle * 100) / 100,
  dpi: Math.round(page.dpi),
  rules: page.rules,
  ...done,
});

interface Upright {
  prepared: PreparedPage;
  reading: Reading;
}

/** Reads once more in another language where the words that were found, or that make no sense, ask for it. */
const readInItsLanguage = async (
  engine: Engine,
  { prepared, reading }: Upright,
): Promise<Upright & { language: string }> => {
  const score = scoreOf(reading.words);
  let best = { prepared, reading, language: engine.languages[0] ?? '', score };
  const unclear = score < doubtfulScore;
  for (const language of languagesToTry(reading.words, engine.languages, unclear)) {
    const again = await readPrepared(engine.in(language), prepared);
    const its = scoreOf(again.words);
    if (its >= best.score) best = { prepared, reading: again, language, score: its };
  }
  return best;
};

/** Reads the page as it lies, and once more the other way round where that did not give sense. */
const readUpright = async (engine: Engine, flat: FlatPage): Promise<Upright> => {
  const firstTurn = flat.skew.sideways ? ((await findTurn(engine, flat)) ?? 0) : 0;
  const prepared = preparePage(flat, firstTurn);
  const reading = await readPrepared(engine, prepared);
  const isClear = scoreOf(reading.words) >= doubtfulScore || isSure(reading.words);
  if (flat.skew.sideways || isClear) return { prepared, reading };
  const turn = await findTurn(engine, flat);
  if (turn === undefined || turn === 0) return { prepared, reading };
  const turned = preparePage(flat, turn);
  const again = await readPrepared(engine, turned);
  return scoreOf(again.words) > scoreOf(reading.words)
    ? { prepared: turned, reading: again }
    : { prepared, reading };
};

/** Reads the page turned as a person has said. */
const readTurned = async (engine: Engine, flat: FlatPage, turn: Turn): Promise<Upright> => {
  const prepared = preparePage(flat, turn);
  return { prepared, reading: await readPrepared(engine, prepared) };
};

/** Coarser and as one block of lines: what made the engine run too long or too large does not come up. */
const readGently = async (engine: Engine, flat: FlatPage, turn: Turn): Promise<Upright> => {
  const prepared = preparePage(flat, turn, gentleDpi);
  const words = await engine.recognise(prepared.image, prepared.dpi, 'block');
  return { prepared, reading: { words, coverage: 1, added: 0 } };
};

/**
 * Reads one page: blank pages are not read at all, turned pages are read upright or as `turn` says, parts that the layout
 * overlooked are read again. Boxes refer to the page as it was handed over.
 */
export const recognisePage = async (
  engine: Engine,
  page: GreyImage,
  { dpi, gentle, turn }: { dpi: number; gentle: boolean; turn?: Turn | undefined },
): Promise<RecognisedPage> => {
  const flat = flattenPage(page, dpi);
  const { quality } = flat;
  if (isBlank(flat.ink)) {
    const untouched = { turned: 0, levelled: 0, dpi: Math.round(flat.dpi), rules: 0 };
    const language = engine.languages[0] ?? '';
    const work = { ...flat.work, ...untouched, language, secondLook: 0, gentle };
    return { text: nothing, angle: 0, rotated: turn ?? 0, coverage: 1, work, quality };
  }
  const { prepared, reading, language } = await readInItsLanguage(
    engine,
    gentle
      ? await readGently(engine, flat, turn ?? 0)
      : turn === undefined
        ? await readUpright(engine, flat)
        : await readTurned(engine, flat, turn),
  );
  const { angle, rotated } = prepared;
  const words = inReadingOrder(reading.words, prepared.image, prepared.dpi);
  return {
    ...{ text: toPageText(prepared, words), angle, rotated, coverage: reading.coverage },
    work: workOf(flat, prepared, { language, secondLook: reading.added, gentle }),
    quality,
  };
};
