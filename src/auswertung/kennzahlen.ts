import { upperErrorBound } from '#understanding/index.js';
import type { Kennzahl } from './auswertung.schema.js';
import { mindestPersonen } from './tag.repository.js';
import { alter, anteil, type Rohdaten, type Wann, type Zahlen } from './zahlen.js';

type Figure = Pick<Kennzahl, 'schluessel' | 'titel' | 'art' | 'hinweis'> & {
  wert: (wann: 'zeitraum' | 'vergleich') => number | null;
  /** Tells the state of now: there is none of the period before. */
  nurJetzt?: true;
  warnung?: (wert: number | null) => boolean;
};

const gescannt = (zahlen: Zahlen, wann: Wann): number =>
  zahlen.summe('angenommen', wann, 'stapel') + zahlen.summe('angenommen', wann, 'scanordner');

/** Attempts that failed or of which nobody knows. */
export const versandfehler = (zahlen: Zahlen, wann: Wann): number =>
  zahlen.summe('versand-gescheitert', wann) + zahlen.summe('versand-ungewiss', wann);

/** Share of the scanned items of which pages had to be scanned once more. */
export const nachscanquote = (zahlen: Zahlen, wann: Wann): number | null =>
  anteil(zahlen.summe('nachscan', wann), gescannt(zahlen, wann));

/** Upper 95 % bound of the error of what went through alone, from the blind sample; null while nothing of it was answered. */
export const fehlerschranke = (
  { alleingaenge }: Rohdaten,
  wann: 'zeitraum' | 'vergleich',
): number | null => {
  const ways = alleingaenge?.[wann] ?? [];
  const [answered, wrong] = [
    ways.reduce((sum, way) => sum + way.stichproben, 0),
    ways.reduce((sum, way) => sum + way.fehler, 0),
  ];
  return answered === 0 ? null : upperErrorBound(wrong, answered);
};

/** Figures of the house as a whole. */
const ofTheHouse = (daten: Rohdaten, zahlen: Zahlen): Figure[] => [
  {
    schluessel: 'angenommen',
    titel: 'Angenommen',
    art: 'anzahl',
    hinweis: 'Zeilen des Posteingangsbuchs, ohne Briefe aus Stapeln',
    wert: (wann) => zahlen.summe('angenommen', wann),
  },
  {
    schluessel: 'fehlerschranke',
    titel: 'Fehlerschranke der Alleingänge',
    art: 'anteil',
    hinweis:
      'Höchstens so viel ist falsch von dem, was ohne Person durchging (95 % sicher, aus der Stichprobe)',
    wert: (wann) => fehlerschranke(daten, wann),
  },
  {
    schluessel: 'luecken',
    titel: 'Lücken im Posteingangsbuch',
    art: 'anzahl',
    hinweis: 'Vergebene Nummern ohne Zeile; muss 0 sein',
    nurJetzt: true,
    wert: () => daten.stand.luecken,
    warnung: (wert) => wert !== 0,
  },
  {
    schluessel: 'clearing-alter',
    titel: 'Ältester Eingang im Clearing',
    art: 'sekunden',
    hinweis: 'Stand von jetzt',
    nurJetzt: true,
    wert: () =>
      daten.stand.clearing === null ? null : alter(daten.stand, daten.stand.clearing.seit),
  },
  {
    schluessel: 'entscheidung',
    titel: 'Zeit je berührtem Eingang',
    art: 'sekunden',
    hinweis: `Median der Entscheidungen im Clearing; nur aus Tagen, an denen mindestens ${mindestPersonen} Personen entschieden haben`,
    wert: (wann) => daten.entscheidung[wann]?.p50 ?? null,
  },
  {
    schluessel: 'nachscan',
    titel: 'Nachscan-Quote',
    art: 'anteil',
    hinweis: 'Bitten um einen neuen Scan je gescanntem Eingang',
    wert: (wann) => nachscanquote(zahlen, wann),
  },
  {
    schluessel: 'abgewiesen',
    titel: 'An der Tür abgewiesen',
    art: 'anzahl',
    hinweis: 'Nicht angenommene Dateien; sie erhalten keine Nummer',
    wert: (wann) => zahlen.summe('abgewiesen', wann),
  },
];

/** What came in to whichever units are looked at. */
const incoming = (daten: Rohdaten, zahlen: Zahlen): Figure[] => {
  const dauer = (wann: 'zeitraum' | 'vergleich') =>
    daten.dauern[wann].find(({ kanal }) => kanal === null);
  return [
    {
      schluessel: 'eingetroffen',
      titel: 'In Postkörben eingetroffen',
      art: 'anzahl',
      hinweis: 'Am Tag der ersten Ankunft',
      wert: (wann) => zahlen.summe('eingetroffen', wann),
    },
    {
      schluessel: 'beruehrung',
      titel: 'Berührungsquote',
      art: 'anteil',
      hinweis: 'Eingänge, bei denen eine Person entscheiden musste',
      wert: (wann) => anteil(zahlen.summe('beruehrt', wann), zahlen.summe('eingetroffen', wann)),
    },
    {
      schluessel: 'dauer-median',
      titel: 'Annahme bis Postkorb (Median)',
      art: 'sekunden',
      hinweis: 'Die Hälfte der Eingänge brauchte höchstens so lange',
      wert: (wann) => dauer(wann)?.p50 ?? null,
    },
    {
      schluessel: 'dauer-95',
      titel: 'Annahme bis Postkorb (95 %)',
      art: 'sekunden',
      hinweis: '95 von 100 Eingängen brauchten höchstens so lange',
      wert: (wann) => dauer(wann)?.p95 ?? null,
    },
    {
      schluessel: 'fehlleitung',
      titel: 'Fehlleitungsquote',
      art: 'anteil',
      hinweis: 'Weiter- oder zurückgegeben je eingetroffenem Eingang',
      wert: (wann) => anteil(zahlen.summe('irrlaeufer', wann), zahlen.summe('eingetroffen', wann)),
    },
  ];
};

/** What left them. */
const outgoing = (zahlen: Zahlen): Figure[] => [
  {
    schluessel: 'versandt',
    titel: 'Schreiben versandt',
    art: 'anzahl',
    hinweis: 'Per E-Mail oder gedruckt',
    wert: (wann) => zahlen.summe('versandt', wann),
  },
  {
    schluessel: 'versandfehler',
    titel: 'Versandfehler',
    art: 'anzahl',
    hinweis: 'Gescheiterte und ungewisse Versuche',
    wert: (wann) => versandfehler(zahlen, wann),
  },
  {
    schluessel: 'ruecklauf',
    titel: 'Unzustellbar',
    art: 'anzahl',
    hinweis: 'Meldungen, dass ein Schreiben nicht ankam',
    wert: (wann) => zahlen.summe('ruecklauf', wann),
  },
];

/** The figures at the top of the page; those of the house only where the whole house is looked at. */
export const kennzahlenOf = (daten: Rohdaten, zahlen: Zahlen): Kennzahl[] => {
  const [accepted, ...others] = daten.gesamt ? ofTheHouse(daten, zahlen) : [];
  const figures = [
    ...(accepted === undefined ? [] : [accepted]),
    ...incoming(daten, zahlen),
    ...outgoing(zahlen),
    ...others,
  ];
  return figures.map(({ wert, nurJetzt, warnung, ...figure }) => ({
    ...figure,
    wert: wert('zeitraum'),
    vorher: nurJetzt === true ? null : wert('vergleich'),
    warnung: warnung?.(wert('zeitraum')) ?? false,
  }));
};
