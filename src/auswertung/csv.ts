import { csvText } from '#tools/csv.js';
import type { Spalte, Tabelle, Zelle } from './auswertung.schema.js';

/*
 * CSV as German spreadsheet programs open it with a double click: UTF-8 with a byte order mark, semicolons, decimal
 * commas, CRLF. Shares are written in percent, durations in whole seconds; the head says so.
 */

const units: Readonly<Record<Spalte['art'], string>> = {
  text: '',
  anzahl: '',
  cent: ' (in Cent)',
  anteil: ' (in %)',
  sekunden: ' (in Sekunden)',
};

const cell = (value: Zelle, art: Spalte['art']): string => {
  if (value === null) return '';
  if (typeof value === 'string') return csvText(value);
  const shown = art === 'anteil' ? Math.round(value * 10_000) / 100 : value;
  return String(shown).replace('.', ',');
};

/** The table as a CSV file. */
export const csvOf = ({ spalten, zeilen }: Pick<Tabelle, 'spalten' | 'zeilen'>): string => {
  const head = spalten.map(({ titel, art }) => csvText(`${titel}${units[art]}`));
  const lines = zeilen.map((row) =>
    spalten.map(({ art }, at) => cell(row[at] ?? null, art)).join(';'),
  );
  return `\uFEFF${[head.join(';'), ...lines].join('\r\n')}\r\n`;
};
