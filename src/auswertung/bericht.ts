import { fehlerschranke, nachscanquote, versandfehler } from './kennzahlen.js';
import {
  anteilText,
  anzahlText,
  dauerText,
  eingangskanaele,
  eingangskanalText,
  mengeText,
  seitText,
} from './worte.js';
import { alter, anteil, type Rohdaten, type Wann, type Zahlen } from './zahlen.js';

/** "das sind 12,0 % mehr als davor (Oktober 2026: 200)"; nothing to compare with is said too. */
const comparison = (daten: Rohdaten, now: number, before: number): string => {
  const { titel } = daten.betrachtung.vergleich;
  if (before === 0) return `im Vergleichszeitraum ${titel} war es keiner`;
  if (now === before) return `genauso viele wie im Vergleichszeitraum ${titel}`;
  const change = anteilText(Math.abs(now - before) / before);
  const direction = now > before ? 'mehr' : 'weniger';
  return `${change} ${direction} als im Vergleichszeitraum ${titel} (${anzahlText(before)})`;
};

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} und ${parts.at(-1)}`;

const accepted = (daten: Rohdaten, zahlen: Zahlen): string[] => {
  const count = zahlen.summe('angenommen', 'zeitraum');
  const before = zahlen.summe('angenommen', 'vergleich');
  const ways = eingangskanaele
    .map((kanal) => ({ kanal, count: zahlen.summe('angenommen', 'zeitraum', kanal) }))
    .filter((way) => way.count > 0)
    .toSorted((a, b) => b.count - a.count)
    .map((way) => `${eingangskanalText(way.kanal)} ${anzahlText(way.count)}`);
  return [
    `Angenommen wurden ${mengeText(count, 'Eingang', 'Eingänge')}, ${comparison(daten, count, before)}.`,
    ...(ways.length === 0 ? [] : [`Nach Eingangswegen: ${joined(ways)}.`]),
  ];
};

const touched = (zahlen: Zahlen): string[] => {
  const shareOf = (wann: Wann) =>
    anteil(zahlen.summe('beruehrt', wann), zahlen.summe('eingetroffen', wann));
  const arrived = zahlen.summe('eingetroffen', 'zeitraum');
  const share = shareOf('zeitraum');
  if (share === null) return ['In den Postkörben ist in diesem Zeitraum nichts eingetroffen.'];
  const before = shareOf('vergleich');
  return [
    `In den Postkörben ${arrived === 1 ? 'ist' : 'sind'} ${mengeText(arrived, 'Eingang', 'Eingänge')} eingetroffen.`,
    `Bei ${anzahlText(zahlen.summe('beruehrt', 'zeitraum'))} davon (${anteilText(share)}) musste eine Person entscheiden${before === null ? '' : `; im Vergleichszeitraum waren es ${anteilText(before)}`}.`,
  ];
};

const duration = (daten: Rohdaten): string[] => {
  const took = daten.dauern.zeitraum.find(({ kanal }) => kanal === null);
  return took === undefined
    ? []
    : [
        `Von der Annahme bis zum Postkorb vergingen in der Hälfte der Fälle höchstens ${dauerText(took.p50)}, in 95 von 100 Fällen höchstens ${dauerText(took.p95)}.`,
      ];
};

const misrouted = (daten: Rohdaten, zahlen: Zahlen): string[] => {
  const count = zahlen.summe('irrlaeufer', 'zeitraum');
  if (count === 0) return ['Kein Eingang wurde aus einem Postkorb weiter- oder zurückgegeben.'];
  const [first] = daten.fehlleitungen;
  const kuerzel = (id: string) => daten.einheiten.find((one) => one.id === id)?.kuerzel ?? '?';
  const way =
    first === undefined
      ? ''
      : ` Am häufigsten: von ${kuerzel(first.vonId)} ${first.nachId === null ? 'zurück an die Poststelle' : `nach ${kuerzel(first.nachId)}`} (${anzahlText(first.anzahl)}‑mal).`;
  const share = anteil(count, zahlen.summe('eingetroffen', 'zeitraum'));
  return [
    `Aus den Postkörben ${count === 1 ? 'wurde' : 'wurden'} ${mengeText(count, 'Eingang', 'Eingänge')}${share === null ? '' : ` (${anteilText(share)})`} weiter- oder zurückgegeben.${way}`,
  ];
};

const sent = (zahlen: Zahlen): string => {
  const [count, faults, returned] = [
    zahlen.summe('versandt', 'zeitraum'),
    versandfehler(zahlen, 'zeitraum'),
    zahlen.summe('ruecklauf', 'zeitraum'),
  ];
  const left =
    count === 0
      ? 'Es wurde kein Schreiben versandt.'
      : `Versandt wurden ${mengeText(count, 'Schreiben', 'Schreiben')}, davon ${anzahlText(zahlen.summe('versandt', 'zeitraum', 'email'))} per E-Mail.`;
  if (faults + returned === 0) return `${left} Fehler und Rückläufer gab es nicht.`;
  return `${left} ${mengeText(faults, 'Versuch ist', 'Versuche sind')} gescheitert oder ungewiss; ${mengeText(returned, 'Schreiben wurde', 'Schreiben wurden')} als unzustellbar gemeldet.`;
};

const ofTheHouse = (daten: Rohdaten, zahlen: Zahlen): string[] => {
  const { clearing, luecken } = daten.stand;
  const rescans = zahlen.summe('nachscan', 'zeitraum');
  const rescanShare = nachscanquote(zahlen, 'zeitraum');
  const bound = fehlerschranke(daten, 'zeitraum');
  const age = clearing === null ? null : alter(daten.stand, clearing.seit);
  return [
    ...(bound === null
      ? []
      : [
          `Von dem, was ohne Person zugestellt wurde, ist mit 95 % Sicherheit höchstens ${anteilText(bound)} falsch.`,
        ]),
    ...(rescanShare === null
      ? []
      : [
          rescans === 0
            ? 'Um einen neuen Scan wurde nicht gebeten.'
            : `Um einen neuen Scan wurde ${anzahlText(rescans)}‑mal gebeten (${anteilText(rescanShare)} der gescannten Eingänge).`,
        ]),
    ...(luecken === null
      ? []
      : [
          luecken === 0
            ? 'Das Posteingangsbuch ist lückenlos.'
            : `Im Posteingangsbuch ${luecken === 1 ? 'fehlt eine Nummer' : `fehlen ${anzahlText(luecken)} Nummern`}. Bitte sofort prüfen.`,
        ]),
    age === null
      ? 'Im Clearing wartet zurzeit nichts.'
      : `Im Clearing ${clearing?.offen === 1 ? 'wartet' : 'warten'} zurzeit ${mengeText(clearing?.offen ?? 0, 'Eingang', 'Eingänge')}, der älteste seit ${seitText(age)}.`,
  ];
};

/** The most important in sentences, for the report of the month. */
export const berichtOf = (daten: Rohdaten, zahlen: Zahlen): string[] => [
  ...(daten.gesamt ? accepted(daten, zahlen) : []),
  ...touched(zahlen),
  ...duration(daten),
  ...misrouted(daten, zahlen),
  sent(zahlen),
  ...(daten.gesamt ? ofTheHouse(daten, zahlen) : []),
];
