/** What a spreadsheet program would take for a formula, also behind blanks. */
const formula = /^[\s]*[=+\-@\t\r]/;

/** A text as a cell of a CSV file that no spreadsheet program calculates: behind an apostrophe it stays a text. */
export const csvText = (value: string): string => {
  const safe = formula.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
};
