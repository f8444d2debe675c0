import { z } from 'zod';

/** State of the virus check of an item. */
export const Virenpruefungsstand = z
  .enum(['ungeprueft', 'ohne_befund', 'befund', 'freigegeben'])
  .describe('freigegeben: Befund, den die Systembetreuung als Fehlalarm freigegeben hat');

export interface Virenstand {
  virenpruefung: z.infer<typeof Virenpruefungsstand>;
  /** Name of the signature. */
  virenbefund: string | null;
  /** Why it passed unchecked. */
  virenhinweis: string | null;
}

/** One item in quarantine, as the Systembetreuung sees it: no sender, no file name. */
export const Quarantaene = z.object({
  id: z.uuid(),
  eingangsnummer: z.string(),
  kanal: z.string(),
  receivedAt: z.iso.datetime(),
  size: z.number().int().describe('Größe in Bytes'),
  sha256: z.string().describe('Prüfsumme; unter ihr liegt das Original im Speicher'),
  signatur: z.string().describe('Name der Schadsoftware, wie die Virenprüfung sie nennt'),
});
export type Quarantaene = z.infer<typeof Quarantaene>;

/** What becomes of an item in quarantine. */
export const QuarantaeneEntscheidung = z.object({
  entscheidung: z
    .enum(['erneut_pruefen', 'fehlalarm', 'abweisen'])
    .describe('fehlalarm: wird geöffnet und bearbeitet; abweisen: wird nie geöffnet'),
  grund: z.string().trim().max(500).default('').describe('Pflicht außer bei erneuter Prüfung'),
});
