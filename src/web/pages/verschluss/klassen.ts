import type { Merkmal, Oeffner, Verschlussklasse } from '#posteingang/verschluss/regeln.schema.js';

/** What the classes of sealed mail are called. */
export const klassen: Readonly<Record<Verschlussklasse, string>> = {
  persoenlich: 'Persönlich',
  vertraulich: 'Vertraulich',
  vergabe: 'Vergabeangebot',
  personal: 'Personalangelegenheit',
  personalrat: 'Personalvertretung',
  briefwahl: 'Briefwahl',
  gesundheit_soziales: 'Gesundheits- und Sozialdaten',
  vs: 'Verschlusssache',
};

/** What a rule looks at. */
export const merkmale: Readonly<Record<Merkmal, string>> = {
  vermerk: 'Wörter auf dem Umschlag',
  name_vor_behoerde: 'Name vor der Behörde (Wörter der Behörde)',
  zu_haenden: '„Zu Händen“ und Ähnliches',
  empfaengeradresse: 'E-Mail-Adresse des Empfängers',
  absenderadresse: 'E-Mail-Adresse des Absenders (Umschlag)',
  eingangsort: 'Scanstation oder Postfach',
};

/** Who may open. */
export const oeffner: Readonly<Record<Oeffner, string>> = {
  empfaenger: 'die Person auf dem Umschlag',
  einheit: 'die genannte Einheit',
  zwei: 'zwei Personen der Vergabestelle gemeinsam nach Fristablauf',
};

/** The class on the screen, also where none holds. */
export const klassenText = (klasse: Verschlussklasse | null): string =>
  klasse === null ? 'Wird geöffnet' : klassen[klasse];

/** Choices of a list. */
export const optionsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

/** Where sealed mail stands. */
export const staende = {
  verschlossen: { text: 'Verschlossen', tone: 'warning' },
  geoeffnet: { text: 'Geöffnet', tone: 'info' },
  uebergeben: { text: 'Verschlossen übergeben', tone: 'success' },
  freigegeben: { text: 'Zur Bearbeitung freigegeben', tone: 'success' },
} as const;

/** What lies in the store. */
export const inhalte = {
  datei: 'Datei, verschlüsselt',
  umschlagbild: 'nur ein Bild des geschlossenen Umschlags, verschlüsselt',
  papier: 'nur Papier; es gibt keine Datei',
} as const;
