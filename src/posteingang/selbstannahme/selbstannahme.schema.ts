import { z } from 'zod';
import { EinheitKurz } from '#organisation/organisation.schema.js';
import { Gelernt } from '../lernen/gelernt.schema.js';
import { Seite } from '../posteingang.schema.js';

const anzahl = z.number().int().min(0);
const anteil = z.number().min(0).max(1);

/** An item of the sample as it waits: nothing says what the machine thinks. */
export const Stichprobe = z.object({
  id: z.uuid().describe('der Eingang'),
  eingangsnummer: z.string(),
  eingangsdatum: z.iso.date(),
  kanal: z.string(),
  gezogenAt: z.iso.datetime(),
});
export type Stichprobe = z.infer<typeof Stichprobe>;
/** GET /api/stichproben */
export const StichprobenListe = z.object({
  stichproben: z.array(Stichprobe),
  stunden: z.number().describe('nach so vielen Stunden geht ein Eingang ohne Antwort weiter'),
});

/** GET /api/stichproben/:id */
export const StichprobeBlatt = Stichprobe.extend({
  seiten: z.array(Seite),
  arten: z.array(z.string()).describe('Arten, die schon vorgekommen sind'),
  einheiten: z.array(EinheitKurz),
});
export type StichprobeBlatt = z.infer<typeof StichprobeBlatt>;

/** POST /api/stichproben/:id/antwort */
export const StichprobeAntwort = z.object({
  organisationseinheitId: z.uuid(),
  art: z.string().trim().min(1).max(100).optional(),
  geschaeftszeichen: z.string().max(100).default('').describe('leer: nicht genannt'),
});
/** The comparison, shown only after the answer. */
export const StichprobeErgebnis = z.object({
  richtig: z.boolean(),
  weg: z.enum(['geschaeftszeichen', 'adresse', 'modell']),
  einheit: z.string().describe('Antwort der Maschine'),
  gelernt: Gelernt.optional(),
});
export type StichprobeErgebnis = z.infer<typeof StichprobeErgebnis>;

/** A class: a unit and from which confidence on its letters go without a person. */
export const Klasse = z.object({
  einheit: z.string(),
  zustand: z.enum(['sammelt', 'offen', 'gedrosselt']),
  schwelle: anteil.nullable(),
  bestaetigt: anzahl.describe('bestätigte Antworten ab der Schwelle, ohne Schwelle alle'),
  fehler: anzahl,
  grenze: anteil.describe('Obergrenze des Fehlers (95 %)'),
  vonHand: z.boolean(),
  seit: z.iso.datetime(),
  grund: z.string(),
  allein: anzahl.describe('ohne Person zugestellt'),
});
export type Klasse = z.infer<typeof Klasse>;

/** What went through without a person on one way, and what the sample says about it. */
export const WegZahlen = z.object({
  weg: z.enum(['geschaeftszeichen', 'adresse', 'modell']),
  allein: anzahl,
  stichproben: anzahl.describe('beantwortete'),
  fehler: anzahl,
  grenze: anteil.describe('Obergrenze des Fehlers aus der Stichprobe (95 %)'),
  verfallen: anzahl,
});
export type WegZahlen = z.infer<typeof WegZahlen>;

/** GET /api/selbstannahme */
export const Selbstannahme = z.object({
  eingeschaltet: z.boolean(),
  ziel: anteil,
  stichprobenanteil: anteil,
  mindestens: anzahl.describe('so viele fehlerlose Antworten braucht eine Einheit mindestens'),
  offeneStichproben: anzahl,
  klassen: z.array(Klasse),
  wege: z.array(WegZahlen),
});
export type Selbstannahme = z.infer<typeof Selbstannahme>;

const grund = z.string().trim().min(10).max(500);
/** POST /api/selbstannahme/klassen/:einheit */
export const KlassenAenderung = z.object({ zustand: z.enum(['offen', 'gedrosselt']), grund });

/** A stored version of the model. */
export const Modellversion = z.object({
  id: z.number().int(),
  version: z.string(),
  herkunft: z.enum(['training', 'stand', 'ruecknahme']),
  beispiele: anzahl,
  korrekturen: anzahl.describe('darauf gelernte Korrekturen'),
  createdAt: z.iso.datetime(),
  aktiv: z.boolean(),
  grund: z.string().nullable(),
  person: z.string().nullable(),
});
export type Modellversion = z.infer<typeof Modellversion>;
/** GET /api/modell */
export const Modell = z.object({
  versionen: z.array(Modellversion),
  korrekturen: anzahl.describe('Antworten von Personen insgesamt'),
});
export type Modell = z.infer<typeof Modell>;
/** POST /api/modell/ruecknahme */
export const Ruecknahme = z.object({ id: z.number().int().positive(), grund });
