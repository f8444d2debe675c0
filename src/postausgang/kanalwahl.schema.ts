import { z } from 'zod';
import { Versandkanal } from './postausgang.schema.js';

/**
 * What the law asks of a kind of letter: nothing, writing on paper or what replaces it (§ 126 BGB, § 3a VwVfG), or
 * formal service (VwZG).
 */
export const Rechtsform = z.enum(['formfrei', 'schriftform', 'zustellung']);
export type Rechtsform = z.infer<typeof Rechtsform>;

/** One decision about the way of a letter, as it was made, never changed afterwards. */
export const Kanalentscheidung = z.object({
  at: z.iso.datetime(),
  anlass: z.enum(['wahl', 'rueckfall']).describe('rueckfall: der Weg davor ist gescheitert'),
  kanal: Versandkanal.nullable().describe('leer: kein Weg war möglich'),
  grund: z.string(),
  erwogen: z.array(
    z.object({
      kanal: Versandkanal,
      moeglich: z.boolean(),
      grund: z.string(),
      cent: z.number().int().nullable(),
    }),
  ),
});
export type Kanalentscheidung = z.infer<typeof Kanalentscheidung>;

/** GET /api/postausgaenge/:id/kanalentscheidungen, oldest first. */
export const KanalentscheidungListe = z.object({ entscheidungen: z.array(Kanalentscheidung) });
export type KanalentscheidungListe = z.infer<typeof KanalentscheidungListe>;
