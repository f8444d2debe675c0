import type { Box } from './page-text.js';

/** The kinds of codes that are looked for. */
export const codeFormats = [
  'QRCode',
  'DataMatrix',
  'Aztec',
  'PDF417',
  'Code128',
  'Code39',
  'PatchCode',
] as const;
export type CodeFormat = (typeof codeFormats)[number];

/** A code that a page carries: its text and where it stands. */
export interface ReadCode {
  format: CodeFormat;
  text: string;
  box: Box;
}
