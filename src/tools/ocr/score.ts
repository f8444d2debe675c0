import type { EngineWord } from './engine.js';

/** Pages that lie right score 0.78 and more, turned ones 0.36 and less. */
export const doubtfulScore = 0.7;

/** Letters and digits of a text. */
export const lettersIn = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;

/** Mean confidence weighted by letters; a page of stray marks scores nothing. */
export const scoreOf = (words: readonly EngineWord[]): number => {
  let letters = 0;
  let sum = 0;
  for (const { text, confidence } of words) {
    const count = lettersIn(text);
    letters += count;
    sum += count * confidence;
  }
  return letters < 8 ? 0 : sum / letters;
};

const sureConfidence = 0.85;

/** Whether what little was read is read surely: a page of one word gives no score, but needs no turning. */
export const isSure = (words: readonly EngineWord[]): boolean =>
  words.some(({ text }) => lettersIn(text) >= 3) &&
  words.every(({ confidence }) => confidence >= sureConfidence);
