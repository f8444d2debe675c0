// The shapes of all routes of the way out stand together, as its page reads them.
import { z } from 'zod';
import { Block, BlockArt, line, text } from './bloecke.schema.js';
import { Ruecklaufanlass } from './ruecklauf.schema.js';

export { Betragsposition, Block, BlockArt, Lauf } from './bloecke.schema.js';

/*
 * Routes: GET /api/postausgaenge, GET …/vorlagen, POST …/vorschau, POST /api/postausgaenge (201), GET and PUT
 * …/:id, POST …/:id/abgabe, …/:id/freigabe (no body), …/:id/rueckgabe, …/:id/storno (no body),
 * …/:id/klaerung, …/:id/rueckholung (author takes a letter back, no body), …/:id/anhalten and …/:id/fortsetzen (no body), …/:id/nochmal (failed dispatch
 * again, no body), GET …/:id/datei (PDF), GET …/:id/seiten/:nummer/bild?breite=. Every change answers
 * PostausgangDetail; somebody else's newer version or a wrong state answers 409.
 */

/** Where a letter stands; from `queued` on the states are the fence against sending twice. */
export const PostausgangZustand = z.enum([
  'entwurf',
  'zur_freigabe',
  'queued',
  'claimed',
  'committing',
  'sent',
  'unknown',
  'failed',
  'storniert',
]);
export type PostausgangZustand = z.infer<typeof PostausgangZustand>;

export const Versandkanal = z
  .enum(['email', 'druck', 'ipp', 'sftp', 'portal', 'briefdienst'])
  .describe(
    'druck: Druckordner, ipp: Drucker im Haus, sftp: Druckdienstleister, portal: Bürgerpostfach und andere FIT-Connect-Ziele, briefdienst: Briefversand über das Netz',
  );
export type Versandkanal = z.infer<typeof Versandkanal>;

/** The recipient as fields; addresses are never taken apart from a string. */
export const Empfaenger = z.object({
  name: line(100).min(1),
  zusatz: line(100).default('').describe('z. B. „z. Hd. Frau Weber“ oder die Abteilung'),
  strasse: line(100).default(''),
  plz: line(12).default(''),
  ort: line(80).default(''),
  land: line(60).default('').describe('nur außerhalb Deutschlands'),
  email: z.email().max(254).nullable().default(null),
});
export type Empfaenger = z.infer<typeof Empfaenger>;

/** The contents of a letter beside recipient and subject. */
export const Inhalt = z.object({
  anrede: line(200).default('Sehr geehrte Damen und Herren,'),
  bloecke: z.array(Block).max(300),
  grussformel: line(200).default('Mit freundlichen Grüßen'),
  unterzeichner: line(120).default('').describe('leer: Name der Verfasserin oder des Verfassers'),
  anlagen: z.array(line(200)).max(40).default([]),
  ihrZeichen: line(80).default(''),
  ihreNachrichtVom: line(40).default(''),
  vermerk: line(60)
    .optional()
    .describe('über der Anschrift, z. B. „Persönlich“ oder „Einschreiben“'),
  grossdruck: z.boolean().optional().describe('16 Punkt statt 11'),
  form: z.enum(['A', 'B']).optional().describe('DIN 5008; ohne Angabe die der Vorlage'),
});
export type Inhalt = z.infer<typeof Inhalt>;

/** A template that letters are written with; GET /api/postausgaenge/vorlagen */
export const Vorlage = z.object({
  name: z.string(),
  titel: z.string(),
  beschreibung: z.string(),
  vierAugen: z.boolean().describe('eine zweite Person muss freigeben'),
  kanaele: z.array(Versandkanal),
  bloecke: z.array(BlockArt).describe('erlaubte Bausteine'),
  pflichtbloecke: z.array(BlockArt),
  vorgabe: z.object({ betreff: z.string(), inhalt: Inhalt }),
});
export type Vorlage = z.infer<typeof Vorlage>;
export const VorlagenListe = z.object({
  vorlagen: z.array(Vorlage),
  emailVerfuegbar: z.boolean().describe('ob überhaupt ein Mailrelay eingerichtet ist'),
});
export type VorlagenListe = z.infer<typeof VorlagenListe>;

/** Where on a sheet something was found, in mm from its upper left corner. */
export const Stelle = z.object({
  seite: z.number().int().min(1),
  x: z.number(),
  y: z.number(),
  breite: z.number(),
  hoehe: z.number(),
});
export type Stelle = z.infer<typeof Stelle>;

/** One finding of the check before release; a `fehler` keeps the letter from leaving. */
export const Befund = z.object({
  stufe: z.enum(['fehler', 'hinweis', 'ok']),
  code: z.string(),
  text: z.string().describe('für die Sachbearbeitung'),
  seite: z.number().int().nullable(),
  rat: z.string().optional().describe('was zu tun ist'),
  stelle: Stelle.optional(),
});
export type Befund = z.infer<typeof Befund>;

/** POST /api/postausgaenge: a draft, prefilled from the Vorgang, its Beteiligte and the template. */
export const NeuerPostausgang = z.object({
  vorgangId: z.uuid(),
  vorlage: z.string().max(80),
  beteiligterId: z.uuid().optional().describe('wer den Brief bekommt; sonst der erste Beteiligte'),
});
export type NeuerPostausgang = z.infer<typeof NeuerPostausgang>;

/** PUT /api/postausgaenge/:id: the whole draft; `version` is the one that was read, else 409. */
export const EntwurfAenderung = z.object({
  version: z.number().int().min(1),
  vorlage: z.string().max(80),
  empfaenger: Empfaenger,
  betreff: line(300).min(1),
  inhalt: Inhalt,
  kanalWunsch: Versandkanal.nullable().default(null),
  versandAm: z.iso.date().nullable().default(null).describe('frühestens an diesem Tag versenden'),
});
export type EntwurfAenderung = z.infer<typeof EntwurfAenderung>;

/** POST /api/postausgaenge/vorschau: the unsaved draft as it would leave. */
export const VorschauAnfrage = EntwurfAenderung.omit({ version: true }).extend({
  vorgangId: z.uuid(),
  id: z
    .uuid()
    .optional()
    .describe('des Schreibens; dann mit den Fassungen, mit denen es begonnen wurde'),
  breite: z.number().int().min(200).max(1_600).default(800).describe('Breite der Bilder in Pixel'),
  seiten: z
    .array(z.number().int().min(1).max(1_000))
    .max(1_000)
    .optional()
    .describe('nur diese Seiten als Bilder; ohne Angabe alle'),
  pruefen: z.boolean().default(true).describe('ohne Prüfung kommen die Bilder sofort'),
});
export type VorschauAnfrage = z.infer<typeof VorschauAnfrage>;
export const Vorschau = z.object({
  seiten: z.array(
    z.object({
      nummer: z.number().int(),
      breite: z.number().int(),
      hoehe: z.number().int(),
      bild: z.string().describe('Bild als data:-Adresse (PNG)'),
    }),
  ),
  seitenzahl: z.number().int(),
  befunde: z.array(Befund),
});
export type Vorschau = z.infer<typeof Vorschau>;

/** POST /api/postausgaenge/:id/abgabe (hand in) */
export const Abgabe = z.object({ version: z.number().int().min(1) });

/** POST /api/postausgaenge/:id/freigabe: with the version that was looked at, another one answers 409. */
export const Freigabe = z.object({ version: z.number().int().min(1).optional() }).default({});

/** POST /api/postausgaenge/:id/rueckgabe: the second person sends it back to its author. */
export const Rueckgabe = z.object({ grund: text(1_000).trim().min(3) });

/** POST /api/postausgaenge/:id/klaerung: what a person found out about an uncertain dispatch. */
export const Klaerung = z.object({
  ergebnis: z.enum(['rausgegangen', 'nicht_rausgegangen']),
  begruendung: text(1_000).trim().min(3),
});
export type Klaerung = z.infer<typeof Klaerung>;

/** What the signed-in person may do with a letter now; buttons follow it, the server decides again. */
export const Erlaubt = z.object({
  bearbeiten: z.boolean(),
  abgeben: z.boolean(),
  freigeben: z.boolean(),
  zurueckgeben: z.boolean(),
  anhalten: z.boolean().describe('freigegebenes Schreiben, das noch niemand übernommen hat'),
  fortsetzen: z.boolean(),
  zurueckholen: z.boolean().describe('in den Entwurf, um es zu ändern'),
  wiederholen: z.boolean().describe('gescheiterten Versand noch einmal'),
  stornieren: z.boolean(),
  klaeren: z.boolean(),
  erneutSenden: z
    .boolean()
    .describe('Rücklauf vermerken und als neuen Entwurf für die Post schreiben'),
});
export type Erlaubt = z.infer<typeof Erlaubt>;

/** One line of a list of letters. */
export const PostausgangZeile = z.object({
  id: z.uuid(),
  vorgang: z.object({ id: z.uuid(), geschaeftszeichen: z.string(), betreff: z.string() }),
  organisationseinheit: z.object({ id: z.uuid(), kuerzel: z.string(), name: z.string() }),
  vorlage: z.string(),
  vorlageTitel: z.string(),
  vierAugen: z.boolean(),
  zustand: PostausgangZustand,
  empfaengerName: z.string(),
  betreff: z.string(),
  verfasser: z.object({ id: z.uuid(), name: z.string() }),
  kanal: Versandkanal.nullable(),
  seitenzahl: z.number().int().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  versandAb: z.iso
    .datetime()
    .nullable()
    .describe('vorher geht das freigegebene Schreiben nicht hinaus'),
  angehalten: z.boolean().describe('der Versand ist von Hand angehalten'),
});
export type PostausgangZeile = z.infer<typeof PostausgangZeile>;

/** GET /api/postausgaenge */
export const PostausgangAbfrage = z.object({
  sicht: z
    .enum(['meine', 'einheit', 'freigabe', 'unklar'])
    .default('einheit')
    .describe(
      'meine: selbst verfasst; freigabe: wartet auf mich; unklar: Versand ungewiss oder gescheitert',
    ),
  zustand: PostausgangZustand.optional(),
  vorgangId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const PostausgangListe = z.object({
  zeilen: z.array(PostausgangZeile),
  anzahl: z.object({ freigabe: z.number().int(), unklar: z.number().int() }),
});
export type PostausgangListe = z.infer<typeof PostausgangListe>;

/** One attempt at sending, never changed afterwards. */
export const Versandversuch = z.object({
  attempt: z.number().int(),
  kanal: Versandkanal,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  ergebnis: z
    .string()
    .nullable()
    .describe('sent, unknown, failed, retry oder leer, solange er läuft'),
});

/** One line of the history, in German. */
export const VerlaufEintrag = z.object({
  at: z.iso.datetime(),
  ereignis: z.string().describe('Kennung, z. B. postausgang.released'),
  text: z.string(),
  person: z.string().nullable().describe('Name; leer: Poststelle selbst'),
});

/** Evidence for or against a dispatch, as it was found. */
export const Nachweis = z.object({
  at: z.iso.datetime(),
  art: z.enum(['smtp', 'spool', 'person', 'abgleich', 'zustellbericht', 'gegenseite']),
  text: z.string(),
  /** Eingang that brought it, where one did. */
  posteingangId: z.uuid().optional(),
});
export type Nachweis = z.infer<typeof Nachweis>;

/** What a mail server told about a letter of ours. */
export const Rueckmeldung = z.object({
  art: z.enum(['unzustellbar', 'verzoegert', 'zurueck']),
  /** Why it came back on paper; null as long as nobody has read it, absent for e-mails. */
  anlass: Ruecklaufanlass.nullable().optional(),
  at: z.iso.datetime(),
  /** Eingang that brought it. */
  posteingangId: z.uuid().nullable(),
  empfaenger: z.string(),
  status: z.string().nullable().describe('nach RFC 3463, z. B. 5.1.1'),
  grund: z.string().describe('deutscher Satz'),
});
export type Rueckmeldung = z.infer<typeof Rueckmeldung>;

/** GET /api/postausgaenge/:id */
export const PostausgangDetail = PostausgangZeile.extend({
  version: z.number().int(),
  empfaenger: Empfaenger,
  inhalt: Inhalt,
  kanalWunsch: Versandkanal.nullable(),
  kanalGrund: z.string().nullable(),
  pruefung: z.array(Befund),
  rueckgabeGrund: z.string().nullable(),
  freigegebenVon: z.string().nullable(),
  freigegebenAt: z.iso.datetime().nullable(),
  versandAm: z.iso.date().nullable().describe('gewünschter Tag des Versands'),
  restSekunden: z.number().int().nullable().describe('bis zum Ende der Stornofrist'),
  angehaltenVon: z.string().nullable(),
  messageId: z.string().nullable(),
  fehler: z.object({ code: z.string(), text: z.string() }).nullable(),
  nachweise: z.array(Nachweis),
  versuche: z.array(Versandversuch),
  verlauf: z.array(VerlaufEintrag),
  naechsterVersuchAt: z.iso.datetime().nullable().describe('wenn der Versand vorerst nicht gelang'),
  bekanntgabeDatum: z.iso.date().nullable().describe('bei Bescheiden, § 41 Absatz 2 VwVfG'),
  rueckmeldung: Rueckmeldung.nullable().describe(
    'Was ein Mailserver zu dem Schreiben gemeldet hat',
  ),
  dokumentId: z.uuid().nullable(),
  vorgaengerId: z.uuid().nullable().describe('an wessen Stelle es geschrieben wurde'),
  nachfolgerId: z.uuid().nullable().describe('was an seiner Stelle geschrieben wurde'),
  datei: z.string().nullable().describe('Adresse des fertigen PDF'),
  seiten: z.array(z.string()).describe('Adressen der Seitenbilder des fertigen PDF'),
  erlaubt: Erlaubt,
});
export type PostausgangDetail = z.infer<typeof PostausgangDetail>;
