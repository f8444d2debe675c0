import type { Rechnung } from '#tools/rechnung/begriffe.js';
import { readLeitwegId } from '#tools/rechnung/leitweg-id.js';
import { groupsOf, parseDecimal, textOf } from './zugriff.js';

/** What is looked for and compared of an invoice; null where it is absent or not readable. */
export interface Rechnungskopf {
  rechnungsnummer: string | null;
  verkaeufer: string | null;
  verkaeuferUstId: string | null;
  /** What makes a seller the same one: the VAT number, else the folded name. */
  verkaeuferSchluessel: string | null;
  /** YYYY-MM-DD */
  rechnungsdatum: string | null;
  waehrung: string | null;
  /** An exact decimal as text. */
  zahlbetrag: string | null;
  /** Only a valid one. */
  leitwegId: string | null;
}

/** Legal forms and punctuation do not tell two sellers apart. */
const foldName = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/\b(gmbh|mbh|ag|kg|ohg|gbr|ug|se|co|e\.?\s?k|e\.?\s?v|haftungsbeschrankt)\b\.?/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');

const keyOf = (vatId: string | undefined, name: string | undefined): string | null => {
  const vat = vatId?.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
  if (vat !== undefined && vat !== '') return `ust:${vat}`;
  const folded = foldName(name ?? '');
  return folded === '' ? null : `name:${folded}`;
};

const isDay = (text: string | undefined): text is string =>
  text !== undefined &&
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

/** The head of an invoice. */
export const kopfOf = (rechnung: Rechnung): Rechnungskopf => {
  const [seller] = groupsOf(rechnung, 'BG-4');
  const [totals] = groupsOf(rechnung, 'BG-22');
  const verkaeufer = textOf(seller, 'BT-27') ?? textOf(seller, 'BT-28');
  const ustId = textOf(seller, 'BT-31');
  const datum = textOf(rechnung, 'BT-2');
  const short = (text: string | undefined): string | null => text?.slice(0, 300) ?? null;
  return {
    rechnungsnummer: short(textOf(rechnung, 'BT-1')),
    verkaeufer: short(verkaeufer),
    verkaeuferUstId: short(ustId),
    verkaeuferSchluessel: short(keyOf(ustId, verkaeufer) ?? undefined),
    rechnungsdatum: isDay(datum) ? datum : null,
    waehrung: short(textOf(rechnung, 'BT-5')),
    zahlbetrag: parseDecimal(textOf(totals, 'BT-115'))?.toFixed() ?? null,
    leitwegId: readLeitwegId(textOf(rechnung, 'BT-10')).leitwegId ?? null,
  };
};
