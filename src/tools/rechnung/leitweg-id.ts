/** What the buyer's reference (BT-10) turned out to be. */
export type LeitwegState = 'gueltig' | 'pruefziffer-falsch' | 'form-falsch' | 'keine';

export interface LeitwegReading {
  state: LeitwegState;
  /** In capitals, without blanks around it; only for a valid one. */
  leitwegId?: string;
}

// Formatspezifikation Leitweg-ID 2.0.2 of KoSIT: rough address (digits: state, region, district, municipality),
// optional fine address, two check digits by ISO 7064 MOD 97-10.
const form = /^(\d{2,12})(?:-([0-9A-Z]{1,30}))?-(\d{2})$/;
const roughLengths = [2, 3, 5, 8, 9, 12];

/** A reference that was meant as a Leitweg-ID: digits first, in parts, two characters at the end. */
const meant = /^\d{2,14}-(?:[0-9A-Z]{1,34}-)?[0-9A-Z]{1,3}$/;

const isState = (rough: string): boolean => {
  const state = Number(rough.slice(0, 2));
  return (state >= 1 && state <= 16) || state === 99;
};

/** Remainder by 97 of a text of digits and letters (A = 10 … Z = 35), digit by digit. */
const modulo97 = (text: string): number => {
  let remainder = 0;
  for (const one of text) {
    const value = Number.parseInt(one, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
};

/** The two check digits for an address with parts joined by `-`. */
export const checkDigitsOf = (address: string): string => {
  const digits = address.toUpperCase().replaceAll('-', '');
  return String(98 - modulo97(`${digits}00`)).padStart(2, '0');
};

/** Reads a Leitweg-ID and checks its form and check digits. */
export const readLeitwegId = (reference: string | undefined): LeitwegReading => {
  const text = (reference ?? '').trim().toUpperCase();
  if (/\s/.test(text))
    return { state: meant.test(text.replace(/\s/g, '')) ? 'form-falsch' : 'keine' };
  const parts = form.exec(text);
  if (parts === null) return { state: meant.test(text) ? 'form-falsch' : 'keine' };
  const [, rough = '', fine, digits] = parts;
  if (!roughLengths.includes(rough.length) || !isState(rough)) return { state: 'form-falsch' };
  const address = fine === undefined ? rough : `${rough}-${fine}`;
  if (checkDigitsOf(address) !== digits) return { state: 'pruefziffer-falsch' };
  return { state: 'gueltig', leitwegId: text };
};
