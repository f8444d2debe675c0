import type { Contact } from './contacts.js';
import type { Random } from './random.js';
import type { LetterKind } from './texts/letter-kind.js';

/** One part of a letter, in reading order. */
export type Block =
  | { type: 'letterhead'; name: string; lines: readonly string[] }
  | { type: 'sender'; lines: readonly string[] }
  | { type: 'recipient'; mark?: string; lines: readonly string[] }
  | { type: 'info'; rows: readonly (readonly [label: string, value: string])[] }
  | { type: 'date'; text: string }
  | { type: 'reference'; text: string }
  | { type: 'subject'; lines: readonly string[] }
  | { type: 'salutation'; text: string }
  | { type: 'paragraph'; text: string }
  | { type: 'fields'; rows: readonly (readonly [label: string, value: string])[] }
  | {
      type: 'table';
      head: readonly string[];
      rows: readonly (readonly string[])[];
      total: readonly (readonly [string, string])[];
    }
  | { type: 'closing'; text: string }
  | { type: 'signature'; name: string; title?: string; hand: boolean }
  | { type: 'enclosures'; items: readonly string[] }
  | {
      type: 'appendix';
      title: string;
      paragraphs: readonly string[];
      rows: readonly (readonly [label: string, value: string])[];
    }
  | { type: 'footer'; lines: readonly string[] };

/** How a letter is set. */
export interface LetterStyle {
  layout: 'din' | 'citizen' | 'court';
  font: 'Noto Sans' | 'Libertinus Serif' | 'New Computer Modern' | 'DejaVu Sans Mono';
  sizePt: number;
  /** Grey level or colour of the letterhead. */
  accent: string;
}

/** Where our Geschaeftszeichen stands on the paper. */
export type ReferencePlacement = 'info' | 'reference' | 'subject' | 'sentence';

/** What is true about a letter: what recognition, extraction, matching and routing have to find. */
export interface LetterTruth {
  id: string;
  kind: LetterKind;
  /** Kuerzel of the office that has to deal with it. */
  organisationseinheit: string;
  /** Heading of the file plan, third level. */
  kennzeichen: string;
  /** The Vorgang that the letter belongs to, printed or not; absent where a new matter begins. */
  geschaeftszeichen?: string;
  /** Our reference as the sender wrote it; absent where the letter names none. */
  geschaeftszeichenPrinted?: string;
  geschaeftszeichenPlacement?: ReferencePlacement;
  /** The sender made a mistake: the printed reference belongs to no Vorgang. */
  geschaeftszeichenMistyped: boolean;
  vorgangBetreff?: string;
  /** The other side's reference as printed. */
  fremdesZeichen?: string;
  sender: Contact;
  /** Kuerzel of the office in the address field, which need not be the right one. */
  addressedTo?: string;
  /** Day of the letter, ISO. */
  datum: string;
  betreff: string;
  /** Amounts in euros as printed, in the order of the text. */
  betraege: readonly string[];
  /** What has to be paid, where the letter demands money. */
  zahlbetragCents?: number;
  /** The account that the letter names, without spaces. */
  iban?: string;
  /** The day until which the sender wants something, ISO. */
  frist?: string;
  einschreiben: boolean;
}

/** A letter before it is put on paper. */
export interface GeneratedLetter {
  truth: LetterTruth;
  style: LetterStyle;
  blocks: readonly Block[];
}

/** A block under construction: facts that all composing functions need. */
export interface Draft {
  random: Random;
  slots: Readonly<Record<string, string>>;
}

const pairLines = (rows: readonly (readonly [string, string])[]): string[] =>
  rows.map(([label, value]) => `${label} ${value}`);

const linesOf = (block: Block): readonly string[] => {
  switch (block.type) {
    case 'letterhead':
      return [block.name, ...block.lines];
    case 'sender':
    case 'subject':
    case 'footer':
      return block.lines;
    case 'recipient':
      return block.mark === undefined ? block.lines : [block.mark, ...block.lines];
    case 'info':
    case 'fields':
      return pairLines(block.rows);
    case 'date':
    case 'reference':
    case 'salutation':
    case 'paragraph':
    case 'closing':
      return [block.text];
    case 'table':
      return [
        block.head.join(' '),
        ...block.rows.map((row) => row.join(' ')),
        ...pairLines(block.total),
      ];
    case 'signature':
      return block.title === undefined ? [block.name] : [block.name, block.title];
    case 'enclosures':
      return ['Anlagen', ...block.items];
    case 'appendix':
      return [block.title, ...block.paragraphs, ...pairLines(block.rows)];
  }
};

/** The letter's words in reading order, one line of text per block line; the truth for OCR and the form for training. */
export const textOf = (letter: Pick<GeneratedLetter, 'blocks'>): string =>
  letter.blocks.map((block) => linesOf(block).join('\n')).join('\n\n');
