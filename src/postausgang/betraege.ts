import Big from 'big.js';
import { german } from '#understanding/index.js';

/** Optional minus, then digits with or without dots between thousands, then at most two decimal places. */
const amountForm = /^[-−–]?(?:\d{1,3}(?:\.\d{3}){1,3}|\d{1,12})(?:,\d{1,2})?$/;
const quantityForm = /^(?:\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,\d{1,3})?$/;

const decimal = (written: string, form: RegExp): Big | undefined => {
  const compact = written.replaceAll(/[\s\u00a0\u202f]|€|EUR$/g, '').replace(/,(?:-|–|—)+$/, '');
  if (!form.test(compact)) return undefined;
  return new Big(compact.replaceAll('.', '').replace(',', '.').replace(/^[−–]/, '-'));
};

/** An amount in euros as it is written in German, exactly; undefined for what is none. */
export const parseBetrag = (written: string): Big | undefined => decimal(written, amountForm);

/** A quantity, once where nothing is written; undefined for what is none. */
export const parseMenge = (written: string): Big | undefined =>
  written.trim() === '' ? new Big(1) : decimal(written, quantityForm);

/** An amount as it is printed: two decimal places, dots between thousands, a real minus. */
export const formatBetrag = (value: Big): string =>
  german(value.round(2, Big.roundHalfUp)).replace('-', '\u2212');

/** Quantity times amount, half a cent away from zero. */
export const produkt = (menge: Big, betrag: Big): Big =>
  menge.times(betrag).round(2, Big.roundHalfUp);

/** The exact sum; undefined where one of the amounts is missing. */
export const summe = (values: readonly (Big | undefined)[]): Big | undefined =>
  values.reduce<Big | undefined>(
    (sum, value) => (sum === undefined || value === undefined ? undefined : sum.plus(value)),
    new Big(0),
  );
