import { datumText, plusTage, type Tag, tageZwischen, wochentagOf } from '#understanding/index.js';
import type { Tage, ZeitraumArt } from './auswertung.schema.js';

/*
 * Calendar days are written YYYY-MM-DD and are compared as text; days are added in UTC, where each has 24 hours. What
 * instant a German day begins at only the database decides.
 */

const dayFrom = (year: number, month: number, day: number): Tag =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

const earlier = (one: string, other: string): string => (one < other ? one : other);

const months = new Intl.DateTimeFormat('de-DE', { month: 'long', timeZone: 'UTC' });
const monthName = (day: Tag): string => months.format(new Date(day));

const shortGerman = (day: string): string => `${day.slice(8)}.${day.slice(5, 7)}.`;

const mondayOf = (day: Tag): Tag => plusTage(day, -((wochentagOf(day) + 6) % 7));

/** Week of the year after DIN 1355 and ISO 8601: that of its Thursday. */
export const kalenderwoche = (day: string): { jahr: number; woche: number } => {
  const thursday = plusTage(mondayOf(day), 3);
  const jahr = Number(thursday.slice(0, 4));
  return { jahr, woche: Math.floor(tageZwischen(`${jahr}-01-01`, thursday) / 7) + 1 };
};

interface Spanne {
  von: string;
  bis: string;
}

/** The whole period of this kind in which the day lies. */
const spanneOf = (art: ZeitraumArt, day: string): Spanne => {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1;
  switch (art) {
    case 'tag':
      return { von: day, bis: day };
    case 'woche':
      return { von: mondayOf(day), bis: plusTage(mondayOf(day), 6) };
    case 'monat':
      return { von: dayFrom(year, month, 1), bis: dayFrom(year, month + 1, 0) };
    case 'quartal': {
      const first = month - (month % 3);
      return { von: dayFrom(year, first, 1), bis: dayFrom(year, first + 3, 0) };
    }
    case 'jahr':
      return { von: `${year}-01-01`, bis: `${year}-12-31` };
  }
};

const titelOf = (art: ZeitraumArt, { von }: Spanne): string => {
  const jahr = von.slice(0, 4);
  const month = Number(von.slice(5, 7)) - 1;
  switch (art) {
    case 'tag':
      return datumText(von);
    case 'woche': {
      const week = kalenderwoche(von);
      return `Kalenderwoche ${week.woche}/${week.jahr}`;
    }
    case 'monat':
      return `${monthName(von)} ${jahr}`;
    case 'quartal':
      return `${Math.floor(month / 3) + 1}. Quartal ${jahr}`;
    case 'jahr':
      return `Jahr ${jahr}`;
  }
};

const named = (art: ZeitraumArt, whole: Spanne, bis: string): Tage => ({
  von: whole.von,
  bis,
  titel: `${titelOf(art, whole)}${bis < whole.bis ? ` (bis ${datumText(bis)})` : ''}`,
});

/** A period, the one before it, and the stretches into which its charts are divided. */
export interface Betrachtung {
  art: ZeitraumArt;
  zeitraum: Tage;
  vergleich: Tage;
  davor: string;
  danach: string | null;
  abschnitte: Tage[];
}

const abschnitteOf = (art: ZeitraumArt, { von, bis }: Spanne): Tage[] => {
  const inner: ZeitraumArt = art === 'quartal' ? 'woche' : art === 'jahr' ? 'monat' : 'tag';
  const parts: Tage[] = [];
  for (let day = von; day <= bis; ) {
    const whole = spanneOf(inner, day);
    const end = earlier(whole.bis, bis);
    const titel =
      inner === 'tag'
        ? shortGerman(day)
        : inner === 'woche'
          ? `KW ${kalenderwoche(day).woche}`
          : monthName(day);
    parts.push({ von: day, bis: end, titel });
    day = plusTage(end, 1);
  }
  return parts;
};

/**
 * What is looked at: the period of this kind around `datum`, as far as it has come until `heute`, beside the one before.
 * A running period is compared with as many days of the one before, so that half a month does not look like a slump.
 * A day in the future counts as today.
 */
export const betrachtungOf = (art: ZeitraumArt, datum: string, heute: string): Betrachtung => {
  const whole = spanneOf(art, earlier(datum, heute));
  const bis = earlier(whole.bis, heute);
  const davor = plusTage(whole.von, -1);
  const before = spanneOf(art, davor);
  const next = plusTage(whole.bis, 1);
  const sameDays = plusTage(before.von, tageZwischen(whole.von, bis));
  return {
    art,
    zeitraum: named(art, whole, bis),
    vergleich: named(art, before, bis < whole.bis ? earlier(before.bis, sameDays) : before.bis),
    davor,
    danach: next <= heute ? next : null,
    abschnitte: abschnitteOf(art, { von: whole.von, bis }),
  };
};
