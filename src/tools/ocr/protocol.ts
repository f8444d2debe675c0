import type { PictureQuality } from '../image/page-quality.js';
import type { PageText } from '../page-text.js';

/** What reads: the library that comes with the npm packages, or the machine's own program. */
export type EngineKind = 'tesseract.js' | 'native';

/** Where the `.traineddata` of the languages lie, and whether they are packed with gzip. */
export interface LanguageFolder {
  folder: string;
  packed: boolean;
}

/** What a child starts with, the first line on its input. */
export interface EngineStart extends LanguageFolder {
  engine: EngineKind;
  /** Path of the program; empty for the packaged library. */
  program: string;
  /** Names of the language data, the usual language first; a page is read in one of them. */
  languages: string[];
}

/**
 * What was done with the picture of a page before it was read (TR-RESISCAN A.NB.1), in the order of doing. The
 * original stays as it is; names are stored as they are here.
 */
export interface PageWork {
  /** Whole factor by which a finer scan was shrunk. */
  shrunk: number;
  /** Tone of pale print, 0 black to 255 white, before it was darkened; null where the print was dark enough. */
  darkenedFrom: number | null;
  /** Pieces of dark edges around the sheet that were removed. */
  borders: number;
  /** Specks that were removed from a black and white page. */
  specks: number;
  /** Quarter turns clockwise in degrees, then degrees by which the lines had fallen to the right. */
  turned: number;
  levelled: number;
  /** Resolution in which it was read. */
  dpi: number;
  /** Rows and columns of pixels that belonged to ruled lines. */
  rules: number;
  /** Name of the language data with which it was read. */
  language: string;
  /** Words that only a second look found. */
  secondLook: number;
  /** Read the second time, coarser and without layout, because the first time failed. */
  gentle: boolean;
}

/** Quarter turns clockwise, in degrees. */
export type PageTurn = 0 | 90 | 180 | 270;

/** A line on the child's standard input, followed by `bytes` bytes of binary PGM. */
export interface PageMessage {
  id: number;
  bytes: number;
  dpi: number;
  /** The first attempt ended badly: read coarser, as one block, without second looks. */
  gentle: boolean;
  /** The turn is known: read so, and try no other. */
  turn?: PageTurn | undefined;
}

/** What recognition found on one page; boxes are shares of the page as it was handed over. */
export interface RecognisedPage {
  text: PageText;
  /** Degrees by which the lines fell to the right before they were levelled. */
  angle: number;
  /** Quarter turns clockwise, in degrees, that bring the page upright. */
  rotated: PageTurn;
  /** Share of the characters on the page that lie in recognised words. */
  coverage: number;
  work: PageWork;
  quality: PictureQuality;
}
