import { formatDate } from './format.js';

const fields: Readonly<Record<string, string>> = {
  absenderName: 'Absender',
  absenderOrganisation: 'Organisation',
  absenderArt: 'Art des Absenders',
  absenderStrasse: 'Straße',
  absenderPlz: 'Postleitzahl',
  absenderOrt: 'Ort',
  absenderEmail: 'E-Mail',
  betreff: 'Betreff',
  datumDesSchreibens: 'Datum des Schreibens',
  geschaeftszeichen: 'Unser Zeichen',
  fremdesGeschaeftszeichen: 'Zeichen des Absenders',
  iban: 'IBAN',
  betrag: 'Betrag',
  rechnungsnummer: 'Rechnungsnummer',
  leitwegId: 'Leitweg-ID',
  faelligAm: 'Fällig am',
  frist: 'Frist',
  kassenzeichen: 'Kassenzeichen',
  kundennummer: 'Kundennummer',
  anschriftfeld: 'Anschriftfeld',
  eingangsstempel: 'Tag auf dem Eingangsstempel',
  rechtsbehelf: 'Rechtsbehelf',
  rechtsbehelfBescheidVom: 'Angegriffener Bescheid vom',
  anlage: 'Anlage',
  anlageFehlt: 'Anlage fehlt',
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const spaced = (name: string): string =>
  capitalised(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' '));

/** The name of a recognised field on the screen. */
export const feldText = (name: string): string => fields[name] ?? spaced(name);

const senderKinds: Readonly<Record<string, string>> = {
  citizen: 'Bürgerin oder Bürger',
  lawyer: 'Rechtsanwaltskanzlei',
  court: 'Gericht',
  company: 'Unternehmen',
  insurer: 'Versicherung',
  authority: 'Behörde',
};

/** A recognised value as people write it. */
export const feldWert = (field: { name: string; wert: string }): string => {
  if (field.name === 'absenderArt') return senderKinds[field.wert] ?? field.wert;
  if (field.name === 'rechtsbehelf') return capitalised(field.wert);
  if (field.name === 'anschriftfeld') return field.wert.replaceAll('\n', ', ');
  return /^\d{4}-\d{2}-\d{2}$/.test(field.wert) ? formatDate(field.wert) : field.wert;
};

const kinds: Readonly<Record<string, string>> = {
  'antrag-baugenehmigung': 'Antrag auf Baugenehmigung',
  'antrag-wohngeld': 'Antrag auf Wohngeld',
  baumfaellung: 'Antrag auf Baumfällung',
  'einspruch-bussgeld': 'Einspruch gegen Bußgeldbescheid',
  fristverlaengerung: 'Antrag auf Fristverlängerung',
  kita: 'Kita-Angelegenheit',
};

/** A kind of letter, as the machine or a clerk named it. */
export const artText = (art: string): string => kinds[art] ?? spaced(art);
