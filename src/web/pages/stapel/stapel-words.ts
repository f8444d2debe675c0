import type { Blattabgleich, Seitenmodus, StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import type { Tone } from '#web/words.js';

/** How the scanner delivers sides. */
export const seitenmodi: Readonly<Record<Seitenmodus, string>> = {
  einseitig: 'Einseitig',
  beidseitig: 'Beidseitig in einem Durchgang',
  getrennt: 'Erst Vorderseiten, dann Rückseiten',
};

const words: Readonly<Record<Blattabgleich['ergebnis'], string>> = {
  leer: 'Noch leer',
  zaehlt: 'Wird gezählt',
  ohne_angabe: 'Ohne Vergleich',
  stimmt: 'Stimmt',
  fehlt: 'Blätter fehlen',
  zuviel: 'Blätter zu viel',
  unvollstaendig: 'Unvollständig',
};

/** The outcome of the comparison in two words. */
export const abgleichText = (abgleich: Blattabgleich): string => words[abgleich.ergebnis];

/** How it looks; an alarm never looks harmless. */
export const abgleichTone = (abgleich: Blattabgleich): Exclude<Tone, 'neutral'> => {
  if (abgleich.alarm) return 'danger';
  return abgleich.ergebnis === 'stimmt' ? 'success' : 'info';
};

/** "Stapel 12 – Frühpost" */
export const stapelTitle = (stapel: Pick<StapelZeile, 'nummer' | 'bezeichnung'>): string =>
  stapel.bezeichnung === ''
    ? `Stapel ${stapel.nummer}`
    : `Stapel ${stapel.nummer} – ${stapel.bezeichnung}`;

/** The number of sheets in a field; null for an empty one, undefined for something else. */
export const sheetsOf = (text: string, most = 20_000): number | null | undefined => {
  if (text.trim() === '') return null;
  const sheets = Number(text.trim());
  return Number.isInteger(sheets) && sheets >= 1 && sheets <= most ? sheets : undefined;
};
