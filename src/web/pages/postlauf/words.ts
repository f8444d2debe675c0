import type { DateiZustand, PostlaufZustand } from '#postausgang/postlauf/postlauf.schema.js';
import type { Tone } from '#web/words.js';

interface Shown {
  text: string;
  tone: Tone;
}

/** Where a run stands. */
export const laufZustaende: Readonly<Record<PostlaufZustand, Shown>> = {
  berechnet: { text: 'Berechnet', tone: 'info' },
  freigegeben: { text: 'Freigegeben', tone: 'info' },
  erledigt: { text: 'Erledigt', tone: 'success' },
  verworfen: { text: 'Verworfen', tone: 'neutral' },
};

/** Where a print file stands. */
export const dateiZustaende: Readonly<Record<DateiZustand, Shown>> = {
  wartet: { text: 'Wartet auf Freigabe', tone: 'neutral' },
  queued: { text: 'Wird übergeben', tone: 'info' },
  claimed: { text: 'Wird übergeben', tone: 'info' },
  committing: { text: 'Wird übergeben', tone: 'info' },
  sent: { text: 'Übergeben', tone: 'success' },
  unknown: { text: 'Ungewiss', tone: 'warning' },
  failed: { text: 'Gescheitert', tone: 'danger' },
  aufgeloest: { text: 'Aufgelöst', tone: 'neutral' },
};

/** Ways to paper. */
export const wege = {
  druck: 'Druckordner',
  ipp: 'Drucker (IPP)',
  sftp: 'Druckdienstleister (SFTP)',
} as const;

/** Envelopes by their size. */
export const formate = { 'din-lang': 'DIN lang', c5: 'C5', c4: 'C4' } as const;

const money = new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' });

/** Cents as people write them, `1,10 €`. */
export const euro = (cent: number): string => money.format(cent / 100);
