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
