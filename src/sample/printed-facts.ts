import { numericDate } from './german-format.js';

/** Facts that can be read from a text. */
export interface PrintedFacts {
  /** Amounts in euros as printed, each once, in the order of the text. */
  betraege: readonly string[];
  iban?: string;
  frist?: string;
}

const amounts = /(?<![\d.])\d{1,3}(?:\.\d{3})*,\d{2}(?!\d| Meter)/g;

/** Reads from the text what the truth may claim, so that it never claims what is not printed. */
export const printedFacts = (
  text: string,
  { frist, iban }: { frist: string | undefined; iban: string | undefined },
): PrintedFacts => ({
  betraege: [...new Set(text.match(amounts) ?? [])],
  ...(iban !== undefined && text.replace(/\s/g, '').includes(iban) ? { iban } : {}),
  ...(frist !== undefined && text.includes(numericDate(frist)) ? { frist } : {}),
});
