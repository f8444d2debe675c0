import { z } from 'zod';

/** GET /api/posteingaenge/:id/doppel */
export const DoppelListe = z.object({
  doppel: z.array(
    z.object({
      id: z.uuid(),
      eingangsnummer: z.string(),
      kanal: z.string(),
      eingangsdatum: z.iso.date(),
      istOriginal: z.boolean().describe('true: der andere Eingang kam zuerst'),
      sicherheit: z.number().describe('0 bis 1'),
      gruende: z.array(z.string()),
    }),
  ),
});
export type DoppelListe = z.infer<typeof DoppelListe>;

/** The answer to a separation. */
export const DoppelGetrennt = z.object({ getrennt: z.literal(true) });
