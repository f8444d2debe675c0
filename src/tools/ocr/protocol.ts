import type { PageText } from '../page-text.js';

/** Language data that the pool can work with; names as they are stored with a page. */
export type OcrModel = 'deu 4.0.0_best_int' | 'deu fast';

/** Where `deu.traineddata` lies, and whether it is packed with gzip. First line on the child's input. */
export interface LanguageFolder {
  folder: string;
  packed: boolean;
}

/** A line on the child's standard input, followed by `bytes` bytes of binary PGM. */
export interface PageMessage {
  id: number;
  bytes: number;
  dpi: number;
}

/** What recognition found on one page; boxes are shares of the page as it was handed over. */
export interface RecognisedPage {
  text: PageText;
  /** Degrees by which the lines fell to the right before they were levelled. */
  angle: number;
  /** Quarter turns clockwise, in degrees, that bring the page upright. */
  rotated: 0 | 90 | 180 | 270;
  /** Share of the characters on the page that lie in recognised words. */
  coverage: number;
}
