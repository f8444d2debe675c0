import { z } from 'zod';

const adresse = z.object({
  name: z.string().describe('Anzeigename; vom Absender frei gewählt'),
  adresse: z.string(),
});

/** A file that came with a mail. */
export const MailAnlage = z.object({
  position: z.number().int(),
  dateiname: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  ersteSeite: z
    .number()
    .int()
    .nullable()
    .describe('Seite des Eingangs, mit der die Anlage beginnt'),
  hinweis: z.string().nullable(),
  inhalt: z.string(),
});

/** GET /api/posteingaenge/:id/mail */
export const MailAnsicht = z.object({
  von: z.array(adresse),
  an: z.array(adresse),
  kopie: z.array(adresse),
  antwortAn: z.array(adresse),
  datum: z.iso.datetime().nullable(),
  betreff: z.string(),
  warnungen: z.array(z.string()).describe('Was am Absender auffällt; entscheidet nichts'),
  echtheit: z
    .object({
      text: z.string(),
      herkunft: z.string().describe('Wer geprüft hat'),
      einzelheiten: z.array(z.string()).describe('SPF, DKIM, DMARC und ARC, je ein Satz'),
    })
    .nullable()
    .describe('Prüfung der Absenderdomain; entscheidet nichts; null, wenn niemand geprüft hat'),
  text: z.string(),
  formatiert: z
    .string()
    .nullable()
    .describe('Adresse der bereinigten formatierten Ansicht für einen abgeschotteten Rahmen'),
  blockiert: z.array(z.string()).describe('Was aus der formatierten Ansicht entfernt wurde'),
  verweise: z.array(z.object({ text: z.string(), adresse: z.string(), irrefuehrend: z.boolean() })),
  kopfzeilen: z.array(z.object({ name: z.string(), wert: z.string() })),
  anlagen: z.array(MailAnlage),
  original: z.string().describe('Adresse der unveränderten Nachricht'),
});
export type MailAnsicht = z.infer<typeof MailAnsicht>;
