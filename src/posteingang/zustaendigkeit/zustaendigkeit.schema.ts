import { z } from 'zod';
import { EinheitKurz } from '#organisation/organisation.schema.js';

const letters = z
  .string()
  .trim()
  .regex(/^\p{L}{1,10}$/u, 'ein bis zehn Buchstaben');
const number = z.number().int().min(1).max(9_999);

const base = z.object({
  bezeichnung: z.string().trim().min(3).max(200),
  stichworte: z.array(z.string().trim().min(3).max(100)).max(50).default([]),
  dokumentart: z.string().trim().min(1).max(100).nullable().default(null),
  buchstabeVon: letters.nullable().default(null),
  buchstabeBis: letters.nullable().default(null),
  strasse: z.string().trim().min(3).max(200).nullable().default(null),
  hausnummerVon: number.nullable().default(null),
  hausnummerBis: number.nullable().default(null),
  hausnummern: z.enum(['alle', 'gerade', 'ungerade']).default('alle'),
  giltAb: z.iso.date(),
  giltBis: z.iso.date().nullable().default(null).describe('letzter Tag; null ohne Ende'),
});

type Base = z.infer<typeof base>;
const isWhole = (rule: Base): boolean =>
  (rule.buchstabeVon === null) === (rule.buchstabeBis === null) &&
  (rule.giltBis === null || rule.giltBis >= rule.giltAb) &&
  (rule.stichworte.length > 0 ||
    rule.dokumentart !== null ||
    rule.buchstabeVon !== null ||
    rule.strasse !== null);
const whole = {
  message:
    'Nötig ist mindestens ein Merkmal; Buchstaben stehen mit Anfang und Ende; das Ende liegt nicht vor dem Anfang.',
};

/** POST /api/zustaendigkeitsregeln */
export const ZustaendigkeitsregelNeu = base
  .extend({ organisationseinheitId: z.uuid() })
  .refine(isWhole, whole);
export type ZustaendigkeitsregelNeu = z.infer<typeof ZustaendigkeitsregelNeu>;

/** A rule of the Geschäftsverteilung. */
export const Zustaendigkeitsregel = base.extend({ id: z.uuid(), einheit: EinheitKurz });
export type Zustaendigkeitsregel = z.infer<typeof Zustaendigkeitsregel>;
export const ZustaendigkeitsregelListe = z.object({ regeln: z.array(Zustaendigkeitsregel) });

/** POST /api/zustaendigkeitsregeln/einlesen: replaces all rules at once. */
export const ZustaendigkeitsregelImport = z.object({
  regeln: z
    .array(base.extend({ einheit: z.string().describe('Kürzel') }).refine(isWhole, whole))
    .max(5_000),
});

/** POST /api/zustaendigkeitsregeln/probe: where would this letter go? */
export const Probe = z.object({
  text: z.string().min(1).max(20_000),
  absender: z.string().max(200).default(''),
  strasse: z.string().max(200).default(''),
  tag: z.iso.date().optional().describe('Tag des Eingangs; ohne Angabe heute'),
});
export const ProbeAntwort = z.object({
  vorschlaege: z.array(
    z.object({
      einheit: z.string(),
      name: z.string(),
      konfidenz: z.number(),
      gruende: z.array(z.string()),
    }),
  ),
});
export type ProbeAntwort = z.infer<typeof ProbeAntwort>;
