import { csvText } from '#tools/csv.js';

/*
 * Lists as German spreadsheet programs open them: UTF-8 with a byte order mark, semicolons, decimal commas.
 */

/** Cents as euros with a decimal comma, without the sign. */
export const euro = (cent: number): string => (cent / 100).toFixed(2).replace('.', ',');

/** The lines of a file; texts that a spreadsheet program would take for a formula are defused. */
export const csv = (lines: readonly (readonly (string | number)[])[]): string =>
  `\uFEFF${lines
    .map((line) => line.map((cell) => (typeof cell === 'number' ? cell : csvText(cell))).join(';'))
    .join('\r\n')}\r\n`;
