import { z } from 'zod';
import { Umschlagformat, Versandart } from './porto.schema.js';

/*
 * Routes: GET /api/postlauf/vorschau (what waits, as a run that nobody has made), GET and POST /api/postlaeufe,
 * GET …/:id, GET …/:id/liste and …/:id/zustellungsauftraege (CSV), POST …/:id/freigabe and …/:id/verwerfen (no body),
 * POST …/:id/dateien/:nummer/klaerung, …/nochmal, …/aufloesen, POST …/:id/umschlaege/:nummer/nachdruck (PDF);
 * GET /api/postausgaenge/:id/postlauf, PUT /api/postausgaenge/:id/versandart.
 */

const oneLine = /^[^\p{Cc}]*$/u;

export const PostlaufZustand = z.enum(['berechnet', 'freigegeben', 'erledigt', 'verworfen']);
export type PostlaufZustand = z.infer<typeof PostlaufZustand>;

/** Where a print file stands; from `queued` on the same fence as that of a letter. */
export const DateiZustand = z.enum([
  'wartet',
  'queued',
  'claimed',
  'committing',
  'sent',
  'unknown',
  'failed',
  'aufgeloest',
]);
export type DateiZustand = z.infer<typeof DateiZustand>;

/** One line of a division of figures. */
export const Anteil = z.object({
  name: z.string(),
  briefe: z.number().int(),
  umschlaege: z.number().int(),
  blaetter: z.number().int(),
  cent: z.number().int(),
});
export type Anteil = z.infer<typeof Anteil>;

/** The figures of a run. */
export const Laufzahlen = z.object({
  briefe: z.number().int(),
  umschlaege: z.number().int(),
  blaetter: z.number().int(),
  gramm: z.number().int(),
  cent: z.number().int(),
  einzelnCent: z.number().int().describe('Porto ohne Bündelung'),
  ungesichert: z.number().int().describe('Umschläge mit einem Preis, den niemand verglichen hat'),
  produkte: z.array(Anteil),
  formate: z.array(Anteil),
  regionen: z.array(Anteil).describe('nach der ersten Ziffer der Postleitzahl'),
  kostenstellen: z.array(Anteil),
});
export type Laufzahlen = z.infer<typeof Laufzahlen>;

/** GET /api/postlauf/vorschau */
export const Laufvorschau = z.object({
  sammelt: z.boolean().describe('ob Schreiben auf Postläufe warten'),
  zeiten: z.array(z.string()),
  zahlen: Laufzahlen,
  dateien: z.number().int(),
  ausgenommen: z.array(
    z.object({ id: z.uuid(), empfaengerName: z.string(), einheit: z.string(), grund: z.string() }),
  ),
  aeltestesSeit: z.iso.datetime().nullable(),
});
export type Laufvorschau = z.infer<typeof Laufvorschau>;

export const LaufDatei = z.object({
  nummer: z.number().int(),
  format: Umschlagformat,
  umschlaege: z.number().int(),
  briefe: z.number().int(),
  blaetter: z.number().int(),
  zustand: DateiZustand,
  fehler: z.string().nullable(),
  nachweise: z.array(z.object({ at: z.iso.datetime(), art: z.string(), text: z.string() })),
  sentAt: z.iso.datetime().nullable(),
  sha256: z.string().nullable(),
});
export type LaufDatei = z.infer<typeof LaufDatei>;

/** One line of the list of runs. */
export const LaufZeile = z.object({
  id: z.uuid(),
  nummer: z.string().describe('z. B. 2026-0012'),
  zustand: PostlaufZustand,
  tag: z.iso.date(),
  weg: z.enum(['druck', 'ipp', 'sftp']),
  createdAt: z.iso.datetime(),
  angelegtVon: z.string().nullable().describe('leer: nach der Uhr'),
  freigegebenVon: z.string().nullable(),
  freigegebenAt: z.iso.datetime().nullable(),
  erledigtAt: z.iso.datetime().nullable(),
  briefe: z.number().int(),
  umschlaege: z.number().int(),
  cent: z.number().int(),
  offen: z.number().int().describe('Druckdateien, die noch nicht übergeben sind'),
  ungewiss: z.number().int(),
  gescheitert: z.number().int(),
});
export type LaufZeile = z.infer<typeof LaufZeile>;
export const LaufListe = z.object({ laeufe: z.array(LaufZeile) });
export type LaufListe = z.infer<typeof LaufListe>;

/** GET /api/postlaeufe/:id */
export const LaufDetail = LaufZeile.extend({
  zahlen: Laufzahlen,
  dateien: z.array(LaufDatei),
  pza: z.number().int().describe('Zustellungsaufträge'),
  nachdrucke: z.array(
    z.object({
      at: z.iso.datetime(),
      umschlag: z.number().int(),
      blatt: z.number().int().nullable(),
      grund: z.string(),
      person: z.string(),
    }),
  ),
});
export type LaufDetail = z.infer<typeof LaufDetail>;

const reason = z.string().trim().min(3).max(1_000);

/** POST …/dateien/:nummer/klaerung */
export const LaufKlaerung = z.object({
  ergebnis: z.enum(['rausgegangen', 'nicht_rausgegangen']),
  begruendung: reason,
});
export type LaufKlaerung = z.infer<typeof LaufKlaerung>;

/** POST …/dateien/:nummer/aufloesen: the letters of a failed file wait for the next run. */
export const LaufAufloesung = z.object({ begruendung: reason });

/** POST …/umschlaege/:nummer/nachdruck */
export const Nachdruck = z.object({
  grund: reason,
  blatt: z.number().int().min(1).optional().describe('nur dieses Blatt'),
});
export type Nachdruck = z.infer<typeof Nachdruck>;

/** GET /api/postausgaenge/:id/postlauf: how a letter goes to its recipient, and with which run. */
export const BriefVersand = z.object({
  versandart: Versandart,
  persoenlich: z.boolean(),
  beilagenGramm: z.number().int(),
  aenderbar: z.boolean(),
  lauf: z
    .object({
      id: z.uuid(),
      nummer: z.string(),
      zustand: PostlaufZustand,
      dateiZustand: DateiZustand,
      umschlag: z.number().int(),
      produkt: z.string(),
      briefeImUmschlag: z.number().int(),
      cent: z.number().int().describe('Anteil des Schreibens'),
    })
    .nullable(),
});
export type BriefVersand = z.infer<typeof BriefVersand>;

/** PUT /api/postausgaenge/:id/versandart */
export const VersandartAenderung = z.object({
  versandart: Versandart,
  persoenlich: z.boolean(),
  beilagenGramm: z.number().int().min(0).max(2_000),
});
export type VersandartAenderung = z.infer<typeof VersandartAenderung>;

export const Laufnummer = z.string().regex(oneLine);
