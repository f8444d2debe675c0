import { z } from 'zod';
import { Eingangsbestaetigung } from './eingangsbestaetigung.schema.js';
import { Virenpruefungsstand } from './virenpruefung/virenpruefung.schema.js';

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** Where an item stands. */
export const PosteingangZustand = z.enum([
  'in_bearbeitung',
  'clearing',
  'zugeordnet',
  'geteilt',
  'abgewiesen',
  'abgegeben',
  'verschlossen',
]);
export type PosteingangZustand = z.infer<typeof PosteingangZustand>;

/** What kind of mail it is and why; null for what is no mail. */
const mailart = z
  .object({ art: z.string(), grund: z.string() })
  .nullable()
  .describe(
    'Art einer E-Mail (z. B. unzustellbar, newsletter, gewoehnlich) mit Grund; null für anderes',
  );

/** One line of the Posteingangsbuch. */
export const PosteingangZeile = z.object({
  id: z.uuid(),
  eingangsnummer: z.string().describe('Jahr und laufende Nummer, z. B. 2026-000123'),
  kanal: z.string(),
  receivedAt: z.iso.datetime(),
  eingangsdatum: z.iso.date(),
  zustand: PosteingangZustand,
  stage: z.string().nullable().describe('Stufe, in der der Eingang gerade steht'),
  vertraulich: z
    .boolean()
    .describe(
      'vertraulich abgelegt und für diese Person nicht lesbar: Absender, Betreff, Art, Dateiname und Geschäftszeichen fehlen',
    ),
  absender: z.string().nullable(),
  betreff: z.string().nullable(),
  art: z.string().nullable(),
  mailart,
  dateiname: z.string(),
  seitenzahl: z.number().int().nullable(),
  organisationseinheit: z
    .object({ id: z.uuid(), kuerzel: z.string(), name: z.string() })
    .nullable(),
  vorgang: z.object({ id: z.uuid(), geschaeftszeichen: z.string() }).nullable(),
  geschaeftszeichen: z.string().nullable().describe('wie gelesen oder zugeordnet'),
  clearing: z.object({ code: z.string(), text: z.string() }).nullable(),
  parentEingangsnummer: z.string().nullable(),
  zugeordnetAt: z.iso.datetime().nullable(),
});
export type PosteingangZeile = z.infer<typeof PosteingangZeile>;

const anzahl = z.number().int().min(0);
const nachrichten = z
  .object({ gezaehlt: anzahl, angenommen: anzahl, doppelt: anzahl, abgewiesen: anzahl })
  .optional()
  .describe('Postfachdatei (MBOX): jede Nachricht ist ein Eingang; genannt ist der erste');
/** The outcome for one uploaded file; a duplicate is an answer, not an error. */
export const EmpfangsErgebnis = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('accepted'),
    dateiname: z.string(),
    id: z.uuid(),
    eingangsnummer: z.string(),
    status: z.string().describe('Adresse des Zustands'),
    nachrichten,
  }),
  z.object({
    outcome: z.literal('duplicate'),
    dateiname: z.string(),
    id: z.uuid(),
    eingangsnummer: z.string(),
    status: z.string(),
    nachrichten,
  }),
  z.object({
    outcome: z.literal('rejected'),
    dateiname: z.string(),
    code: z.string(),
    message: z.string(),
  }),
]);
export type EmpfangsErgebnis = z.infer<typeof EmpfangsErgebnis>;

/** Answer of POST /api/posteingaenge: one outcome a file, in the order of the request. */
export const EmpfangsAntwort = z.object({ ergebnisse: z.array(EmpfangsErgebnis) });

/** GET /api/posteingaenge */
export const RegisterAbfrage = z.object({
  zustand: PosteingangZustand.optional(),
  suche: z.string().max(200).optional().describe('Eingangsnummer, Absender oder Betreff'),
  organisationseinheitId: z.uuid().optional(),
  stapelId: z.uuid().optional().describe('Eingänge eines Stapels'),
  ausEingang: z.uuid().optional().describe('Briefe, in die dieser Eingang geteilt wurde'),
  vor: z.string().optional().describe('Eingangsnummer, vor der weitergelesen wird'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const RegisterSeite = z.object({
  zeilen: z.array(PosteingangZeile),
  weiter: z.string().nullable().describe('Eingangsnummer für den nächsten Abruf'),
  anzahl: z.record(PosteingangZustand, z.number().int()).describe('Sichtbare Eingänge je Zustand'),
});

/** One extracted value with its place. */
export const Feld = z.object({
  name: z.string(),
  wert: z.string(),
  rohwert: z.string(),
  konfidenz: z.number(),
  seite: z.number().int().nullable(),
  box: box.nullable(),
  begruendung: z.string(),
});

/** A ranked candidate of a decision, with the reasons for it. */
export const Kandidat = z.object({
  wert: z.string().describe('Kennung: Kürzel der Einheit, Art oder Id des Vorgangs'),
  anzeige: z.string(),
  konfidenz: z.number(),
  gruende: z.array(z.string()),
  organisationseinheitId: z.uuid().optional().describe('federführende Einheit eines Vorgangs'),
});

export const Entscheidung = z.object({
  art: z.enum(['dokumentart', 'organisationseinheit', 'vorgang', 'trennung']),
  wert: z.string().nullable(),
  konfidenz: z.number().nullable(),
  kandidaten: z.array(Kandidat),
  gruende: z.array(z.string()),
  modell: z.string().nullable(),
  person: z.string().nullable(),
  at: z.iso.datetime(),
});

export const Seite = z.object({
  nummer: z.number().int(),
  bestandteil: z.number().int(),
  breite: z.number().int().nullable(),
  hoehe: z.number().int().nullable(),
  breitePt: z.number().nullable().describe('Breite auf dem Papier in Punkt (1/72 Zoll)'),
  drehung: z
    .union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)])
    .describe('Grad im Uhrzeigersinn, um die das Bild zum Lesen gedreht wird'),
  leer: z.boolean(),
  textQuelle: z.enum(['textlayer', 'ocr', 'mail', 'none']).nullable(),
  konfidenz: z.number().nullable(),
  qualitaet: z
    .object({
      dpi: z.number(),
      kantenMm: z.number().describe('Breite der Kanten von Strichen; 0 ohne Schrift'),
      kontrast: z.number().describe('Abstand von Schrift und Papier, 0 bis 1'),
      schieflage: z.number().describe('Grad, um die die Zeilen nach rechts fielen'),
      angeschnitten: z.number().describe('Zeichen, die der Bildrand schneidet'),
    })
    .nullable()
    .describe('Güte des Scans; null für Seiten, die nicht erkannt werden mussten'),
  hinweis: z
    .string()
    .nullable()
    .describe('Bitte an den Scanplatz, wenn ein neuer Scan sinnvoll ist'),
  seitenarbeit: z.array(z.string()).describe('Was vor der Erkennung mit dem Bild getan wurde'),
  bild: z
    .string()
    .nullable()
    .describe('Adresse des Seitenbilds; mit ?breite= in Pixeln in einer kleineren Größe'),
});

export const Bestandteil = z.object({
  position: z.number().int(),
  rolle: z.enum(['original', 'anschreiben', 'anlage']),
  dateiname: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
  hinweis: z.string().nullable(),
  inhalt: z.string().describe('Adresse zum Herunterladen'),
});

/** GET /api/posteingaenge/:id: the item with its parts, pages, fields and decisions, for who may read it. */
export const PosteingangDetail = PosteingangZeile.extend({
  seiten: z.array(Seite),
  bestandteile: z.array(Bestandteil),
  felder: z.array(Feld),
  entscheidungen: z.array(Entscheidung),
  virenpruefung: Virenpruefungsstand,
  virenbefund: z.string().nullable().describe('Name der gemeldeten Schadsoftware'),
  virenhinweis: z.string().nullable().describe('warum nicht geprüft wurde'),
  original: z
    .string()
    .nullable()
    .describe(
      'Adresse des unveränderten Originals; null für einen geteilten Stapel, von dem Briefe schon bei ihrer Einheit sind',
    ),
  archivkopie: z.string().nullable().describe('Adresse der durchsuchbaren Kopie'),
  mail: z.string().nullable().describe('Adresse der Ansicht als E-Mail; null, wenn es keine ist'),
  eingangsbestaetigung: Eingangsbestaetigung.nullable().describe(
    'Eingangsbestätigung an den Absender; null, wenn die Adresse keine gibt',
  ),
});

/** GET /api/posteingaenge/:id/seiten/:nummer/bild */
export const BildAbfrage = z.object({
  breite: z.coerce
    .number()
    .int()
    .min(40)
    .max(4_000)
    .optional()
    .describe('Gewünschte Breite in Pixeln; geliefert wird die nächste größere Stufe'),
  stand: z.string().max(64).optional().describe('Kennung des Bilds, damit kein altes gezeigt wird'),
});

/** GET /api/posteingaenge/:id/status: the state resource of an accepted item. */
export const PosteingangStatus = z.object({
  id: z.uuid(),
  eingangsnummer: z.string(),
  zustand: PosteingangZustand,
  stage: z.string().nullable(),
  seiten: z.object({ gesamt: z.number().int().nullable(), gelesen: z.number().int() }),
  clearing: z.object({ code: z.string(), text: z.string() }).nullable(),
  organisationseinheit: z.string().nullable(),
  geschaeftszeichen: z.string().nullable(),
});

/** Event of GET /api/posteingaenge/ereignisse (server-sent events, event name `fortschritt`). */
export const FortschrittEreignis = PosteingangStatus;

/** POST /api/posteingaenge/:id/zuordnung: what the clerk decided in Clearing. */
export const Zuordnung = z
  .object({
    organisationseinheitId: z.uuid(),
    vorgangId: z.uuid().optional(),
    neuerVorgang: z.object({ akteId: z.uuid(), betreff: z.string().min(3).max(300) }).optional(),
    art: z.string().max(100).optional(),
    absender: z.string().max(300).optional(),
    betreff: z.string().max(300).optional(),
    datumDesSchreibens: z.iso.date().optional(),
  })
  .refine((value) => value.vorgangId === undefined || value.neuerVorgang === undefined, {
    message: 'entweder vorgangId oder neuerVorgang',
  });

/** POST /api/posteingaenge/:id/vorgang: the unit files an item that reached it without a Vorgang. */
export const Ablage = z
  .object({
    vorgangId: z.uuid().optional(),
    neuerVorgang: z.object({ akteId: z.uuid(), betreff: z.string().min(3).max(300) }).optional(),
  })
  .refine((value) => (value.vorgangId === undefined) !== (value.neuerVorgang === undefined), {
    message: 'genau eines von vorgangId und neuerVorgang',
  });

/** POST /api/postkorb/:id/weitergabe: the item belongs elsewhere. */
export const Weitergabe = z
  .object({
    an: z.enum(['einheit', 'poststelle']),
    organisationseinheitId: z.uuid().optional(),
    begruendung: z.string().trim().min(3).max(500),
  })
  .refine((value) => (value.an === 'einheit') === (value.organisationseinheitId !== undefined), {
    message: 'organisationseinheitId genau dann, wenn an eine Einheit weitergegeben wird',
  });

/** Entry of GET /api/postkorb. */
export const PostkorbEintrag = z.object({
  id: z.uuid(),
  posteingangId: z.uuid(),
  eingangsnummer: z.string(),
  eingangsdatum: z.iso.date(),
  art: z.string().nullable(),
  mailart,
  absender: z.string().nullable(),
  betreff: z.string().nullable(),
  organisationseinheit: z.object({ id: z.uuid(), kuerzel: z.string(), name: z.string() }),
  vorgang: z
    .object({ id: z.uuid(), geschaeftszeichen: z.string(), betreff: z.string() })
    .nullable(),
  createdAt: z.iso.datetime(),
  gelesenAt: z.iso.datetime().nullable(),
});
export const PostkorbListe = z.object({
  eintraege: z.array(PostkorbEintrag),
  ungelesen: z.number().int(),
});

/** GET /api/abweisungen: what was refused at the door, with its reason. */
export const Abweisung = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  dateiname: z.string(),
  size: z.number().int().nullable(),
  code: z.string(),
  text: z.string(),
});
export const AbweisungsListe = z.object({ abweisungen: z.array(Abweisung) });
