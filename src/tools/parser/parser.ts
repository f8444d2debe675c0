import type { z } from 'zod';
import type { openedMailSchema } from '../mail/mail-result.js';
import type { SmimeSettings } from '../mail/smime.js';
import type { CheckOutcome, SmtpClient } from '../mail-auth/check-outcome.js';
import type { DnsAnswers } from '../mail-auth/dns-questions.js';
import type { OfficeText } from '../office/read-office.js';
import type { PageText } from '../page-text.js';
import type { Rechnung } from '../rechnung/begriffe.js';
import type { readInvoiceSchema } from '../rechnung/rechnung-schema.js';
import type { Isolation, WantedIsolation } from '../sandbox/isolation.js';
import type { DocumentLimits, PageCode, PageRange, TextLayerKind } from './protocol.js';
import type { inspectResultSchema, unpackedSchema } from './result-schema.js';

/** Limits of one parser child besides those of the file. */
export interface ParserLimits extends DocumentLimits {
  memoryMb: number;
  /** Processor time for opening a file, and for each page. */
  cpuSeconds: number;
  /** Wall clock for opening a file; then each page has `pageMs` until the next one begins. */
  wallClockMs: number;
  pageMs: number;
  /** Largest single file that a child may write. */
  fileMb: number;
}

/** Bounds that every real letter stays under and every bomb of the tests runs into. */
export const defaultParserLimits: ParserLimits = {
  maxPages: 2000,
  maxPixels: 200_000_000,
  maxViewPixels: 16_000_000,
  maxOcrPixels: 40_000_000,
  viewDpi: 200,
  ocrDpi: 250,
  maxMailParts: 500,
  maxMailDepth: 10,
  maxMailBytes: 200_000_000,
  maxArchiveDepth: 3,
  memoryMb: 768,
  cpuSeconds: 15,
  wallClockMs: 60_000,
  pageMs: 30_000,
  fileMb: 512,
};

/** The part of a logger that tools use; facts never hold names or contents. */
export interface ToolLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface ParserOptions {
  isolation: WantedIsolation;
  limits?: Partial<ParserLimits>;
  log: ToolLog;
  /** Keys and authorities for signed and encrypted mails. */
  smime?: SmimeSettings;
  /**
   * Keeps one child ready with its libraries loaded, and the child of a document for a moment for its next task.
   * Whoever asks for it has to `close` the parser.
   */
  warm?: boolean;
}

export type InspectResult = z.infer<typeof inspectResultSchema>;

/** A page of a split file; paths lie in the caller's output folder. */
export interface ParsedPage {
  /** Counted from 1 within the file. */
  number: number;
  /** For the screen, at most `viewDpi`. */
  imagePath: string;
  imageMediaType: 'image/jpeg';
  width: number;
  height: number;
  dpi: number;
  widthPt: number;
  heightPt: number;
  /** For the archive copy: TIFF of fax group 4 or JPEG; undefined where the image for the screen is as good. */
  archiveImagePath: string | undefined;
  /** Grey PGM for `ocr.recognise` with its resolution; undefined where no OCR is needed. */
  ocrImagePath: string | undefined;
  ocrDpi: number | undefined;
  textLayer: TextLayerKind;
  text: PageText | undefined;
  blank: boolean;
  damaged: boolean;
  codes: readonly PageCode[];
}

type OpenedMail = z.infer<typeof openedMailSchema>;

/** An opened mail; attachments and HTML lie in the caller's output folder. */
export interface ParsedMail extends Omit<OpenedMail, 'attachments' | 'html' | 'safeHtml'> {
  /** The HTML of the body as UTF-8, as the sender wrote it: never to be shown as it is. */
  html?: { path: string; size: number };
  /** The same, made safe to be shown. */
  safeHtml?: Omit<NonNullable<OpenedMail['safeHtml']>, 'file'> & { path: string };
  attachments: (Omit<OpenedMail['attachments'][number], 'file'> & { path: string })[];
}

/** The files out of a ZIP or a PDF; they lie in the caller's output folder. */
export type UnpackedPart = Omit<z.infer<typeof unpackedSchema>['files'][number], 'file'> & {
  path: string;
};

type ReadInvoice = z.infer<typeof readInvoiceSchema>;

/** What an XML turned out to be; the files in it lie in the caller's output folder. */
export type ParsedInvoice =
  | Exclude<ReadInvoice, { outcome: 'rechnung' }>
  | {
      outcome: 'rechnung';
      rechnung: Rechnung;
      unterlagen: Omit<UnpackedPart, 'sha256' | 'index'>[];
    };

/** Opens hostile files in children behind the strongest wall that the machine offers. */
export interface Parser {
  /** Which wall is in force; for the status page. */
  isolation(): Isolation;
  /** Ends the children that wait. */
  close(): Promise<void>;
  /** Counts pages and checks limits. Throws `NeedsClearing` with `pdf-encrypted`, `file-unreadable` or `limit-exceeded`. */
  inspect(file: {
    path: string;
    /** What names the content, its hash for example; calls for the same content may share a child. */
    key?: string;
    mediaType: string;
    signal?: AbortSignal | undefined;
  }): Promise<InspectResult>;
  /** Parses a mail and writes its attachments to `outDir`. */
  openMail(file: {
    path: string;
    outDir: string;
    signal?: AbortSignal | undefined;
  }): Promise<ParsedMail>;
  /** Checks the sender's domain of a mail with the answers of the DNS given; asks nobody itself. */
  authenticateMail(file: {
    path: string;
    key?: string;
    client?: SmtpClient | undefined;
    answers: DnsAnswers;
    signal?: AbortSignal | undefined;
  }): Promise<CheckOutcome>;
  /** Writes the files that a ZIP, or a PDF, carries to `outDir`; archives in a ZIP are opened too. */
  unpack(file: {
    path: string;
    mediaType: string;
    outDir: string;
    signal?: AbortSignal | undefined;
  }): Promise<UnpackedPart[]>;
  /**
   * Reads an electronic invoice; the files that lie in it are written to `outDir`. What is no safe, well-formed XML or
   * no invoice is an outcome and no failure.
   */
  readInvoice(file: {
    path: string;
    outDir: string;
    signal?: AbortSignal | undefined;
  }): Promise<ParsedInvoice>;
  /** Reads the words of an office document (`isOfficeType`), without its looks. */
  readOffice(file: {
    path: string;
    mediaType: string;
    signal?: AbortSignal | undefined;
  }): Promise<OfficeText>;
  /** Splits a file, or a range of its pages, into images and text in `outDir`. */
  splitPages(file: {
    path: string;
    key?: string;
    mediaType: string;
    outDir: string;
    pages?: PageRange;
    readCodes?: boolean;
    /** Typeset by us: its text layer holds, and documents of the same `key` may share a child one after the other. */
    typeset?: boolean;
    /** Nobody waits for it: its child gives way to others. */
    background?: boolean;
    signal?: AbortSignal | undefined;
  }): Promise<{ pages: ParsedPage[] }>;
}
