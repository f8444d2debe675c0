import { z } from 'zod';
import { EinheitKurz } from '#organisation/organisation.schema.js';

/** What kind of mail stays closed. */
export const Verschlussklasse = z.enum([
  'persoenlich',
  'vertraulich',
  'vergabe',
  'personal',
  'personalrat',
  'briefwahl',
  'gesundheit_soziales',
  'vs',
]);
export type Verschlussklasse = z.infer<typeof Verschlussklasse>;

/** What of an envelope a rule looks at. */
export const Merkmal = z.enum([
  'vermerk',
  'name_vor_behoerde',
  'zu_haenden',
  'empfaengeradresse',
  'absenderadresse',
  'eingangsort',
]);
export type Merkmal = z.infer<typeof Merkmal>;

/** Who may open: the person on the envelope, the unit of the rule, or two of the tendering unit together. */
export const Oeffner = z.enum(['empfaenger', 'einheit', 'zwei']);
export type Oeffner = z.infer<typeof Oeffner>;

const line = z.string().trim().max(300);
const address = z.string().trim().toLowerCase().max(320);

/** What can be read on a closed envelope, or is known of a mail before its first byte. */
export const Umschlag = z.object({
  vermerk: line.default('').describe('Wörter auf dem Umschlag, z. B. „Persönlich“'),
  anschrift: z.string().trim().max(600).default('').describe('Anschrift, Zeile für Zeile'),
  absender: line.default('').describe('Absender, wie er auf dem Umschlag steht'),
  klasse: Verschlussklasse.optional().describe('von der Poststelle angegeben'),
  empfaengeradressen: z.array(address).max(200).default([]),
  absenderadresse: address.default(''),
  eingangsort: line.default('').describe('Station des Scanordners oder Name des Postfachs'),
});
export type Umschlag = z.infer<typeof Umschlag>;

const werte = z.array(z.string().trim().min(2).max(200)).min(1).max(60);

/** One dated handling rule. */
export const Handhabungsregel = z.object({
  id: z.uuid(),
  rang: z.number().int().describe('die erste zutreffende Regel in dieser Reihenfolge gilt'),
  bezeichnung: z.string(),
  merkmal: Merkmal,
  werte,
  klasse: Verschlussklasse.nullable().describe('null: die Sendung wird geöffnet'),
  oeffner: Oeffner.nullable(),
  einheit: EinheitKurz.nullable(),
  ohneScan: z.boolean().describe('auch nicht gescannt: nur der Umschlag wird erfasst'),
  rechtsgrundlage: z.string(),
  gueltigAb: z.iso.date().nullable(),
  gueltigBis: z.iso.date().nullable(),
});
export type Handhabungsregel = z.infer<typeof Handhabungsregel>;

export const HandhabungsregelListe = z.object({ regeln: z.array(Handhabungsregel) });

/** POST /api/handhabungsregeln */
export const NeueHandhabungsregel = z
  .object({
    rang: z.number().int().min(1).max(999),
    bezeichnung: z.string().trim().min(3).max(120),
    merkmal: Merkmal,
    werte,
    klasse: Verschlussklasse.nullable(),
    einheitId: z.uuid().nullable(),
    ohneScan: z.boolean().default(false),
    rechtsgrundlage: z.string().trim().min(3).max(400),
    gueltigAb: z.iso.date().nullable(),
    gueltigBis: z.iso.date().nullable(),
  })
  .refine(({ gueltigAb, gueltigBis }) => !gueltigAb || !gueltigBis || gueltigAb <= gueltigBis, {
    message: 'Das Ende liegt vor dem Beginn.',
    path: ['gueltigBis'],
  });
export type NeueHandhabungsregel = z.infer<typeof NeueHandhabungsregel>;

/** PATCH /api/handhabungsregeln/:id: what may change without rewriting what the rule has decided before. */
export const HandhabungsregelAenderung = z.object({
  rang: z.number().int().min(1).max(999).optional(),
  einheitId: z.uuid().nullable().optional(),
  gueltigBis: z.iso.date().nullable().optional(),
});
export type HandhabungsregelAenderung = z.infer<typeof HandhabungsregelAenderung>;

/** POST /api/handhabungsregeln/pruefung: which rule would decide on this envelope. */
export const Umschlagpruefung = Umschlag.extend({
  tag: z.iso.date().optional().describe('an diesem Tag; ohne Angabe heute'),
});

/** Which rule decides, and what became of each other one. */
export const Umschlagurteil = z.object({
  klasse: Verschlussklasse.nullable().describe('null: wird geöffnet'),
  regel: Handhabungsregel.nullable().describe('null: keine Regel trifft zu'),
  begruendung: z.string(),
  empfaenger: z
    .object({ id: z.uuid(), name: z.string() })
    .nullable()
    .describe('Person des Hauses, an die sich die Sendung richtet'),
  geprueft: z.array(z.object({ id: z.uuid(), trifft: z.boolean(), grund: z.string() })),
});
export type Umschlagurteil = z.infer<typeof Umschlagurteil>;
