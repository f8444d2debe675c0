import type { VorgangZustand } from '#eakte/eakte.schema.js';
import type { PermissionName } from '#organisation/organisation.schema.js';
import type { PostausgangZustand, Versandkanal } from '#postausgang/postausgang.schema.js';
import type { PosteingangZustand } from '#posteingang/posteingang.schema.js';

/** How a state looks beside its words; never the only information. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

interface Shown {
  text: string;
  tone: Tone;
}

/** The states of incoming items in the words of the Poststelle. */
export const posteingangZustaende: Readonly<Record<PosteingangZustand, Shown>> = {
  in_bearbeitung: { text: 'In Bearbeitung', tone: 'info' },
  clearing: { text: 'Clearing', tone: 'warning' },
  zugeordnet: { text: 'Zugeordnet', tone: 'success' },
  geteilt: { text: 'Geteilt', tone: 'neutral' },
  verschlossen: { text: 'Verschlossen', tone: 'warning' },
  abgewiesen: { text: 'Abgewiesen', tone: 'danger' },
  abgegeben: { text: 'Abgegeben', tone: 'neutral' },
};

/** The states of outgoing letters in the words of the Sachbearbeitung. */
export const postausgangZustaende: Readonly<Record<PostausgangZustand, Shown>> = {
  entwurf: { text: 'Entwurf', tone: 'neutral' },
  zur_freigabe: { text: 'Zur Freigabe', tone: 'info' },
  queued: { text: 'Versand vorgemerkt', tone: 'info' },
  claimed: { text: 'Versand läuft', tone: 'info' },
  committing: { text: 'Versand läuft', tone: 'info' },
  sent: { text: 'Versandt', tone: 'success' },
  unknown: { text: 'Versand ungeklärt', tone: 'warning' },
  failed: { text: 'Versand gescheitert', tone: 'danger' },
  storniert: { text: 'Storniert', tone: 'neutral' },
};

/** A released letter that somebody holds back. */
export const angehalten: Shown = { text: 'Angehalten', tone: 'warning' };

/** Whether a Vorgang is open or filed away. */
export const vorgangZustaende: Readonly<Record<VorgangZustand, Shown>> = {
  offen: { text: 'Offen', tone: 'info' },
  zda: { text: 'Zu den Akten', tone: 'neutral' },
};

/** How a letter leaves. */
export const versandkanaele: Readonly<Record<Versandkanal, string>> = {
  email: 'E-Mail',
  druck: 'Druck und Briefpost',
  ipp: 'Drucker im Haus und Briefpost',
  sftp: 'Druckdienstleister und Briefpost',
  portal: 'Bürgerpostfach',
  briefdienst: 'Briefdienst',
};

const kanaele: Readonly<Record<string, string>> = {
  upload: 'Hochgeladen',
  email: 'E-Mail',
  scan: 'Scan',
  trennung: 'Aus Stapel getrennt',
};

/** How an item came in. */
export const kanalText = (kanal: string): string => kanaele[kanal] ?? kanal;

const stufen: Readonly<Record<string, string>> = {
  receive: 'Wird angenommen',
  storeoriginal: 'Original wird abgelegt',
  checkviruses: 'Wird auf Schadsoftware geprüft',
  inspect: 'Datei wird geprüft',
  opencontainer: 'Anlagen werden entpackt',
  checkenclosures: 'Anlagen werden auf Schadsoftware geprüft',
  acknowledge: 'Eingangsbestätigung wird vorgemerkt',
  collate: 'Vorder- und Rückseiten werden zusammengeführt',
  splitpages: 'Seiten werden vorbereitet',
  recognisetext: 'Text wird gelesen',
  separate: 'Trennblätter werden gesucht',
  renderarchivecopy: 'Archivkopie wird erstellt',
  extract: 'Angaben werden erkannt',
  classify: 'Art und Zuständigkeit werden bestimmt',
  matchvorgang: 'Vorgang wird gesucht',
  route: 'Wird zugeordnet',
  attach: 'Wird zum Vorgang genommen',
  notify: 'Postkorb wird benachrichtigt',
  draft: 'Entwurf',
  render: 'Schreiben wird gesetzt',
  preflight: 'Schreiben wird geprüft',
  release: 'Wartet auf Freigabe',
  choosechannel: 'Versandweg wird bestimmt',
  dispatch: 'Wird versandt',
  provedispatch: 'Ab-Vermerk wird geschrieben',
  followup: 'Zustellung wird verfolgt',
};

/** What the machine does with an item at the moment. */
export const stufeText = (stage: string): string =>
  stufen[stage.replaceAll(/[^a-z]/gi, '').toLowerCase()] ?? stage;

const warteschlangen: Readonly<Record<string, string>> = {
  'posteingang.light': 'Posteingang: kurze Arbeiten',
  'posteingang.heavy': 'Posteingang: Dateien öffnen',
  'posteingang.urgent': 'Posteingang: Dateien öffnen, eilige Einzelbriefe',
  'posteingang.ocr': 'Posteingang: Texterkennung',
  'postausgang.light': 'Postausgang',
};

/** What the work in a queue is about. */
export const warteschlangeText = (name: string): string => warteschlangen[name] ?? name;

const rollen: Readonly<Record<string, string>> = {
  poststelle: 'Poststelle',
  sachbearbeitung: 'Sachbearbeitung',
  leitung: 'Leitung',
  postausgang: 'Postausgangsstelle',
  revision: 'Revision',
  administration: 'Administration',
};

/** The name of a role on the screen. */
export const rolleText = (rolle: string): string => rollen[rolle] ?? rolle;

/** What a permission lets a person or a token do. */
export const berechtigungen: Readonly<Record<PermissionName, string>> = {
  'posteingang:receive': 'Eingänge einliefern',
  'posteingang:register': 'Posteingangsbuch lesen',
  'posteingang:read': 'Inhalte von Eingängen lesen',
  'posteingang:clear': 'Eingänge im Clearing zuordnen',
  'verschluss:oeffnen': 'Verschlossene Post öffnen, die an einen gerichtet ist',
  'postkorb:read': 'Postkorb lesen und abarbeiten',
  'vorgang:read': 'Vorgänge und Dokumente lesen',
  'vorgang:write': 'Vorgänge anlegen und bearbeiten',
  'postausgang:read': 'Schreiben lesen',
  'postausgang:write': 'Schreiben verfassen',
  'postausgang:release': 'Schreiben freigeben',
  'postausgang:resolve': 'Ungeklärten Versand entscheiden',
  'postlauf:fuehren': 'Postläufe führen',
  'audit:read': 'Protokoll lesen',
  'organisation:read': 'Einheiten und Personen lesen',
  'organisation:manage': 'Einheiten und Personen verwalten',
  'betrieb:read': 'Betriebsübersicht lesen',
  'auswertung:read': 'Auswertung lesen',
  'modell:read': 'Modell und Stichprobe ansehen',
  'modell:manage': 'Modell zurücknehmen, Einheiten drosseln und öffnen',
  'vorlagen:manage': 'Vorlagen, Briefköpfe und Textbausteine pflegen und freigeben',
};

/** How a recognised document kind or form of check is worded; unknown ones as they are. */
export const textQuellen: Readonly<Record<string, string>> = {
  textlayer: 'Text aus der Datei',
  ocr: 'Text durch Texterkennung',
  mail: 'Text der E-Mail',
  none: 'Kein Text',
};

const mailarten: Readonly<Record<string, Shown>> = {
  unzustellbar: { text: 'Unzustellbarkeitsmeldung', tone: 'warning' },
  verzoegert: { text: 'Verzögerungsmeldung', tone: 'info' },
  abwesenheit: { text: 'Abwesenheitsnotiz', tone: 'neutral' },
  'automatische-antwort': { text: 'Automatische Antwort', tone: 'neutral' },
  missbrauchsmeldung: { text: 'Missbrauchsmeldung', tone: 'warning' },
  lesebestaetigung: { text: 'Lesebestätigung', tone: 'neutral' },
  newsletter: { text: 'Newsletter oder Verteiler', tone: 'neutral' },
  spamverdacht: { text: 'Spamverdacht', tone: 'warning' },
};

/** The kind of a mail as its mark beside the subject; undefined for ordinary mail. */
export const mailartShown = (art: string | undefined): Shown | undefined =>
  art === undefined ? undefined : mailarten[art];
