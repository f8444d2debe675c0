import { addressZone, findAddresses, isOwnAddress, type OwnAddress } from './address.js';
import { findDeadlines } from './deadlines.js';
import { findEnclosures } from './enclosures.js';
import { findForeignReferences } from './foreign-reference.js';
import { findGeschaeftszeichen } from './geschaeftszeichen.js';
import { findLabelledNumbers } from './labelled-number.js';
import { linesOf, type NumberedPage, type TextLine } from './layout.js';
import { findLegalRemedy } from './legal-remedy.js';
import { findLetterDate } from './letter-date.js';
import { findAmounts, findIbans } from './money.js';
import type { Extraction, Reading } from './reading.js';
import { receiptStampLines } from './receipt-stamp.js';
import { findSender, type MailHeader } from './sender.js';
import { findStampDate } from './stamp-date.js';
import { type LetterStructure, structureOf } from './structure.js';
import { findSubject } from './subject.js';

/** What the extraction must know about us and about the way the letter came. */
export interface ExtractionContext {
  /** Mail domains of the authority; addresses in them are never the sender's. */
  ownDomainNames?: readonly string[];
  ownAddress?: OwnAddress;
  /** Kuerzel of all Organisationseinheiten: the first part of our Geschaeftszeichen. */
  knownOrganisationseinheiten: readonly string[];
  /** ISO 8601 day; no letter is dated later. */
  today: string;
  mail?: MailHeader;
  /** Names of the files that came with the letter, without the letter itself. */
  fileNames?: readonly string[];
}

const mailDate = (mail: MailHeader | undefined): Reading | null => {
  const value = mail?.date.slice(0, 10) ?? '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  return {
    value,
    raw: mail?.date ?? '',
    confidence: 0.95,
    page: null,
    box: null,
    reason: 'Datum der E-Mail',
  };
};

/** How much there is to read, and how sure recognition was; text that came as text is sure. */
const legibilityOf = (pages: readonly NumberedPage[]): Extraction['legibility'] => {
  const words = pages.reduce((sum, page) => sum + countWords(page.text.text), 0);
  const recognised = pages.filter((page) => page.text.words.length > 0);
  const oddShare = oddShareOf(pages);
  if (recognised.length === 0) return { words, meanConfidence: words > 0 ? 1 : 0, oddShare };
  const sum = recognised.reduce((total, page) => total + page.text.meanConfidence, 0);
  return { words, meanConfidence: sum / recognised.length, oddShare };
};

/** Numbers and amounts, which may stand anywhere. */
const valuesOf = (
  written: readonly TextLine[],
  today: string,
): Pick<
  Extraction,
  | 'ibans'
  | 'amounts'
  | 'deadlines'
  | 'kassenzeichen'
  | 'rechnungsnummern'
  | 'kundennummern'
  | 'leitwegIds'
> => ({
  ibans: findIbans(written),
  amounts: findAmounts(written),
  deadlines: findDeadlines(written, today),
  kassenzeichen: findLabelledNumbers(written, 'kassenzeichen'),
  rechnungsnummern: findLabelledNumbers(written, 'rechnungsnummer'),
  kundennummern: findLabelledNumbers(written, 'kundennummer'),
  leitwegIds: findLabelledNumbers(written, 'leitwegId'),
});

/** Who writes to whom, when and about what: what stands in the head of the letter. */
const headOf = (
  { lines, structure }: { lines: readonly TextLine[]; structure: LetterStructure },
  context: ExtractionContext,
): Pick<Extraction, 'sender' | 'letterDate' | 'subject' | 'anschriftfeld' | 'recipientLines'> => {
  const { mail, ownAddress: own } = context;
  const firstPage = lines.filter((line) => line.page === lines[0]?.page);
  const ownAddresses = findAddresses(firstPage).filter((address) => isOwnAddress(address, own));
  return {
    sender: findSender({
      lines,
      structure,
      own,
      ownDomains: (context.ownDomainNames ?? []).map((name) => name.toLowerCase()),
      mail,
    }),
    letterDate:
      findLetterDate({
        lines: firstPage.filter((line) => line.text !== ''),
        bodyStart: structure.bodyStart,
        today: context.today,
      }) ?? mailDate(mail),
    subject: findSubject({ lines, structure, mail }),
    anschriftfeld: addressZone(ownAddresses),
    recipientLines: ownAddresses.flatMap(({ names }) => names),
  };
};

/**
 * Reads the fields of one letter from the text of its pages. Nothing is guessed: what is not there is
 * null or missing from its list, and every value says where it stands and why it was taken.
 */
export const extractFields = (
  given: readonly NumberedPage[],
  context: ExtractionContext,
): Extraction => {
  const pages = given.slice(0, mostPages).map(beginningOf);
  const all = linesOf(pages);
  const stamp = receiptStampLines(all);
  const lines = all.filter((line) => !stamp.has(line));
  const written = lines.filter((line) => line.text !== '');
  const structure = structureOf(written);
  const { mail, today } = context;
  const subjectLine =
    mail === undefined || mail.subject === '' ? [] : linesOf([mailSubjectPage(mail.subject)]);
  const geschaeftszeichen = findGeschaeftszeichen({
    lines: [...subjectLine, ...written],
    kuerzel: context.knownOrganisationseinheiten,
    today,
  });
  const head = headOf({ lines, structure }, context);
  const subject = head.subject?.value ?? '';
  return {
    ...head,
    ...valuesOf(written, today),
    geschaeftszeichen: geschaeftszeichen.map((reading) =>
      reading.page === mailSubjectNumber ? { ...reading, page: null, box: null } : reading,
    ),
    foreignReferences: findForeignReferences(written, geschaeftszeichen),
    legalRemedy: findLegalRemedy({ lines: written, structure, subject, today }),
    stampDate: findStampDate(stamp, { today, letterDate: head.letterDate?.value ?? null }),
    enclosures: findEnclosures({
      lines: written,
      structure,
      pages,
      parts: { fileNames: context.fileNames ?? [] },
    }),
    legibility: legibilityOf(pages),
    text: [mail?.subject ?? '', ...pages.map((page) => page.text.text)]
      .filter((part) => part !== '')
      .join('\n')
      .slice(0, mostCharacters),
  };
};

/** A letter says who, what and when on its first pages; what lies behind are enclosures, and may be thousands. */
const mostPages = 30;
/** Far more than a page of a letter holds. A mail or a text layer may bring a megabyte on one page. */
const mostCharactersOfPage = 20_000;
const mostWordsOfPage = 4_000;
const mostCharacters = 100_000;

const beginningOf = (page: NumberedPage): NumberedPage => ({
  ...page,
  text: {
    ...page.text,
    text: page.text.text.slice(0, mostCharactersOfPage),
    words: page.text.words.slice(0, mostWordsOfPage),
  },
});

/** No page of a letter has this number: the subject of a mail is read like a page of its own. */
const mailSubjectNumber = -1;

const mailSubjectPage = (subject: string): NumberedPage => ({
  number: mailSubjectNumber,
  text: { source: 'mail', text: subject, words: [], meanConfidence: 1 },
});

/** Enough for a share; a text with fewer long words is judged by its confidence alone. */
const fewestLongWords = 20;

const oddShareOf = (pages: readonly NumberedPage[]): number => {
  const words = pages
    .flatMap(({ text }) => text.text.split(/\s+/))
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => (word.match(/\p{L}/gu)?.length ?? 0) >= 4 && !/[@/]|\.\p{L}/u.test(word));
  if (words.length < fewestLongWords) return 0;
  return words.filter((word) => /\p{L}[\d|!§$&_.,'~]\p{L}/u.test(word)).length / words.length;
};

const countWords = (text: string): number => text.match(/\p{L}{2,}/gu)?.length ?? 0;
