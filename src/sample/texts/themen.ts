import type { Thema } from './thema.js';
import { themenBauen } from './themen-bauen.js';
import { themenBuerger } from './themen-buerger.js';
import { themenFinanzen } from './themen-finanzen.js';
import { themenOrdnung } from './themen-ordnung.js';
import { themenSoziales } from './themen-soziales.js';
import { themenUmwelt } from './themen-umwelt.js';
import { themenVerwaltung } from './themen-verwaltung.js';

/** The subjects of all units of the file plan's third level, in its order. */
export const themen: readonly Thema[] = [
  ...themenVerwaltung,
  ...themenFinanzen,
  ...themenOrdnung,
  ...themenBuerger,
  ...themenSoziales,
  ...themenBauen,
  ...themenUmwelt,
];

const byKennzeichen = new Map(themen.map((thema) => [thema.kennzeichen, thema]));

/** The subject of one Aktenplaneinheit of the third level; throws for any other. */
export const getThema = (kennzeichen: string): Thema => {
  const thema = byKennzeichen.get(kennzeichen);
  if (thema === undefined) throw new RangeError(`There is no subject for unit ${kennzeichen}`);
  return thema;
};
