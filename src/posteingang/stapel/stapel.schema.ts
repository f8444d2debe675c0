import { z } from 'zod';

const anzahl = z.number().int().min(0);

/** How the scanner delivers sides: one, both in one file, or fronts and backs as two files. */
export const Seitenmodus = z.enum(['einseitig', 'beidseitig', 'getrennt']);
export type Seitenmodus = z.infer<typeof Seitenmodus>;

/** Which half of a separately scanned Stapel a file is. */
export const Blattseiten = z.enum(['vorderseiten', 'rueckseiten']);
export type Blattseiten = z.infer<typeof Blattseiten>;

/** POST /api/stapel */
export const NeuerStapel = z.object({
  bezeichnung: z.string().trim().max(120).default(''),
  station: z.string().trim().min(1).max(80),
  scanprofil: z.string().trim().max(80).default(''),
  seitenmodus: Seitenmodus.default('einseitig'),
  erwarteteBlaetter: z
    .number()
    .int()
    .min(1)
    .max(20_000)
    .nullable()
    .default(null)
    .describe('Blätter Papier mit Trennblättern, wie sie in den Scanner gelegt werden'),
  ruecklauf: z
    .boolean()
    .default(false)
    .describe(
      'unzustellbar zurückgekommene Briefe: jedes Schreiben, dessen Blatt darin liegt, wird so vermerkt',
    ),
});
export type NeuerStapel = z.infer<typeof NeuerStapel>;

/** PATCH /api/stapel/:id: the operator has counted again. */
export const StapelAenderung = z.object({
  erwarteteBlaetter: z.number().int().min(1).max(20_000).nullable(),
});

/** POST /api/stapel/:id/abschluss: a difference needs a reason. */
export const StapelAbschluss = z.object({
  grund: z.string().trim().max(500).optional(),
});

/** The comparison of the paper on the table with what has arrived. */
export const Blattabgleich = z.object({
  ergebnis: z.enum([
    'leer',
    'zaehlt',
    'ohne_angabe',
    'stimmt',
    'fehlt',
    'zuviel',
    'unvollstaendig',
  ]),
  alarm: z.boolean().describe('Bitte handeln, solange das Papier noch auf dem Tisch liegt'),
  text: z.string().describe('ein Satz für den Bildschirm'),
  erwartet: anzahl.nullable(),
  gescannt: anzahl,
});
export type Blattabgleich = z.infer<typeof Blattabgleich>;

/** One Stapel with its state. */
export const StapelZeile = z.object({
  id: z.uuid(),
  nummer: z.number().int(),
  bezeichnung: z.string(),
  station: z.string(),
  scanprofil: z.string(),
  seitenmodus: Seitenmodus,
  ruecklauf: z.boolean(),
  person: z.string().nullable().describe('wer ihn angelegt hat'),
  createdAt: z.iso.datetime(),
  abgeschlossenAt: z.iso.datetime().nullable(),
  abweichungGrund: z.string().nullable(),
  abgleich: Blattabgleich,
  dateien: anzahl,
  seiten: z.object({ gesamt: anzahl, gelesen: anzahl }),
  briefe: z.object({
    gesamt: anzahl,
    inBearbeitung: anzahl,
    clearing: anzahl,
    zugeordnet: anzahl,
    abgewiesen: anzahl,
    abgegeben: anzahl,
  }),
  nachscansOffen: anzahl.describe('Bitten um einen neuen Scan, die noch warten'),
  ersteEingangsnummer: z.string().nullable(),
  letzteEingangsnummer: z.string().nullable(),
});
export type StapelZeile = z.infer<typeof StapelZeile>;

/** GET /api/stapel */
export const StapelAbfrage = z.object({
  offen: z.stringbool().optional().describe('nur offene (true) oder nur abgeschlossene (false)'),
  von: z.iso.date().optional().describe('angelegt ab diesem Tag'),
  bis: z.iso.date().optional().describe('angelegt bis zu diesem Tag'),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
});
export const StapelListe = z.object({ stapel: z.array(StapelZeile) });
