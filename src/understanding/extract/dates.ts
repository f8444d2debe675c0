import { editDistance, foldWord } from '../fuzzy-text.js';
import { foldDigits } from './ocr-characters.js';

/** A calendar day as written somewhere in a line. */
export interface FoundDate {
  /** ISO 8601 day. */
  value: string;
  raw: string;
  start: number;
  end: number;
  /** 1 for a clean reading, less where characters had to be put right. */
  certainty: number;
}

const monthNames: readonly (readonly [string, number])[] = [
  'januar',
  'februar',
  'marz',
  'april',
  'mai',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'dezember',
].map((name, index) => [name, index + 1] as const);
const monthShortNames: Readonly<Record<string, number>> = {
  jan: 1,
  janner: 1,
  feb: 2,
  mar: 3,
  mrz: 3,
  apr: 4,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  sept: 9,
  okt: 10,
  nov: 11,
  dez: 12,
};

/** The month that a word means, also with one or two wrong letters; null for other words. */
const monthOf = (word: string): { month: number; exact: boolean } | null => {
  const folded = foldWord(word.replace(/[01]/g, (digit) => (digit === '0' ? 'o' : 'l')));
  const short = monthShortNames[folded];
  if (short !== undefined) return { month: short, exact: true };
  let best: { month: number; exact: boolean } | null = null;
  let bestDistance = 3;
  for (const [name, month] of monthNames) {
    const limit = name.length >= 6 ? 2 : 1;
    const distance = editDistance(folded, name, limit);
    if (distance <= limit && distance < bestDistance && folded.length >= 3) {
      best = { month, exact: distance === 0 };
      bestDistance = distance;
    }
  }
  return best;
};

const isLeapYear = (year: number): boolean =>
  year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

const isoDay = (year: number, month: number, day: number): string | null => {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

const fullYear = (digits: string): number => (digits.length === 2 ? 2000 : 0) + Number(digits);

const d = '[0-9OoQDIil|!SBZzG]';
const numeric = new RegExp(
  `(?<![0-9A-Za-zäöüß.,/-])(${d}{1,2}) ?[.,:]{1,2} ?(${d}{1,2}) ?[.,:]{1,2} ?(${d}{4}|${d}{2})(?![0-9A-Za-zäöüß]|[.,/-]\\d)`,
  'g',
);
const iso = /(?<![0-9-])(\d{4})-(\d{2})-(\d{2})(?![0-9-])/g;
const written = new RegExp(
  `(?<![0-9A-Za-zäöüß])([0-3OoIl|][0-9OoIl|SBZG]|[1-9Il|])(?: ?[.,]{1,2} ?| )([JFMASOND0jfmasond][\\p{L}01]{2,9})[.,]? {0,2}(${d}{4}|'?${d}{2})(?![0-9A-Za-zäöüß])`,
  'gu',
);

const numericDates = (text: string): FoundDate[] =>
  [...text.matchAll(numeric)].flatMap((match) => {
    const raw = match[0];
    const realDigits = raw.replace(/[^0-9]/g, '').length;
    const [day, month, year] = [match[1], match[2], match[3]].map((part) => foldDigits(part ?? ''));
    if (realDigits < 4 || day === undefined || month === undefined || year === undefined) return [];
    const value = isoDay(fullYear(year), Number(month), Number(day));
    if (value === null) return [];
    const clean = /^[0-9]{1,2}\. ?[0-9]{1,2}\. ?[0-9]+$/.test(raw);
    return [
      { value, raw, start: match.index, end: match.index + raw.length, certainty: clean ? 1 : 0.8 },
    ];
  });

const writtenDates = (text: string): FoundDate[] =>
  [...text.matchAll(written)].flatMap((match) => {
    const month = monthOf(match[2] ?? '');
    const year = foldDigits((match[3] ?? '').replace("'", ''));
    if (month === null || !/^\d+$/.test(year)) return [];
    const value = isoDay(fullYear(year), month.month, Number(foldDigits(match[1] ?? '')));
    if (value === null) return [];
    const clean = month.exact && /^\d/.test(match[0]) && /\d$/.test(match[0]);
    return [
      {
        value,
        raw: match[0],
        start: match.index,
        end: match.index + match[0].length,
        certainty: clean ? 1 : 0.8,
      },
    ];
  });

const isoDates = (text: string): FoundDate[] =>
  [...text.matchAll(iso)].flatMap((match) => {
    const value = isoDay(Number(match[1]), Number(match[2]), Number(match[3]));
    if (value === null) return [];
    return [
      {
        value,
        raw: match[0],
        start: match.index,
        end: match.index + match[0].length,
        certainty: 1,
      },
    ];
  });

/** All days written in a line, in their order: 03.11.2026, 3. November 2026, 3.11.26, 2026-11-03, with OCR faults. */
export const datesIn = (text: string): FoundDate[] => {
  const found = [...numericDates(text), ...writtenDates(text), ...isoDates(text)];
  return found
    .filter((date) => {
      const year = Number(date.value.slice(0, 4));
      return year >= 1900 && year <= 2100;
    })
    .sort((a, b) => a.start - b.start)
    .filter((date, index, all) => index === 0 || date.start >= (all[index - 1]?.end ?? 0));
};
