import { z } from 'zod';

/*
 * Routes: POST /api/postausgaenge/:id/ruecklauf (answers PostausgangDetail), POST …/:id/neuversand (201, a new draft),
 * GET /api/posteingaenge/:id/eigenes-schreiben.
 */

/** Why a letter came back, as the post writes it on the envelope. */
export const Ruecklaufanlass = z.enum([
  'unbekannt_verzogen',
  'annahme_verweigert',
  'nicht_abgeholt',
  'anschrift_unzureichend',
  'verstorben',
  'sonstiges',
]);
export type Ruecklaufanlass = z.infer<typeof Ruecklaufanlass>;

/** POST /api/postausgaenge/:id/ruecklauf */
export const Ruecklauf = z.object({
  anlass: Ruecklaufanlass,
  posteingangId: z.uuid().optional().describe('Eingang, in dem das Blatt oder der Umschlag liegt'),
});

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(
      /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u,
      'darf keine Steuerzeichen enthalten',
    );

/** POST /api/postausgaenge/:id/neuversand: the same letter as a new draft, by post unless said otherwise. */
export const Neuversand = z.object({
  anschrift: z
    .object({
      zusatz: line(100).default(''),
      strasse: line(100).default(''),
      plz: line(12).default(''),
      ort: line(80).default(''),
      land: line(60).default(''),
    })
    .optional()
    .describe('neue Anschrift; ohne sie bleibt die bisherige'),
});
export type Neuversand = z.infer<typeof Neuversand>;

/** The new draft. */
export const NeuversandAntwort = z.object({ id: z.uuid() });

/** GET /api/posteingaenge/:id/eigenes-schreiben: the letter of ours of which a sheet lies in the Eingang. */
export const EigenesSchreibenAntwort = z.object({
  schreiben: z
    .object({
      id: z.uuid(),
      betreff: z.string(),
      empfaengerName: z.string(),
      anschrift: z.object({
        zusatz: z.string(),
        strasse: z.string(),
        plz: z.string(),
        ort: z.string(),
        land: z.string(),
      }),
      sentAt: z.iso.datetime().nullable(),
      zurueck: z.boolean().describe('ist als unzustellbar zurückgekommen'),
      anlass: Ruecklaufanlass.nullable(),
      nachfolgerId: z.uuid().nullable().describe('das Schreiben an seiner Stelle'),
      darf: z.boolean().describe('Rücklauf vermerken und neu schreiben'),
    })
    .nullable(),
});
export type EigenesSchreibenAntwort = z.infer<typeof EigenesSchreibenAntwort>;
