import { z } from 'zod';

/** Envelopes by their size. */
export const Umschlagformat = z.enum(['din-lang', 'c5', 'c4']);
export type Umschlagformat = z.infer<typeof Umschlagformat>;

/** How a printed letter is handed to the recipient. `pza` is formal service (§ 3 VwZG, §§ 176 to 182 ZPO). */
export const Versandart = z.enum([
  'normal',
  'einschreiben_einwurf',
  'einschreiben',
  'einschreiben_rueckschein',
  'pza',
]);
export type Versandart = z.infer<typeof Versandart>;

export const Gebiet = z.enum(['inland', 'ausland']);
export type Gebiet = z.infer<typeof Gebiet>;

export const Grundprodukt = z.enum(['standardbrief', 'kompaktbrief', 'grossbrief', 'maxibrief']);
export type Grundprodukt = z.infer<typeof Grundprodukt>;

const day = z.coerce.date().transform((date) => date.toISOString().slice(0, 10));
const price = z.strictObject({
  /** First day, `YYYY-MM-DD`; it holds until a later row of the same kind. */
  gueltigAb: day,
  cent: z.number().int().min(0),
  /** Whether somebody has compared it with the price list. */
  gesichert: z.boolean(),
  quelle: z.string().min(1),
});

/** The file with the prices, `config/porto.yaml`. */
export const Portotabelle = z.strictObject({
  produkte: z
    .array(
      price.extend({
        produkt: Grundprodukt,
        gebiet: Gebiet,
        hoechstGramm: z.number().int().min(1),
      }),
    )
    .min(1),
  zusaetze: z.array(
    price.extend({ versandart: Versandart.exclude(['normal', 'pza']), gebiet: Gebiet }),
  ),
  zustellungsauftraege: z.array(price),
});
export type Portotabelle = z.infer<typeof Portotabelle>;
