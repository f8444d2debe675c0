import type Big from 'big.js';
import { ibanIsValid } from '#understanding/index.js';

/** The account that a letter asks payments to. */
export interface Konto {
  inhaber: string;
  iban: string;
  bic: string;
  bank: string;
}

/** An IBAN without blanks and in capitals; undefined where its check digits are wrong. */
export const parseIban = (written: string): string | undefined => {
  const iban = written.replaceAll(/\s/g, '').toUpperCase();
  if (iban.startsWith('DE') && !/^DE\d{20}$/.test(iban)) return undefined;
  return ibanIsValid(iban) ? iban : undefined;
};

/** An IBAN in groups of four, as DIN 5008 asks for. */
export const formatIban = (iban: string): string => iban.replaceAll(/(.{4})(?=.)/g, '$1 ');

/** A transfer as a banking app reads it from a GiroCode. */
export interface Ueberweisung {
  empfaenger: string;
  /** Without blanks. */
  iban: string;
  bic: string;
  betrag: Big;
  verwendungszweck: string;
}

const bicForm = /^[A-Z]{4}[A-Z]{2}[A-Z\d]{2}(?:[A-Z\d]{3})?$/;

/**
 * The text of a GiroCode after EPC069-12 version 002 in UTF-8; undefined where the guideline does not allow
 * the transfer: amount from 0.01 to 999999999.99 euros, name of at most 70, remittance text of at most 140 characters.
 */
export const girocodeText = (transfer: Ueberweisung): string | undefined => {
  const { empfaenger, iban, bic, betrag, verwendungszweck } = transfer;
  if (betrag.lt('0.01') || betrag.gt('999999999.99')) return undefined;
  if (empfaenger === '' || empfaenger.length > 70 || verwendungszweck.length > 140)
    return undefined;
  if (bic !== '' && !bicForm.test(bic)) return undefined;
  const amount = `EUR${betrag.toFixed(2)}`;
  // Purpose and structured reference stay empty; the Kassenzeichen is remittance text.
  return ['BCD', '002', '1', 'SCT', bic, empfaenger, iban, amount, '', '', verwendungszweck].join(
    '\n',
  );
};
