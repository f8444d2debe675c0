/** A calendar day as ISO 8601 text, `YYYY-MM-DD`; it has no time and no time zone. */
export type Tag = string;

const msOfDay = 86_400_000;

/** The parts of a day, or null for text that names no day of the calendar. */
export const partsOf = (tag: Tag): { jahr: number; monat: number; tag: number } | null => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(tag);
  if (match === null) return null;
  const [jahr, monat, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (monat < 1 || monat > 12 || day < 1 || day > daysOfMonth(jahr, monat)) return null;
  return { jahr, monat, tag: day };
};

/** Whether the text names a day of the calendar. */
export const isTag = (text: string): boolean => partsOf(text) !== null;

const known = (tag: Tag): { jahr: number; monat: number; tag: number } => {
  const parts = partsOf(tag);
  if (parts === null) throw new RangeError('a day must be a real one, written YYYY-MM-DD');
  return parts;
};

/** How many days a month has (month from 1). */
export const daysOfMonth = (jahr: number, monat: number): number =>
  new Date(Date.UTC(jahr, monat, 0)).getUTCDate();

/** A day from its parts; the day of the month must exist. */
export const tagOf = (jahr: number, monat: number, tag: number): Tag =>
  `${String(jahr).padStart(4, '0')}-${String(monat).padStart(2, '0')}-${String(tag).padStart(2, '0')}`;

const numberOf = (tag: Tag): number => {
  const { jahr, monat, tag: day } = known(tag);
  return Date.UTC(jahr, monat - 1, day) / msOfDay;
};

/** The day that lies so many days later, or earlier for a negative number. */
export const plusTage = (tag: Tag, tage: number): Tag =>
  new Date((numberOf(tag) + tage) * msOfDay).toISOString().slice(0, 10);

/** Whole days from one day to another; negative when the second lies before the first. */
export const tageZwischen = (von: Tag, bis: Tag): number => numberOf(bis) - numberOf(von);

/** Year and month that lie so many months after those of a day. */
export const monthAfter = (tag: Tag, monate: number): { jahr: number; monat: number } => {
  const { jahr, monat } = known(tag);
  const months = jahr * 12 + monat - 1 + monate;
  return { jahr: Math.floor(months / 12), monat: (months % 12) + 1 };
};

/** 0 for Sunday to 6 for Saturday. */
export const wochentagOf = (tag: Tag): number => (((numberOf(tag) + 4) % 7) + 7) % 7;

const weekdays = [
  'Sonntag',
  'Montag',
  'Dienstag',
  'Mittwoch',
  'Donnerstag',
  'Freitag',
  'Sonnabend',
] as const;

/** The German name of the day of the week, as the statutes write it (Sonnabend). */
export const wochentagName = (tag: Tag): string => weekdays[wochentagOf(tag)] ?? '';

/** A day for a German sentence: `Montag, 23.11.2026`. */
export const tagText = (tag: Tag): string => {
  const { jahr, monat, tag: day } = known(tag);
  return `${wochentagName(tag)}, ${String(day).padStart(2, '0')}.${String(monat).padStart(2, '0')}.${jahr}`;
};

/** A day without its day of the week: `23.11.2026`. */
export const datumText = (tag: Tag): string => tagText(tag).replace(/^.*, /, '');

/** Easter Sunday of a year in the Gregorian calendar (the anonymous method of 1876, exact for every year since 1583). */
export const ostersonntag = (jahr: number): Tag => {
  const a = jahr % 19;
  const b = Math.floor(jahr / 100);
  const c = jahr % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return tagOf(jahr, Math.floor(sum / 31), (sum % 31) + 1);
};
