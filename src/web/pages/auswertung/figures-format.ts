import type { Spalte, Zelle } from '#auswertung/auswertung.schema.js';
import { formatNumber, formatSeconds } from '#web/format.js';

const percent = new Intl.NumberFormat('de-DE', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

const money = new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' });

/** A cell of a table as it is read; nothing to tell is a dash. */
export const formatCell = (value: Zelle, art: Spalte['art']): string => {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  if (art === 'anteil') return percent.format(value);
  if (art === 'cent') return money.format(value / 100);
  return art === 'sekunden' ? formatSeconds(value) : formatNumber(value);
};

/** The same on an axis, without decimals. */
export const formatTick = (value: number, art: Spalte['art']): string =>
  art === 'anteil' ? `${Math.round(value * 100)} %` : formatCell(value, art);
