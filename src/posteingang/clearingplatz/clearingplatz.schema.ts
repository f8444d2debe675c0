import { z } from 'zod';
import { Gelernt } from '../lernen/gelernt.schema.js';

/** How long an item stays with who has it on the screen, unless the page asks again. */
export const platzSekunden = 90;
/** How long a decision can be taken back at most. */
export const ruecknahmeMinuten = 15;

const person = z.string().describe('Name der Person');

/** Who has an item on the screen. */
export const Platz = z.object({
  person,
  ich: z.boolean(),
  seit: z.iso.datetime(),
});
export type Platz = z.infer<typeof Platz>;

/** An item that waits for a person, as the queue of the Clearing shows it. */
export const ClearingEintrag = z.object({
  id: z.uuid(),
  eingangsnummer: z.string(),
  eingangsdatum: z.iso.date(),
  receivedAt: z.iso.datetime(),
  kanal: z.string(),
  seitenzahl: z.number().int().nullable(),
  absender: z.string().nullable(),
  betreff: z.string().nullable(),
  dateiname: z.string(),
  art: z.string().nullable(),
  grund: z.object({ code: z.string(), text: z.string() }),
  vorschlag: z
    .object({ einheit: z.string().describe('Kürzel'), konfidenz: z.number() })
    .nullable()
    .describe('was die Maschine am ehesten für zuständig hält'),
  gruppe: z
    .string()
    .nullable()
    .describe(
      'gleich bei Eingängen mit gleichem Absender, gleicher Art, gleichem Grund und gleichem Vorschlag',
    ),
  platz: Platz.nullable().describe('wer den Eingang gerade bearbeitet'),
  zurueckgestellt: z.boolean(),
});
export type ClearingEintrag = z.infer<typeof ClearingEintrag>;

/** GET /api/clearing: what waits, in the order in which it is worked on. */
export const ClearingListe = z.object({
  eintraege: z.array(ClearingEintrag),
  anzahl: z.number().int().describe('alle sichtbaren, auch die nicht aufgeführten'),
});
export type ClearingListe = z.infer<typeof ClearingListe>;

/** POST /api/clearing/:id/platz */
export const PlatzWunsch = z.object({
  uebernehmen: z.boolean().default(false).describe('auch wenn jemand anders daran arbeitet'),
});
export const PlatzAntwort = z.object({ platz: Platz });

/** GET /api/clearing/:id/vorgangsvorschlag */
export const VorschlagAbfrage = z.object({ organisationseinheitId: z.uuid() });
export const VorgangsVorschlag = z.object({
  vorschlag: z
    .object({
      akteId: z.uuid(),
      akte: z.string().describe('Kennzeichen und Betreff der Akte'),
      position: z.string().describe('Stelle im Aktenplan'),
      betreff: z.string(),
      grund: z.string(),
    })
    .nullable()
    .describe('wo ein neuer Vorgang am ehesten angelegt würde; null ohne ähnliche Akte'),
});

/** Answer to a decision in Clearing. */
export const EntscheidungsAntwort = z.object({
  id: z.uuid().describe('der Eingang'),
  entscheidungId: z.uuid().describe('zum Zurücknehmen'),
  gelernt: Gelernt.optional(),
});

/** POST /api/clearing/sammelzuordnung: the same for items that are alike. */
export const Sammelzuordnung = z.object({
  ids: z.array(z.uuid()).min(1).max(200),
  organisationseinheitId: z.uuid(),
  vorgangId: z.uuid().optional(),
  art: z.string().max(100).optional(),
  mit: z.uuid().optional().describe('Entscheidung, mit der zusammen diese zurückgenommen werden'),
});
const betroffen = z.object({ id: z.uuid(), eingangsnummer: z.string() });
const nicht = z.array(betroffen.extend({ grund: z.string() }));
export const SammelAntwort = z.object({ zugeordnet: z.array(betroffen), nicht });

/** POST /api/clearing/entscheidungen/:id/ruecknahme */
export const RuecknahmeAntwort = z.object({ zurueck: z.array(betroffen), nicht });
export type RuecknahmeAntwort = z.infer<typeof RuecknahmeAntwort>;

export const AbgabeGrund = z.enum([
  'andere_behoerde',
  'falsch_zugestellt',
  'empfaenger_unbekannt',
  'werbung',
  'sonstiges',
]);
export type AbgabeGrund = z.infer<typeof AbgabeGrund>;
export const AbgabeWohin = z.enum(['absender', 'behoerde', 'empfaenger', 'vernichtet']);
export type AbgabeWohin = z.infer<typeof AbgabeWohin>;
export const AbgabeWeg = z.enum(['post', 'behoerdenpost', 'bote', 'email', 'keiner']);
export type AbgabeWeg = z.infer<typeof AbgabeWeg>;

/** POST /api/posteingaenge/:id/abgabe: the item is not for us. */
export const AbgabeWunsch = z
  .object({
    grund: AbgabeGrund,
    wohin: AbgabeWohin,
    empfaenger: z.string().trim().max(300).default(''),
    weg: AbgabeWeg,
    bemerkung: z.string().trim().max(1_000).default(''),
  })
  .refine(({ grund, bemerkung }) => grund !== 'sonstiges' || bemerkung.length >= 3, {
    message: 'bemerkung ist bei sonstiges nötig',
  })
  .refine(({ wohin, empfaenger }) => wohin !== 'behoerde' || empfaenger.length >= 3, {
    message: 'empfaenger ist bei Abgabe an eine Behörde nötig',
  })
  .refine(({ wohin, weg }) => (wohin === 'vernichtet') === (weg === 'keiner'), {
    message: 'weg ist genau dann keiner, wenn vernichtet wird',
  });

/** GET /api/posteingaenge/:id/abgabe: the proof. */
export const Abgabe = z.object({
  grund: AbgabeGrund,
  wohin: AbgabeWohin,
  empfaenger: z.string(),
  weg: AbgabeWeg,
  bemerkung: z.string(),
  person,
  at: z.iso.datetime(),
});
