import { z } from 'zod';

/* Routes: GET /api/postlauf/kosten?von=&bis= and GET /api/postlauf/kosten/datei (the same as CSV); days are those of posting. */

/** GET /api/postlauf/kosten: both days count. */
export const KostenAbfrage = z.object({ von: z.iso.date(), bis: z.iso.date() });
export type KostenAbfrage = z.infer<typeof KostenAbfrage>;

const anzahl = z.number().int();
const cent = z.number().int().describe('in Cent');

/** Postage of one month and cost centre. */
export const Kostenzeile = z.object({
  monat: z.string().describe('JJJJ-MM'),
  kostenstelle: z.string(),
  briefe: anzahl,
  umschlaege: anzahl.describe('Umschläge mit Schreiben dieser Kostenstelle'),
  cent: cent.describe('Anteil am Porto, nach Blatt geteilt'),
  erspart: cent.describe('weniger als jedes Schreiben einzeln gekostet hätte'),
  unsicher: cent.describe('davon nach Preisen, die nicht gesichert sind'),
});
export type Kostenzeile = z.infer<typeof Kostenzeile>;

/** How letters left in the same days, whether in a run or not. */
export const Wegzeile = z.object({ weg: z.string(), briefe: anzahl });
export type Wegzeile = z.infer<typeof Wegzeile>;

/** What the reader may see of the postage: the Revision everything, a Leitung its units. */
export const Kostenbericht = KostenAbfrage.extend({
  zeilen: z.array(Kostenzeile),
  wege: z.array(Wegzeile),
  digital: anzahl.describe('Schreiben, die ohne Papier hinausgingen'),
  gesamt: anzahl,
});
export type Kostenbericht = z.infer<typeof Kostenbericht>;
