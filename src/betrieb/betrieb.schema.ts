import { z } from 'zod';

const anzahl = z.number().int().min(0);
/** Age in whole seconds by the clock of the database; null where there is nothing. */
const alterSekunden = z.number().int().min(0).nullable();

/** What needs attention, in German, worst first; an empty list means that all is well. */
export const BetriebMeldung = z.object({
  stufe: z.enum(['stoerung', 'warnung', 'hinweis']),
  text: z.string(),
});
export type BetriebMeldung = z.infer<typeof BetriebMeldung>;

/** One queue, as the database (not its back end) counts it. */
export const Warteschlange = z.object({
  name: z.string(),
  wartend: anzahl,
  laufend: anzahl,
  verzoegert: anzahl,
  gescheitert: anzahl,
});
export type Warteschlange = z.infer<typeof Warteschlange>;

/** Open work of one stage, as the database (not the queue) knows it. */
export const StufenStand = z.object({
  pipeline: z.enum(['posteingang', 'postausgang']),
  stage: z.string(),
  offen: anzahl.describe('Arbeitseinheiten, bei Seitenstufen einzelne Seiten'),
  aeltesteFaelligSekunden: alterSekunden,
});
export type StufenStand = z.infer<typeof StufenStand>;

/** Every accepted item is open, done or deleted with proof; `differenz` is 0 or something is wrong. */
export const Bilanz = z.object({
  angenommen: anzahl,
  inBearbeitung: anzahl,
  clearing: anzahl,
  zugeordnet: anzahl,
  geteilt: anzahl,
  abgewiesen: anzahl,
  abgegeben: anzahl.describe('nicht für uns'),
  geloescht: anzahl.describe('mit Nachweis gelöscht'),
  differenz: z.number().int(),
});
export type Bilanz = z.infer<typeof Bilanz>;

/** A part that Poststelle depends on. */
export const BetriebTeil = z.object({
  name: z.string().describe('z. B. Datenbank, Warteschlange, Speicher, Mailrelay'),
  art: z.string().describe('z. B. PostgreSQL 18 (mitgeliefert), Redis 7, Verzeichnis, S3'),
  zustand: z.enum(['in_ordnung', 'eingeschraenkt', 'gestoert', 'aus']),
  text: z.string().describe('ein Satz für die Systembetreuung; leer, wenn nichts zu sagen ist'),
  antwortMs: z.number().nullable(),
});
export type BetriebTeil = z.infer<typeof BetriebTeil>;

/** A folder in which a scanner puts files, as the last look at it found it. */
export const Scanordner = z.object({
  station: z.string(),
  wartend: anzahl,
  aeltesteSekunden: alterSekunden.describe('älteste wartende Datei'),
  geprueftSekunden: z.number().int().min(0).describe('seit dem letzten Blick hinein'),
  angenommen: anzahl,
  abgewiesen: anzahl,
  stoerung: z.string(),
});
export type Scanordner = z.infer<typeof Scanordner>;

/** A way by which mail comes by itself: the receiver for mail servers, or a mailbox. */
export const Postfach = z.object({
  quelle: z.string().describe('lmtp, smtp oder imap:<Name>'),
  name: z.string(),
  zustand: z.enum(['getrennt', 'verbunden', 'lauscht']),
  kontaktSekunden: alterSekunden.describe('seit dem letzten Kontakt'),
  letzteSekunden: alterSekunden.describe('seit der letzten E-Mail'),
  wartend: anzahl.describe('Nachrichten, die im Postfach liegen'),
  heute: anzahl.describe('heute angenommene Zustellungen ohne Wiederholungen'),
  beiseite: anzahl.describe('nicht lesbare Nachrichten, die eine Person ansehen muss'),
  differenz: anzahl.describe('in 7 Tagen gesehen oder quittiert, aber nicht angekommen'),
  stoerung: z.string(),
});
export type Postfach = z.infer<typeof Postfach>;

/** GET /api/betrieb: the operator's status, without personal data. */
export const BetriebStatus = z.object({
  at: z.iso.datetime(),
  version: z.string(),
  laufzeitSekunden: z.number().int(),
  dienste: z.array(z.string()).describe('Dienste dieses Prozesses: api, workers, keeper, mail'),
  meldungen: z.array(BetriebMeldung),
  teile: z.array(BetriebTeil),
  warteschlangen: z.array(Warteschlange),
  stufen: z.array(StufenStand),
  aeltesteFaelligSekunden: alterSekunden.describe('älteste fällige, nicht begonnene Arbeit'),
  clearing: z.object({ anzahl, aeltestesSekunden: alterSekunden }),
  quarantaene: anzahl.describe('Eingänge, in denen Schadsoftware gemeldet wurde'),
  gedrosselt: z
    .array(z.string())
    .describe('Einheiten (Kürzel), deren Post nicht mehr allein zugestellt wird'),
  postausgang: z.object({
    unterwegs: anzahl,
    unklar: anzahl.describe('Versand ungewiss: eine Person muss klären'),
    gescheitert: anzahl,
  }),
  eingangsbestaetigungen: z
    .object({ unterwegs: anzahl, unklar: anzahl, gescheitert: anzahl })
    .describe('Eingangsbestätigungen der letzten 7 Tage'),
  scanordner: z.array(Scanordner),
  postfaecher: z.array(Postfach),
  bilanz: Bilanz,
  isolation: z.object({
    modus: z.enum(['bubblewrap', 'process']).describe('wie fremde Dateien geöffnet werden'),
    text: z.string(),
  }),
  platte: z.object({
    freiBytes: z.number().nullable(),
    gesamtBytes: z.number().nullable(),
    mindestBytes: z.number().describe('darunter werden keine Eingänge angenommen'),
  }),
});
export type BetriebStatus = z.infer<typeof BetriebStatus>;
