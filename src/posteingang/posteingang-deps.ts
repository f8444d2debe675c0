import type { Config } from '#config/schema.js';
import type { Clock } from '#infrastructure/clock.js';
import type { EventStream } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import type { OcrPool } from '#tools/ocr/create-ocr-pool.js';
import type { OfficeConverter } from '#tools/office/create-office-converter.js';
import type { PageScaler } from '#tools/page-image/create-page-scaler.js';
import type { ParsedMail, Parser } from '#tools/parser/create-parser.js';
import type { RechnungsAnsicht } from '#tools/rechnung/ansicht.js';
import type { OfficeBlatt } from '#tools/typst/office-blatt.js';
import type { LetterClassifier } from '#understanding/index.js';
import type { EigeneSchreiben } from './eigene-schreiben.js';
import type { ModelSource } from './lernen/model-source.js';
import type { Receiver } from './receive.js';
import type { Trennregeln } from './trennung/plan.js';
import type { Virenpruefung } from './virenpruefung/pruefung.js';

/** A mail, or one that was forwarded in it, as its cover shows it. */
export interface CoverMail extends Pick<ParsedMail, 'head' | 'text' | 'beside'> {
  /** The formatted text, where there is one. */
  safeHtml?:
    | Pick<NonNullable<ParsedMail['safeHtml']>, 'blocked' | 'cut' | 'blocks' | 'blocksCut'>
    | undefined;
  attachments: readonly { fileName: string; size: number; sha256: string }[];
}

/** What the stages of the way in work with. */
export interface PosteingangDeps {
  db: Db;
  blobs: BlobStore;
  config: Config;
  parser: Parser;
  ocr: OcrPool;
  renderMailCover: (mail: CoverMail) => Promise<{ bytes: Uint8Array; pages: number }>;
  /** Renders the words of an office document. */
  renderOffice: (office: OfficeBlatt) => Promise<{ bytes: Uint8Array; pages: number }>;
  /** Sets an office document as PDF with LibreOffice, where the machine has it. */
  convertOffice: OfficeConverter['convert'];
  /** The readable page of an electronic invoice. */
  renderRechnung: (view: RechnungsAnsicht) => Promise<{ bytes: Uint8Array; pages: number }>;
  /** The model in force; loaded once and again when a newer one has been activated. */
  classifier: () => Promise<LetterClassifier>;
  newId: () => string;
  /** Letters of ours that mails speak of. */
  eigeneSchreiben: EigeneSchreiben;
  /** Which sheets cut a stack. */
  trennregeln: Trennregeln;
  virenpruefung: Virenpruefung;
  /** Draws the sample and makes the keys of senders. */
  stichprobenSchluessel: Buffer;
}

/** What the routes of the way in work with. */
export interface PosteingangRouteDeps {
  db: Db;
  blobs: BlobStore;
  config: Config;
  clock: Clock;
  receiver: Receiver;
  events: EventStream;
  scaler: PageScaler;
  virenpruefung: Virenpruefung;
  /** Says what an answer has taught; without it the answers are kept, and learned by the processes that have a model. */
  models?: ModelSource;
  /** Signs cover and separator sheets. */
  blattSchluessel: Buffer;
  /** Wakes workers after a commit; best effort. */
  afterCommit: (queues: readonly string[]) => void;
}
