import { z } from 'zod';
import { Befund } from '../postausgang.schema.js';
import { BausteinDaten, BriefkopfDaten, Schluessel, VorlageDaten } from './vorlagendaten.schema.js';

export const Fassungsart = z.enum(['vorlage', 'briefkopf', 'baustein']);
export type Fassungsart = z.infer<typeof Fassungsart>;
const Zustand = z.enum(['entwurf', 'geprueft', 'freigegeben', 'verworfen']);
const tag = z.iso.date();
const grund = z.string().trim().min(3).max(500);

/** GET /api/vorlagenverwaltung?art= */
export const BestandAbfrage = z.object({ art: Fassungsart.default('vorlage') });
export const Bestandszeile = z.object({
  art: Fassungsart,
  schluessel: z.string(),
  titel: z.string(),
  geltend: z
    .object({ id: z.uuid(), nummer: z.number().int(), giltAb: tag, giltBis: tag.nullable() })
    .nullable(),
  kommend: z.object({ id: z.uuid(), nummer: z.number().int(), giltAb: tag }).nullable(),
  offen: z
    .object({
      id: z.uuid(),
      nummer: z.number().int(),
      zustand: Zustand,
      author: z.string().nullable(),
    })
    .nullable(),
  fassungen: z.number().int(),
});
export type Bestandszeile = z.infer<typeof Bestandszeile>;
export const BestandListe = z.object({
  zeilen: z.array(Bestandszeile),
  saetze: z.array(z.string()).describe('ausgelieferte Vorlagen, nach denen gesetzt werden kann'),
  platzhalter: z.array(z.string()),
});
export type BestandListe = z.infer<typeof BestandListe>;

/** One version in the history of a name. */
export const FassungKurz = z.object({
  id: z.uuid(),
  art: Fassungsart,
  schluessel: z.string(),
  nummer: z.number().int(),
  titel: z.string(),
  zustand: Zustand,
  herkunft: z.enum(['ausgeliefert', 'seite', 'einlesen', 'ruecknahme']),
  grund: z.string(),
  author: z.string().nullable().describe('leer: mit dem Programm ausgeliefert'),
  createdAt: z.iso.datetime(),
  freigegebenVon: z.string().nullable(),
  freigegebenAt: z.iso.datetime().nullable(),
  giltAb: tag.nullable(),
  giltBis: tag.nullable(),
});
export type FassungKurz = z.infer<typeof FassungKurz>;
export const FassungListe = z.object({ fassungen: z.array(FassungKurz) });
export type FassungListe = z.infer<typeof FassungListe>;

/** What has changed since the version before: single values, and the text line by line. */
export const Vergleich = z.object({
  mit: z.number().int().nullable().describe('Nummer der zuletzt freigegebenen Fassung davor'),
  felder: z.array(z.object({ name: z.string(), vorher: z.string(), nachher: z.string() })),
  zeilen: z.array(z.object({ art: z.enum(['gleich', 'weg', 'neu']), text: z.string() })),
});
export type Vergleich = z.infer<typeof Vergleich>;

/** What the person may do with a version now; the server decides again. */
export const FassungErlaubt = z.object({
  pruefen: z.boolean(),
  freigeben: z.boolean(),
  verwerfen: z.boolean(),
  beenden: z.boolean(),
  wartetAufZweite: z.boolean().describe('geprüft, aber die Person hat die Fassung selbst verfasst'),
});
export type FassungErlaubt = z.infer<typeof FassungErlaubt>;

/** GET /api/vorlagenverwaltung/fassungen/:id */
export const FassungDetail = FassungKurz.extend({
  daten: z.union([VorlageDaten, BriefkopfDaten, BausteinDaten]),
  befunde: z.array(Befund),
  geprueftAt: z.iso.datetime().nullable(),
  neueste: z.number().int().describe('Nummer der neuesten Fassung dieses Namens'),
  vergleich: Vergleich,
  erlaubt: FassungErlaubt,
});
export type FassungDetail = z.infer<typeof FassungDetail>;

const inhalt = z.discriminatedUnion('art', [
  z.object({ art: z.literal('vorlage'), daten: VorlageDaten }),
  z.object({ art: z.literal('briefkopf'), daten: BriefkopfDaten }),
  z.object({ art: z.literal('baustein'), daten: BausteinDaten }),
]);

/** POST /api/vorlagenverwaltung/fassungen: a new version; `nachNummer` is the newest that was seen, else 409. */
export const FassungNeu = z.intersection(
  inhalt,
  z.object({ schluessel: Schluessel, nachNummer: z.number().int().min(0), grund }),
);
export type FassungNeu = z.infer<typeof FassungNeu>;

/** POST …/vorschau: unsaved data with made-up persons. */
export const ProbeAnfrage = z.intersection(
  inhalt,
  z.object({
    schluessel: Schluessel,
    umfang: z.enum(['ueblich', 'laengste']).default('ueblich'),
    einheit: z.string().max(20).optional().describe('Kürzel; sonst eine der Einheiten'),
    breite: z.number().int().min(200).max(1_600).default(800),
  }),
);
export type ProbeAnfrage = z.infer<typeof ProbeAnfrage>;

/** POST …/:id/freigabe */
export const FassungFreigabe = z
  .object({ giltAb: tag, giltBis: tag.nullable().default(null) })
  .refine(({ giltAb, giltBis }) => giltBis === null || giltBis >= giltAb, {
    path: ['giltBis'],
    message: 'liegt vor dem ersten Tag',
  });
export const FassungEnde = z.object({ giltBis: tag });
export const FassungZurueck = z.object({ grund });

/** POST …/wappen: a coat of arms in Base64. */
export const WappenNeu = z.object({ art: z.enum(['svg', 'png']), bytes: z.base64().max(700_000) });
export const WappenAntwort = z.object({ wappen: z.string() });

/** POST …/einlesen: a file as it stands under `config/`; each entry becomes a draft. */
export const Einlesen = z.object({
  art: Fassungsart,
  schluessel: Schluessel.optional().describe('Name; bei Textbausteinen steht er in der Datei'),
  text: z.string().min(1).max(1_000_000),
  grund,
});
export const EinlesenAntwort = z.object({ ids: z.array(z.uuid()) });
