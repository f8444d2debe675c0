import { z } from 'zod';

const konfidenz = z.number().min(0).max(1);

const aenderung = z.object({
  vorher: z.string().nullable().describe('erste Antwort des Modells vor der Entscheidung'),
  nachher: z.string().describe('erste Antwort für dasselbe Schreiben danach'),
  konfidenzVorher: konfidenz.describe('Wahrscheinlichkeit der Antwort der Person, vorher'),
  konfidenzNachher: konfidenz.describe('Wahrscheinlichkeit der Antwort der Person, nachher'),
});

/** What the model has learned from one answer of a person. */
export const Gelernt = z.object({
  einheit: aenderung.optional(),
  dokumentart: aenderung.optional(),
  saetze: z.array(z.string()).describe('dasselbe in Worten'),
});
export type Gelernt = z.infer<typeof Gelernt>;
export type Aenderung = z.infer<typeof aenderung>;
