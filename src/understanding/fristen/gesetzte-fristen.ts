import type { Deadline, Reading } from '../extract/reading.js';
import type { Brieftext } from './brieftext.js';
import type { Ort } from './feiertage.js';
import { berechne, type Fristfrage } from './frage.js';
import type { Einheit } from './frist.js';
import { datumText, type Tag } from './kalender.js';
import type { Fristvorschlag } from './vorschlag.js';

const numbers: Readonly<Record<string, number>> = {
  einer: 1,
  eines: 1,
  einem: 1,
  ein: 1,
  zwei: 2,
  zweier: 2,
  drei: 3,
  dreier: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  zehn: 10,
  zwölf: 12,
  vierzehn: 14,
  dreißig: 30,
};

const span = new RegExp(
  String.raw`\b(?:binnen|innerhalb|frist(?:[^.]{0,60}?)\bvon|in den nächsten)\s+(?:einer frist\s+)?(?:von\s+)?(\d{1,3}|${Object.keys(numbers).join('|')})\s+(tag|woche|monat)\p{L}*(?:\s+(?:nach|ab|seit)\s+(.{0,60}))?`,
  'giu',
);
const remedyBehind =
  /\b(?:widerspruch|einspruch|klage|rechtsbehelf|beschwerde|berufung|widerruf)\p{L}*\b/iu;
const fromLetter = /^(?:dem\s+)?(?:heute|rechnungs|datum|ausstellung|dato|dem datum)/i;

const promises = /\b(?:werden? (?:ich|wir)|reichen? (?:ich|wir)|nachreichen|nachgereicht)\b/i;

/** A span in which the writers say what they will do themselves. */
const isOwnPromise = (text: string, from: number, to: number): boolean =>
  promises.test(text.slice(Math.max(0, from - 60), to + 40));

/** A span that instructs about a remedy or a revocation: no period that the sender sets us. */
const instructs = (text: string, from: number, to: number): boolean =>
  /\bkann|\bkönnen|\bwiderruf/i.test(text.slice(Math.max(0, from - 80), to + 40)) &&
  remedyBehind.test(text.slice(Math.max(0, from - 80), to + 120));

const unitOf = (word: string): Einheit => {
  const lower = word.toLowerCase();
  return lower === 'woche' ? 'woche' : lower === 'monat' ? 'monat' : 'tag';
};

interface Known {
  eingang: Tag;
  datumDesSchreibens: Tag | null;
  ort: Ort;
}

const ofSpan = (
  match: RegExpExecArray,
  brief: Brieftext,
  known: Known,
): Fristvorschlag | undefined => {
  const word = (match[1] ?? '').toLowerCase();
  const zahl = numbers[word] ?? Number(word);
  const einheit = unitOf(match[2] ?? '');
  if (!Number.isInteger(zahl) || zahl < 1) return undefined;
  const isFromLetter = fromLetter.test(match[3] ?? '') && known.datumDesSchreibens !== null;
  const frage: Fristfrage = {
    art: 'dauer',
    zahl,
    einheit,
    tag: isFromLetter ? (known.datumDesSchreibens ?? known.eingang) : known.eingang,
    ereignis: isFromLetter ? 'Datum des Schreibens' : 'Eingang des Schreibens',
  };
  const result = berechne(frage, known.ort);
  if (result === undefined) return undefined;
  return {
    schluessel: `gesetzt:${zahl}-${einheit}:${isFromLetter ? 'datum' : 'eingang'}`,
    art: 'gesetzt',
    bezeichnung: 'Vom Absender gesetzte Frist',
    grundlage: result.grundlage,
    frage,
    abEingang: !isFromLetter,
    start: result.start,
    ende: result.ende,
    rechenweg: result.rechenweg,
    ergebnis: null,
    konfidenz: 0.75,
    fundstelle: brief.stelle(match.index, match.index + match[0].length),
  };
};

const ofDay = (reading: Reading<Deadline>, known: Known): Fristvorschlag | undefined => {
  if (reading.value.art !== 'datum') return undefined;
  const { datum } = reading.value;
  if (datum < (known.datumDesSchreibens ?? known.eingang)) return undefined;
  const frage: Fristfrage = { art: 'tag', tag: datum };
  const result = berechne(frage, known.ort);
  if (result === undefined) return undefined;
  return {
    schluessel: `gesetzt:${datum}`,
    art: 'gesetzt',
    bezeichnung: `Vom Absender gesetzte Frist bis ${datumText(datum)}`,
    grundlage: result.grundlage,
    frage,
    abEingang: false,
    start: result.start,
    ende: result.ende,
    rechenweg: result.rechenweg,
    ergebnis: null,
    konfidenz: reading.confidence,
    fundstelle: { text: reading.raw, seite: reading.page, box: reading.box },
  };
};

/** The periods that the sender sets us: spans from receipt or from the day of the letter, and named days. */
export const gesetzteFristen = (
  brief: Brieftext,
  deadlines: readonly Reading<Deadline>[],
  known: Known,
): Fristvorschlag[] => {
  const spans = [...brief.text.matchAll(span)].flatMap((match) => {
    const end = match.index + match[0].length;
    if (instructs(brief.text, match.index, end) || isOwnPromise(brief.text, match.index, end))
      return [];
    const found = ofSpan(match, brief, known);
    return found === undefined ? [] : [found];
  });
  const days = deadlines.flatMap((reading) => {
    const found = ofDay(reading, known);
    return found === undefined ? [] : [found];
  });
  return [...spans, ...days];
};
