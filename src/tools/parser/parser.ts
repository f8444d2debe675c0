import type { z } from 'zod';
import type { PageText, Word } from '../page-text.js';
import type { Isolation, WantedIsolation } from '../sandbox/isolation.js';
import type { DocumentLimits, PageCode, PageRange, TextLayerKind } from './protocol.js';
import type { inspectResultSchema, openedMailSchema } from './result-schema.js';

/** Limits of one parser child besides those of the file. */
export interface ParserLimits extends DocumentLimits {
  memoryMb: number;
  cpuSeconds: number;
  /** Wall clock for one call; `splitPages` and the archive copy get `pageMs` more for each page. */
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
  memoryMb: 1024,
  cpuSeconds: 60,
  wallClockMs: 60_000,
  pageMs: 15_000,
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

/** An opened mail; the attachments lie in the caller's output folder. */
export interface ParsedMail extends Omit<OpenedMail, 'attachments'> {
  attachments: (Omit<OpenedMail['attachments'][number], 'file'> & { path: string })[];
}

/**
 * A page of an archive copy and the words to lay over it: an image, or a page of a PDF, which is taken over
 * as it is where possible and rendered otherwise.
 */
export interface ArchiveSource {
  path: string;
  mediaType: 'image/jpeg' | 'image/png' | 'application/pdf';
  /** Page within the PDF, from 1. */
  number?: number;
  widthPt: number;
  heightPt: number;
  /** Quarter turns clockwise that bring the page upright (`rotated` of the OCR). */
  turn?: 0 | 90 | 180 | 270;
  words: readonly Word[];
}

/** Opens hostile files in children behind the strongest wall that the machine offers. */
export interface Parser {
  /** Which wall is in force; for the status page. */
  isolation(): Isolation;
  /** Counts pages and checks limits. Throws `NeedsClearing` with `pdf-encrypted`, `file-unreadable` or `limit-exceeded`. */
  inspect(file: {
    path: string;
    mediaType: string;
    signal?: AbortSignal | undefined;
  }): Promise<InspectResult>;
  /** Parses a mail and writes its attachments to `outDir`. */
  openMail(file: {
    path: string;
    outDir: string;
    signal?: AbortSignal | undefined;
  }): Promise<ParsedMail>;
  /** Splits a file, or a range of its pages, into images and text in `outDir`. */
  splitPages(file: {
    path: string;
    mediaType: string;
    outDir: string;
    pages?: PageRange;
    readCodes?: boolean;
    signal?: AbortSignal | undefined;
  }): Promise<{ pages: ParsedPage[] }>;
  /** Writes a searchable PDF to `outPath`; a scan out of a PDF keeps its original image. */
  renderArchiveCopy(copy: {
    pages: readonly ArchiveSource[];
    outPath: string;
    title: string;
    signal?: AbortSignal | undefined;
  }): Promise<{ pageCount: number; keptOriginalPages: number }>;
}
