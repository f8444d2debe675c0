import { z } from 'zod';

const zeilen = z.array(z.object({ name: z.string(), wert: z.string() }));

/** Something that a person should look at. */
export const Rechnungsbefund = z.object({
  regel: z.string().describe('Kennung der Regel aus EN 16931 oder XRechnung; PST- für eigene'),
  schwere: z.enum(['fehler', 'warnung', 'hinweis']),
  satz: z.string(),
  ort: z.string().optional(),
  zahlen: z.string().optional(),
});

/** An electronic invoice in the words of EN 16931. */
export const Rechnungsdaten = z.object({
  position: z.number().int().describe('Bestandteil, der die XML-Datei ist'),
  syntax: z.enum(['ubl-invoice', 'ubl-creditnote', 'cii', 'zugferd-1']),
  profil: z.string(),
  titel: z.string(),
  kopf: zeilen,
  verkaeufer: z.array(z.string()),
  kaeufer: z.array(z.string()),
  positionen: z.array(
    z.object({
      nummer: z.string(),
      artikel: z.string(),
      beschreibung: z.string(),
      menge: z.string(),
      preis: z.string(),
      steuer: z.string(),
      netto: z.string(),
    }),
  ),
  weiterePositionen: z.number().int(),
  zuAbschlaege: zeilen,
  steuern: z.array(
    z.object({
      kategorie: z.string(),
      satz: z.string(),
      basis: z.string(),
      steuer: z.string(),
      grund: z.string(),
    }),
  ),
  summen: zeilen,
  zahlung: zeilen,
  unterlagen: z.array(z.string()),
  bemerkungen: z.array(z.string()),
  leitwegId: z.string().nullable(),
  leitwegZustand: z.enum(['gueltig', 'pruefziffer-falsch', 'form-falsch', 'keine']),
  leitwegEinheit: z.string().nullable().describe('Einheit, zu der die Leitweg-ID gehört'),
  befunde: z.array(Rechnungsbefund),
  dublette: z
    .object({
      id: z
        .uuid()
        .nullable()
        .describe('null, wenn der frühere Eingang nicht eingesehen werden darf'),
      eingangsnummer: z.string().nullable(),
    })
    .nullable()
    .describe('Der erste Eingang mit derselben Rechnung'),
  xml: z.string().describe('Adresse der unveränderten XML-Datei'),
});
export type Rechnungsdaten = z.infer<typeof Rechnungsdaten>;

/** GET /api/posteingaenge/:id/rechnungen */
export const RechnungsListe = z.object({ rechnungen: z.array(Rechnungsdaten) });
