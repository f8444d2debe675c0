import type {
  Klasse,
  Modellversion,
  WegZahlen,
} from '#posteingang/selbstannahme/selbstannahme.schema.js';
import { formatNumber } from '#web/format.js';
import type { Tone } from '#web/words.js';

const states: Readonly<Record<Klasse['zustand'], { text: string; tone: Tone }>> = {
  sammelt: { text: 'Person entscheidet', tone: 'neutral' },
  offen: { text: 'Ohne Person', tone: 'success' },
  gedrosselt: { text: 'Gedrosselt', tone: 'warning' },
};

/** Where a class stands, in words. */
export const klasseState = (one: Klasse): { text: string; tone: Tone } =>
  one.zustand === 'offen' && one.vonHand
    ? { text: 'Ohne Person, von Hand geöffnet', tone: 'info' }
    : states[one.zustand];

const ways: Readonly<Record<WegZahlen['weg'], string>> = {
  geschaeftszeichen: 'Geschäftszeichen oder Bezug',
  adresse: 'Adresse der Einheit',
  modell: 'Sicherheit des Modells',
};

/** On which ground something went through without a person. */
export const wegText = (weg: WegZahlen['weg']): string => ways[weg];

const origins: Readonly<Record<Modellversion['herkunft'], string>> = {
  training: 'Neu gelernt',
  stand: 'Zwischenstand',
  ruecknahme: 'Zurückgenommen auf diesen Stand',
};

/** Where a version came from, in words. */
export const herkunftText = (herkunft: Modellversion['herkunft']): string => origins[herkunft];

/** A share with one decimal place; a dash where nothing is known. */
export const percentText = (share: number | null): string =>
  share === null ? '–' : `${formatNumber(Math.round(share * 1_000) / 10)} %`;

/** An upper bound; where nothing was looked at it says nothing. */
export const boundText = (bound: number, looked: number): string =>
  looked === 0 ? 'noch keine Aussage' : `höchstens ${percentText(bound)}`;
