import type { Box } from '#tools/page-text.js';

/** Where something stands; `page` and `box` are null for what has no place, as the header of a mail. */
export interface Place {
  page: number | null;
  box: Box | null;
  /** Smallest recognition confidence of the words that it was read from, 0 to 1. */
  certainty: number;
}

/** A value that was read from a letter, with its source and, in German, why it was taken. */
export interface Reading<T = string> {
  value: T;
  raw: string;
  /** 0 to 1. */
  confidence: number;
  page: number | null;
  box: Box | null;
  reason: string;
}

export type SenderKind = 'citizen' | 'lawyer' | 'court' | 'company' | 'insurer' | 'authority';

/** Who wrote the letter, as far as it says so. */
export interface Sender {
  kind: Reading<SenderKind> | null;
  name: Reading | null;
  organisation: Reading | null;
  street: Reading | null;
  plz: Reading | null;
  ort: Reading | null;
  email: Reading | null;
}

/** Whose sign it is by its label: ours ("Ihr Zeichen"), the sender's ("Unser Zeichen"), or unsaid. */
export type ZeichenRole = 'ours' | 'theirs' | 'unlabelled';

/** How a Geschaeftszeichen was read, from certain to guessed. */
export type ZeichenForm =
  /** Character by character in our form. */
  | 'exact'
  /** Look-alike letters were taken for digits, blanks and dashes were put right. */
  | 'folded'
  /** A separator was lost or taken for another character, so that the parts are a guess. */
  | 'restored'
  /** One character could not be read at all; it stands as `?` in the value. */
  | 'damaged';

/** One way to read a Geschaeftszeichen of ours in the letter. */
export interface GeschaeftszeichenReading extends Reading {
  form: ZeichenForm;
  role: ZeichenRole;
  /** Number of the Dokument behind the year, where one is given. */
  dokument: number | null;
  /** Readings of the same place in the letter have the same number. */
  site: number;
}

/** A period that the sender sets: a day or a number of days. */
export type Deadline = { art: 'datum'; datum: string } | { art: 'dauer'; tage: number };

/** Ways to attack a decision that letters lodge. */
export type LegalRemedyKind = 'widerspruch' | 'einspruch' | 'klage';

/** A remedy that the letter lodges; our sign in it is among the `geschaeftszeichen`. */
export interface LegalRemedy {
  art: Reading<LegalRemedyKind>;
  /** ISO 8601 day of the decision that is attacked. */
  bescheidVom: Reading | null;
}

/** An enclosure that the letter names; `unclear` where more is there than can be told apart. */
export interface Enclosure extends Reading {
  state: 'found' | 'missing' | 'unclear';
}

/** Everything that was read from one letter; lists are ordered by confidence. */
export interface Extraction {
  sender: Sender;
  letterDate: Reading | null;
  subject: Reading | null;
  geschaeftszeichen: readonly GeschaeftszeichenReading[];
  foreignReferences: readonly Reading[];
  ibans: readonly Reading[];
  /** In cents. */
  amounts: readonly Reading<number>[];
  deadlines: readonly Reading<Deadline>[];
  kassenzeichen: readonly Reading[];
  rechnungsnummern: readonly Reading[];
  kundennummern: readonly Reading[];
  /** With right check digits. */
  leitwegIds: readonly Reading[];
  /** The address zone: our own address as it stands in the letter, line by line. */
  anschriftfeld: Reading | null;
  legalRemedy: LegalRemedy | null;
  /** ISO 8601 day on the stamp of receipt. */
  stampDate: Reading | null;
  enclosures: readonly Enclosure[];
  /** Lines of our own address above the town: names of offices and people that the letter is meant for. */
  recipientLines: readonly string[];
  /**
   * How much there is to read at all: words, and their mean confidence. `oddShare`: of the longer words those with a digit or
   * a mark among their letters, as bad recognition leaves them, whatever confidence it claims.
   */
  legibility: { words: number; meanConfidence: number; oddShare: number };
  /** The text of all pages, subject of the mail first. */
  text: string;
}
