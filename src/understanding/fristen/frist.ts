import { type Ort, ruhetagAm } from './feiertage.js';
import {
  daysOfMonth,
  monthAfter,
  partsOf,
  plusTage,
  type Tag,
  tagOf,
  tagText,
} from './kalender.js';

/** In what a period is measured; half a month is fifteen days (§ 189 Abs. 1 BGB). */
export const einheiten = ['tag', 'woche', 'monat', 'jahr'] as const;
export type Einheit = (typeof einheiten)[number];

export interface Dauer {
  zahl: number;
  einheit: Einheit;
}

/**
 * How it begins: with an event that falls into a day, which is not counted (§ 187 Abs. 1 BGB), or with the beginning of
 * a day, which is counted (§ 187 Abs. 2 BGB).
 */
export type Beginn = 'ereignis' | 'tagesbeginn';

/** Whether a period that ends on a Sonnabend, Sunday or holiday by law ends on the next Werktag instead. */
export type Verschiebung = 'naechster-werktag' | 'keine';

/** The result of a calculation: the last day, at whose end the period is over, and how it was found, in German sentences. */
export interface Fristende {
  /** First day that counts. */
  beginn: Tag;
  /** Last day by §§ 187, 188 BGB, before any shift. */
  rechnerisch: Tag;
  /** Last day. */
  ende: Tag;
  rechenweg: string[];
}

const plural: Readonly<Record<Einheit, readonly [string, string]>> = {
  tag: ['Tag', 'Tage'],
  woche: ['Woche', 'Wochen'],
  monat: ['Monat', 'Monate'],
  jahr: ['Jahr', 'Jahre'],
};

/** `2 Wochen`, `1 Monat`. */
export const dauerText = ({ zahl, einheit }: Dauer): string =>
  `${zahl} ${plural[einheit][zahl === 1 ? 0 : 1]}`;

const monthsOf = ({ zahl, einheit }: Dauer): number => (einheit === 'jahr' ? 12 * zahl : zahl);

/** The day of a month, or its last day where the month has no such day (§ 188 Abs. 3 BGB). */
const dayOrLast = (jahr: number, monat: number, tag: number): { tag: Tag; gekuerzt: boolean } => {
  const last = daysOfMonth(jahr, monat);
  return { tag: tagOf(jahr, monat, Math.min(tag, last)), gekuerzt: tag > last };
};

const endInMonths = (start: Tag, dauer: Dauer, beginn: Beginn): { tag: Tag; gekuerzt: boolean } => {
  const { jahr, monat } = monthAfter(start, monthsOf(dauer));
  const day = partsOf(start)?.tag ?? 1;
  if (beginn === 'ereignis') return dayOrLast(jahr, monat, day);
  // The day before the one that has the number of the first day.
  if (day === 1) return { tag: plusTage(tagOf(jahr, monat, 1), -1), gekuerzt: false };
  return dayOrLast(jahr, monat, day - 1);
};

const endOf = (
  start: Tag,
  dauer: Dauer,
  beginn: Beginn,
): { tag: Tag; satz: string; gekuerzt: boolean } => {
  const counted = beginn === 'ereignis' ? 0 : -1;
  switch (dauer.einheit) {
    case 'tag':
      return {
        tag: plusTage(start, dauer.zahl + counted),
        gekuerzt: false,
        satz: '§ 188 Abs. 1 BGB: Die Frist endet mit Ablauf ihres letzten Tages',
      };
    case 'woche':
      return {
        tag: plusTage(start, 7 * dauer.zahl + counted),
        gekuerzt: false,
        satz:
          beginn === 'ereignis'
            ? '§ 188 Abs. 2 BGB: Die Frist endet an dem Wochentag, auf den das Ereignis fiel'
            : '§ 188 Abs. 2 BGB: Die Frist endet an dem Wochentag vor dem des Anfangstages',
      };
    case 'monat':
    case 'jahr':
      return {
        ...endInMonths(start, dauer, beginn),
        satz:
          beginn === 'ereignis'
            ? '§ 188 Abs. 2 BGB: Die Frist endet an dem Tag, dessen Zahl dem Tag des Ereignisses entspricht'
            : '§ 188 Abs. 2 BGB: Die Frist endet an dem Tag vor dem, dessen Zahl dem Anfangstag entspricht',
      };
  }
};

/**
 * The next day that is neither Sonnabend nor Sunday nor holiday by law, with one sentence for each day passed over
 * (§ 193 BGB, § 31 Abs. 3 VwVfG, § 222 Abs. 2 ZPO, § 108 Abs. 3 AO, § 43 Abs. 2 StPO).
 */
export const naechsterWerktag = (
  tag: Tag,
  ort: Ort,
): { tag: Tag; saetze: string[]; uebersprungen: string[] } => {
  const saetze: string[] = [];
  const uebersprungen: string[] = [];
  let day = tag;
  for (let why = ruhetagAm(day, ort); why !== undefined; why = ruhetagAm(day, ort)) {
    const name = tagText(day).startsWith(why) ? tagText(day) : `${tagText(day)} (${why})`;
    uebersprungen.push(why);
    day = plusTage(day, 1);
    saetze.push(`${name} ist kein Werktag.`);
  }
  return { tag: day, saetze, uebersprungen };
};

/** What is asked of the calculation. */
export interface Fristfrage {
  /** Day of the event, or first day with `tagesbeginn`. */
  start: Tag;
  dauer: Dauer;
  beginn?: Beginn;
  verschiebung: Verschiebung;
  ort: Ort;
  /** What happens on `start`, for the sentences, e.g. `Bekanntgabe des Bescheids`. */
  ereignis: string;
  /** Where the shift stands in the law; § 193 BGB without. */
  verschiebungNach?: string;
}

const startSentences = (frage: Fristfrage, beginn: Beginn, first: Tag): string[] =>
  beginn === 'ereignis'
    ? [
        `${frage.ereignis}: ${tagText(frage.start)}. Dieser Tag zählt nicht mit (§ 187 Abs. 1 BGB).`,
        `Die Frist von ${dauerText(frage.dauer)} beginnt am ${tagText(first)}.`,
      ]
    : [
        `${frage.ereignis}: ${tagText(frage.start)}. Dieser Tag zählt mit (§ 187 Abs. 2 BGB).`,
        `Die Frist von ${dauerText(frage.dauer)} beginnt am ${tagText(first)}.`,
      ];

/** Moves an end that falls on no Werktag, and says so. */
const shifted = (
  tag: Tag,
  frage: Pick<Fristfrage, 'verschiebung' | 'ort' | 'verschiebungNach'>,
): { ende: Tag; saetze: string[] } => {
  const next = naechsterWerktag(tag, frage.ort);
  if (next.saetze.length === 0) return { ende: tag, saetze: [] };
  if (frage.verschiebung === 'keine') {
    return {
      ende: tag,
      saetze: [
        `${next.saetze[0] ?? ''} Das Ende verschiebt sich hier nicht${
          frage.verschiebungNach === undefined ? '' : ` (${frage.verschiebungNach})`
        }.`,
      ],
    };
  }
  return {
    ende: next.tag,
    saetze: [
      ...next.saetze,
      `Die Frist endet mit Ablauf des nächsten Werktages (${frage.verschiebungNach ?? '§ 193 BGB'}): ${tagText(next.tag)}.`,
    ],
  };
};

/**
 * The end of a period by §§ 187 to 189 and 193 BGB, to which § 31 VwVfG, § 57 VwGO with § 222 ZPO, § 108 AO and § 26 SGB X refer
 * (§ 43 StPO, § 64 SGG say the same). The number must be whole and at least 1.
 */
export const berechneFrist = (frage: Fristfrage): Fristende => {
  const { start, dauer, beginn = 'ereignis' } = frage;
  if (!Number.isInteger(dauer.zahl) || dauer.zahl < 1)
    throw new RangeError('a period has a whole number of days, weeks, months or years');
  const first = beginn === 'ereignis' ? plusTage(start, 1) : start;
  const { tag, satz, gekuerzt } = endOf(start, dauer, beginn);
  const end = shifted(tag, frage);
  return {
    beginn: first,
    rechnerisch: tag,
    ende: end.ende,
    rechenweg: [
      ...startSentences(frage, beginn, first),
      `${satz}: ${tagText(tag)}.`,
      ...(gekuerzt
        ? [
            'Dieser Monat hat den entsprechenden Tag nicht; maßgebend ist sein letzter Tag (§ 188 Abs. 3 BGB).',
          ]
        : []),
      ...end.saetze,
    ],
  };
};

/**
 * A period that ends on a named day. With `keine` the day stays as it is: a Termin of an authority must be kept on a
 * Sunday too (§ 31 Abs. 5 VwVfG), and for a day that another person has named the earlier day is the safe one.
 */
export const bisZuTag = (
  tag: Tag,
  frage: Pick<Fristfrage, 'verschiebung' | 'ort' | 'verschiebungNach'>,
): Fristende => {
  const end = shifted(tag, frage);
  return {
    beginn: tag,
    rechnerisch: tag,
    ende: end.ende,
    rechenweg: [`Genannt ist der ${tagText(tag)}.`, ...end.saetze],
  };
};

/**
 * An extension: it is counted from the end of the period before it (§ 190 BGB, § 224 Abs. 3 ZPO), that is from the next Werktag
 * where that end was shifted (BGH, 14.12.2005 – IX ZB 198/04). Months are counted from the number of that last day: at the end of
 * a month this gives the earlier of the days that are argued for.
 */
export const verlaengere = (
  bisher: Pick<Fristende, 'ende'>,
  frage: Omit<Fristfrage, 'start' | 'beginn' | 'ereignis'>,
): Fristende => {
  const result = berechneFrist({
    ...frage,
    start: bisher.ende,
    ereignis: 'Ablauf der bisherigen Frist',
  });
  return {
    ...result,
    rechenweg: [
      'Verlängerung: Die neue Frist wird von dem Ablauf der bisherigen an berechnet (§ 190 BGB).',
      ...result.rechenweg,
    ],
  };
};
