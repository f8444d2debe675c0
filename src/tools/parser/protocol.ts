import type { ReadCode } from '../code-formats.js';
import type { SmimeSettings } from '../mail/smime.js';
import type { AuthenticateMailTask } from '../mail-auth/check-mail.js';
import type { PageText } from '../page-text.js';

/** Bounds for one file; the defaults hold for the largest mail that a city gets in one piece. */
export interface DocumentLimits {
  maxPages: number;
  /** Pixels of one page as delivered; larger ones go to Clearing. */
  maxPixels: number;
  /** Pixels up to which a page is drawn for the screen, in colour; larger paper gets fewer dots per inch. */
  maxViewPixels: number;
  /** The same for the grey image for OCR. */
  maxOcrPixels: number;
  viewDpi: number;
  ocrDpi: number;
  maxMailParts: number;
  maxMailDepth: number;
  /** Bytes of all attachments of one mail, or all files of one archive, unpacked. */
  maxMailBytes: number;
  /** Archives within archives. */
  maxArchiveDepth: number;
}

/** What a child found out before it gave up; the parent turns it into a failure of the mailroom. */
export const childFailureCodes = [
  'pdf-encrypted',
  'file-unreadable',
  'page-unreadable',
  'limit-exceeded',
  'media-type-unsupported',
  'archive-encrypted',
] as const;
export type ChildFailureCode = (typeof childFailureCodes)[number];

/** Which limit was exceeded, for the clerk's message. */
export const exceededLimits = [
  'pages',
  'pixels',
  'mail-parts',
  'mail-size',
  'archive-files',
  'archive-size',
  'memory',
] as const;
export type ExceededLimit = (typeof exceededLimits)[number];

/** Raised inside the child only. */
export class ChildFailure extends Error {
  constructor(
    readonly code: ChildFailureCode,
    readonly limit?: ExceededLimit,
  ) {
    super(code);
  }
}

/** First and last page, counted from 1, both included. */
export interface PageRange {
  from: number;
  to: number;
}

export interface InspectTask {
  task: 'inspect';
  input: string;
  mediaType: string;
  limits: DocumentLimits;
}

export interface OpenMailTask {
  task: 'openMail';
  input: string;
  out: string;
  /** The child cannot read the files of the operator, so it is given what they hold. */
  smime?: SmimeSettings;
  limits: DocumentLimits;
}

/** Takes files out of a ZIP or a PDF that carries some. */
export interface UnpackTask {
  task: 'unpack';
  input: string;
  out: string;
  mediaType: string;
  limits: DocumentLimits;
}

export interface SplitPagesTask {
  task: 'splitPages';
  input: string;
  out: string;
  mediaType: string;
  pages?: PageRange;
  readCodes: boolean;
  /** Typeset by us: what its text layer says is what stands on the page, however odd. */
  typeset: boolean;
  limits: DocumentLimits;
}

/** Reads an invoice out of an XML and writes the files in it. */
export interface ReadInvoiceTask {
  task: 'readInvoice';
  input: string;
  out: string;
  limits: DocumentLimits;
}

/** Reads the words of an office document. */
export interface ReadOfficeTask {
  task: 'readOffice';
  input: string;
  mediaType: string;
}

export type ParserTask =
  | InspectTask
  | OpenMailTask
  | AuthenticateMailTask
  | UnpackTask
  | SplitPagesTask
  | ReadInvoiceTask
  | ReadOfficeTask;

/** What the text layer of a PDF page turned out to be. */
export const textLayerKinds = ['none', 'native', 'hidden', 'rejected'] as const;
export type TextLayerKind = (typeof textLayerKinds)[number];

/** A machine-readable code on a page. */
export type PageCode = ReadCode;

/** One page as the child reports it; paths are names in the output folder. */
export interface SplitPage {
  number: number;
  /** JPEG for the screen. */
  image: string;
  width: number;
  height: number;
  dpi: number;
  /** Size of the paper in points (1/72 inch). */
  widthPt: number;
  heightPt: number;
  /** For the archive copy: TIFF of fax group 4 or JPEG; absent where `image` is as good. */
  archiveImage?: string;
  /** Grey PGM for OCR; absent where no OCR is needed. */
  ocrImage?: string;
  ocrDpi?: number;
  textLayer: TextLayerKind;
  text?: PageText;
  blank: boolean;
  /** The image ended early; what is missing is grey or white. */
  damaged: boolean;
  codes: PageCode[];
}
