/** A named value as it is shown. */
export interface AnsichtZeile {
  name: string;
  wert: string;
}

/** A line of the invoice as it is shown. */
export interface AnsichtPosition {
  nummer: string;
  artikel: string;
  beschreibung: string;
  menge: string;
  preis: string;
  steuer: string;
  netto: string;
}

/** An invoice in the words of the standard, ready to be printed or shown; all of it is plain text. */
export interface RechnungsAnsicht {
  titel: string;
  /** Date of the invoice (BT-2) as it was written; '' where there is none. */
  datum: string;
  kopf: AnsichtZeile[];
  verkaeufer: string[];
  kaeufer: string[];
  positionen: AnsichtPosition[];
  /** How many lines there are beyond those that are shown. */
  weiterePositionen: number;
  zuAbschlaege: AnsichtZeile[];
  steuern: { kategorie: string; satz: string; basis: string; steuer: string; grund: string }[];
  summen: AnsichtZeile[];
  zahlung: AnsichtZeile[];
  unterlagen: string[];
  bemerkungen: string[];
}
