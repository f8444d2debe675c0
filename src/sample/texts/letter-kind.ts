import type { SenderArt } from './thema.js';

/** The kinds of letters that arrive; `kindTexts` says for each what it is about. */
export const letterKinds = [
  'widerspruch',
  'einspruch-bussgeld',
  'antrag-wohngeld',
  'antrag-baugenehmigung',
  'nachreichung',
  'rechnung',
  'mahnung',
  'beschwerde',
  'auskunftsersuchen',
  'anwaltsschreiben',
  'gerichtsschreiben',
  'gewerbemeldung',
  'sondernutzung',
  'hundesteuer',
  'kita',
  'bewerbung',
  'fristverlaengerung',
  'schadensmeldung',
  'versicherungsanfrage',
  'meldebescheinigung',
  'ratenzahlung',
  'aufenthaltstitel',
  'baumfaellung',
] as const;

/** One kind of letter. */
export type LetterKind = (typeof letterKinds)[number];

/**
 * How letters of one kind are written. Templates are as in `Thema`; besides the facts they may use the voice:
 * `{ich} {mir} {mich} {mein} {meine} {meinen} {meinem} {meiner} {habe} {bin} {werde} {kann}` and `{e}` for the
 * ending of the verb ("bitt{e}"), which read "wir, uns, unser …" when an organisation writes, `{imWege} {ersuchen}` for Amtshilfe.
 */
export interface KindText {
  kind: LetterKind;
  /** How often it comes, relative to the others. */
  weight: number;
  /** Headings of the file plan that such letters concern. */
  themen: readonly string[];
  senders: Readonly<Partial<Record<SenderArt, number>>>;
  /** Share of the letters that belong to an existing Vorgang. */
  vorgangShare: number;
  subjects: readonly string[];
  openings: readonly string[];
  /** Paragraphs of which some are taken. */
  middles: readonly string[];
  endings: readonly string[];
  /** How many reasons and facts of the subject the letter takes, at least and at most. */
  gruende: readonly [number, number];
  details: readonly [number, number];
  /** Share of the letters that name enclosures. */
  enclosureShare: number;
  /** Enclosures of the kind, besides those of the subject. */
  enclosures?: readonly string[];
  /** A table or a form that belongs to the letter. */
  attachment?:
    | 'invoice'
    | 'reminder'
    | 'wohngeld'
    | 'gewerbe'
    | 'bauantrag'
    | 'umzug'
    | 'hund'
    | 'kita';
}
