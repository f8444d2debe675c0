import type { GeneratedLetter } from './letter.js';
import type { MailTruth } from './mails.js';
import type { Degradation } from './render/condition.js';
import type { FileForm } from './render.js';
import type { LetterKind } from './texts/letter-kind.js';

/** Seed of the fixtures and of the demo's city. */
export const fixtureSeed = 'lohwerda';

/** One planned letter: the first of the stream that matches is rendered so. */
export interface PlannedLetter {
  name: string;
  degradation: Degradation;
  form: FileForm;
  purpose: string;
  matches(letter: GeneratedLetter): boolean;
}

/** One planned mail. */
export interface PlannedMail {
  name: string;
  purpose: string;
  matches(truth: MailTruth): boolean;
}

const ofKind =
  (kind: LetterKind, reference: 'printed' | 'unprinted' | 'new' | 'any') =>
  ({ truth }: GeneratedLetter): boolean => {
    if (truth.kind !== kind || truth.geschaeftszeichenMistyped) return false;
    if (reference === 'any') return true;
    if (reference === 'new') return truth.geschaeftszeichen === undefined;
    if (reference === 'unprinted')
      return truth.geschaeftszeichen !== undefined && truth.geschaeftszeichenPrinted === undefined;
    return (
      truth.geschaeftszeichenPrinted === truth.geschaeftszeichen &&
      truth.geschaeftszeichen !== undefined
    );
  };

const hasAppendix = ({ blocks }: GeneratedLetter): boolean =>
  blocks.some(({ type }) => type === 'appendix');

/** The letters of `fixtures/letters`. */
export const fixtureLetters: readonly PlannedLetter[] = [
  {
    name: 'widerspruch-born-digital',
    degradation: 'born-digital',
    form: 'pdf',
    purpose: 'text layer, our Geschäftszeichen as printed by us',
    matches: ofKind('widerspruch', 'printed'),
  },
  {
    name: 'anwalt-born-digital',
    degradation: 'born-digital',
    form: 'pdf',
    purpose: 'foreign reference beside ours',
    matches: ofKind('anwaltsschreiben', 'printed'),
  },
  {
    name: 'rechnung-born-digital',
    degradation: 'born-digital',
    form: 'pdf',
    purpose: 'table, IBAN, due date',
    matches: ofKind('rechnung', 'printed'),
  },
  {
    name: 'bussgeld-office-scan',
    degradation: 'office-scan',
    form: 'pdf',
    purpose: 'usual scan at 300 dpi, skewed and folded',
    matches: ofKind('einspruch-bussgeld', 'printed'),
  },
  {
    name: 'gericht-clean',
    degradation: 'clean-200',
    form: 'pdf',
    purpose: 'court letter, clean scan at 200 dpi',
    matches: ofKind('gerichtsschreiben', 'printed'),
  },
  {
    name: 'unterlagen-two-pages',
    degradation: 'speckle',
    form: 'tiff',
    purpose: 'multi-page TIFF, Group 4, with an enclosure',
    matches: (letter) => ofKind('nachreichung', 'printed')(letter) && hasAppendix(letter),
  },
  {
    name: 'wohngeld-stamp',
    degradation: 'received-stamp',
    form: 'pdf',
    purpose: 'colour scan with the mark of an earlier receipt',
    matches: ofKind('antrag-wohngeld', 'any'),
  },
  {
    name: 'beschwerde-fax',
    degradation: 'fax',
    form: 'tiff',
    purpose: 'fax, 204 by 196 dpi, Group 4',
    matches: ofKind('beschwerde', 'new'),
  },
  {
    name: 'schaden-photo',
    degradation: 'phone-photo',
    form: 'jpeg',
    purpose: 'photograph of a letter, a new matter',
    matches: (letter) => ofKind('schadensmeldung', 'new')(letter) && !hasAppendix(letter),
  },
  {
    name: 'hundesteuer-rotated',
    degradation: 'rotated-180',
    form: 'pdf',
    purpose: 'upside down',
    matches: (letter) => ofKind('hundesteuer', 'printed')(letter) && !hasAppendix(letter),
  },
  {
    name: 'kita-skewed',
    degradation: 'skewed',
    form: 'pdf',
    purpose: 'more than 2 degrees askew, known Vorgang without reference',
    matches: (letter) => ofKind('kita', 'unprinted')(letter) && !hasAppendix(letter),
  },
  {
    name: 'versicherung-obscured',
    degradation: 'obscured',
    form: 'pdf',
    purpose: 'our reference is blacked out: only the foreign one and names remain',
    matches: (letter) => ofKind('versicherungsanfrage', 'printed')(letter) && !hasAppendix(letter),
  },
];

/** The mails of `fixtures/emails`. */
export const fixtureMails: readonly PlannedMail[] = [
  {
    name: 'plain',
    purpose: 'plain text in UTF-8',
    matches: ({ form, geschaeftszeichenPrinted }) =>
      form === 'plain' && geschaeftszeichenPrinted !== undefined,
  },
  {
    name: 'old-charset',
    purpose: 'windows-1252, quoted-printable',
    matches: ({ form }) => form === 'old',
  },
  {
    name: 'html-logo',
    purpose: 'HTML with a picture inside the text, no attachment to file',
    matches: ({ form }) => form === 'logo',
  },
  {
    name: 'reply',
    purpose: 'answer with our quoted mail',
    matches: ({ form, geschaeftszeichenPrinted }) =>
      form === 'reply' && geschaeftszeichenPrinted !== undefined,
  },
  {
    name: 'attachment',
    purpose: 'the letter is the attached PDF, with a picture beside it',
    matches: ({ attachments }) =>
      attachments.length === 2 && attachments.every(({ bytes }) => bytes < 90_000),
  },
];
