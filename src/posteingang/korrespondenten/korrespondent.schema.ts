import { z } from 'zod';

/** GET /api/posteingaenge/:id/absender */
export const AbsenderAuskunft = z.object({
  bekannt: z
    .object({
      name: z.string(),
      anschrift: z.string().nullable(),
      sicherheit: z.number().describe('0 bis 1'),
      gruende: z.array(z.string()),
      vorgaenge: z
        .array(
          z.object({
            id: z.uuid(),
            geschaeftszeichen: z.string(),
            betreff: z.string(),
            offen: z.boolean(),
          }),
        )
        .describe('Vorgänge, an denen er beteiligt ist, soweit man sie sehen darf; offene zuerst'),
      fruehereEingaenge: z.number().int().describe('frühere Eingänge, soweit man sie sehen darf'),
    })
    .nullable()
    .describe(
      'null: der Absender ist neu, oder was von ihm bekannt ist, darf die Person nicht sehen',
    ),
});
export type AbsenderAuskunft = z.infer<typeof AbsenderAuskunft>;
