import type { listWegZahlen } from '#posteingang/index.js';
import type {
  Abschnittswert,
  Dauer,
  Einheitswert,
  Fehlleitung,
  Wartend,
} from './lesen.repository.js';
import type { Betrachtung } from './zeitraum.js';

/** A unit as figures name it. */
export interface Einheit {
  id: string;
  kuerzel: string;
  name: string;
}

/** A stretch of the period by its number, the whole period, or the one before. */
export type Wann = number | 'zeitraum' | 'vergleich';

/** What went through without a person, by the sign or model that decided, and what the blind sample says of it. */
export type Alleingang = Awaited<ReturnType<typeof listWegZahlen>>[number];

/** What waits now; `clearing` and `luecken` are null where only some units are looked at. */
export interface Stand {
  at: Date;
  clearing: Wartend | null;
  postkoerbe: readonly Wartend[];
  schreiben: readonly Wartend[];
  luecken: number | null;
}

/** Everything that was read, before it becomes figures, tables and sentences. */
export interface Rohdaten {
  betrachtung: Betrachtung;
  gesamt: boolean;
  einheiten: readonly Einheit[];
  werte: readonly Abschnittswert[];
  jeEinheit: readonly Einheitswert[];
  fehlleitungen: readonly Fehlleitung[];
  dauern: { zeitraum: readonly Dauer[]; vergleich: readonly Dauer[] };
  entscheidung: { zeitraum: Dauer | undefined; vergleich: Dauer | undefined };
  /** Of the house as a whole; null where only some units are looked at. */
  alleingaenge: { zeitraum: readonly Alleingang[]; vergleich: readonly Alleingang[] } | null;
  stand: Stand;
}

/** Whole seconds since `since` by the clock of the figures; null where nothing waits. */
export const alter = (stand: Stand, since: Date | null): number | null =>
  since === null ? null : Math.max(0, Math.round((stand.at.getTime() - since.getTime()) / 1000));

/** A share; null where there is nothing to share. */
export const anteil = (part: number, whole: number): number | null =>
  whole === 0 ? null : part / whole;

/** Looks figures up by name, time and way; what was not counted is 0. */
export const createZahlen = (daten: Pick<Rohdaten, 'betrachtung' | 'werte' | 'jeEinheit'>) => {
  const stretches = daten.betrachtung.abschnitte.length;
  const sums = new Map<string, number>();
  const add = (key: string, amount: number): void => {
    sums.set(key, (sums.get(key) ?? 0) + amount);
  };
  for (const { abschnitt, kennzahl, kanal, anzahl } of daten.werte) {
    add(`${abschnitt}/${kennzahl}`, anzahl);
    add(`${abschnitt}/${kennzahl}/${kanal}`, anzahl);
  }
  for (const { einheitId, kennzahl, anzahl } of daten.jeEinheit)
    add(`${einheitId}/${kennzahl}`, anzahl);

  const numberOf = (wann: Wann): number =>
    wann === 'zeitraum' ? stretches : wann === 'vergleich' ? stretches + 1 : wann;
  const summe = (kennzahl: string, wann: Wann, kanal?: string): number =>
    sums.get(`${numberOf(wann)}/${kennzahl}${kanal === undefined ? '' : `/${kanal}`}`) ?? 0;

  return {
    summe,
    jeEinheit: (kennzahl: string, einheitId: string): number =>
      sums.get(`${einheitId}/${kennzahl}`) ?? 0,
    /** Those of the ways over which something went in the period or the one before. */
    belegte: (ways: readonly string[], kennzahlen: readonly string[]): string[] =>
      ways.filter((kanal) =>
        kennzahlen.some(
          (one) => summe(one, 'zeitraum', kanal) + summe(one, 'vergleich', kanal) > 0,
        ),
      ),
  };
};

export type Zahlen = ReturnType<typeof createZahlen>;
