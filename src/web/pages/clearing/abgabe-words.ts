import type {
  AbgabeGrund,
  AbgabeWeg,
  AbgabeWohin,
} from '#posteingang/clearingplatz/clearingplatz.schema.js';

/** Why an item is not for us. */
export const abgabeGruende: Readonly<Record<AbgabeGrund, string>> = {
  andere_behoerde: 'Eine andere Behörde ist zuständig',
  falsch_zugestellt: 'Falsch zugestellt: an jemand anderen adressiert',
  empfaenger_unbekannt: 'Empfänger ist hier nicht bekannt',
  werbung: 'Werbung ohne Bezug zur Verwaltung',
  sonstiges: 'Anderer Grund (bitte angeben)',
};

/** Where such an item goes. */
export const abgabeZiele: Readonly<Record<AbgabeWohin, string>> = {
  absender: 'Zurück an den Absender',
  behoerde: 'Weiter an die zuständige Behörde',
  empfaenger: 'Weiter an den richtigen Empfänger',
  vernichtet: 'Wird vernichtet',
};

/** By which way it goes. */
export const abgabeWege: Readonly<Record<AbgabeWeg, string>> = {
  post: 'Post',
  behoerdenpost: 'Behördenpost (Kurier)',
  bote: 'Bote',
  email: 'E-Mail',
  keiner: 'Kein Versand',
};
