import { digitOf } from './ocr-characters.js';

/** Says which letters were taken for digits, as `O als 0`; null where nothing was put right. Both texts as long. */
export const digitRepairs = (raw: string, value: string): string | null => {
  const pairs = [...raw].flatMap((character, index) => {
    const now = value[index];
    return now === undefined || now === character || digitOf(character) !== now
      ? []
      : [`${character} als ${now}`];
  });
  return pairs.length === 0 ? null : `berichtigt: ${[...new Set(pairs)].join(', ')}`;
};

/** A reason with what was put right behind it. */
export const withRepair = (reason: string, repair: string | null): string =>
  repair === null ? reason : `${reason}; ${repair}`;
