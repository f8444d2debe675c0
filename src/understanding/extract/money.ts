import { boxAround, placeIn, type TextLine } from './layout.js';
import { digitsLookAlike, foldDigits } from './ocr-characters.js';
import type { Reading } from './reading.js';
import { digitRepairs, withRepair } from './repairs.js';

const amountForm =
  /(?<![\d.,/-])(\d{1,3}(?:[. ]\d{3})+|\d{1,7})(?:\s?[.,]\s?(\d{2}|-{1,2}|—))?\s?(?:€|EUR\b|Euro\b|E[uU][rR]0\b)|(?:€|EUR\b|Euro\b)\s?(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:,(\d{2}|-{1,2}))?(?![\d])/g;
const totalMark =
  /gesamt|summe|rechnungsbetrag|zahlbetrag|zu zahlen|forderung|brutto|endbetrag|insgesamt/i;

const bareAmount = /(?<![\d.,/-])(\d{1,3}(?:\.\d{3})+|\d{1,7})[.,](\d{2})(?![\d.,/%-]| ?%)/g;

const amountsIn = (line: TextLine): Reading<number>[] => {
  const total = totalMark.test(line.text);
  const matches = [...line.text.matchAll(amountForm)];
  // Tables name the currency in their head only; behind a word for the sum a bare number is money.
  const found = matches.length === 0 && total ? [...line.text.matchAll(bareAmount)] : matches;
  return found.map((match) => {
    const whole = Number((match[1] ?? match[3] ?? '').replace(/[. ]/g, ''));
    const cents = Number((match[2] ?? match[4] ?? '0').replace(/[^\d]/g, '') || 0);
    const place = placeIn(line, match.index, match.index + match[0].length);
    return {
      value: whole * 100 + cents,
      raw: match[0].trim(),
      confidence: (total ? 0.95 : 0.8) * place.certainty,
      page: place.page,
      box: place.box,
      reason: total ? 'Betrag neben einem Wort für die Summe' : 'Betrag in Euro im Text',
    };
  });
};

/** Amounts in euros, in cents, at most twenty; those beside "Gesamtbetrag" and the like come first. */
export const findAmounts = (lines: readonly TextLine[]): Reading<number>[] =>
  lines
    .flatMap(amountsIn)
    .filter((amount) => amount.value > 0)
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, 20);

/** Whether the check digits of an IBAN without blanks are right (ISO 13616, remainder 1 on division by 97). */
export const ibanIsValid = (iban: string): boolean => {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
};

const germanIban = /(?<![A-Z0-9])(D[E3]|0E)\s?((?:[0-9OoQDIl|SBZGz]\s?){20})(?![0-9])/g;
const foreignIban = /(?<![A-Z0-9])([A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,8})(?![A-Z0-9])/g;

/** Readings of a German IBAN that recognition may have spoilt at one place; one, where the check digits allow but one. */
const repairedIban = (value: string): string | null => {
  const ways = [...value].flatMap((digit, at) =>
    at < 2
      ? []
      : [...'0123456789']
          .filter((other) => digitsLookAlike(digit, other))
          .map((other) => value.slice(0, at) + other + value.slice(at + 1))
          .filter(ibanIsValid),
  );
  const [only] = ways;
  return ways.length === 1 && only !== undefined ? only : null;
};

interface FoundIban {
  value: string;
  raw: string;
  start: number;
  end: number;
  repair: string | null;
}

const ibansInText = (text: string): FoundIban[] => {
  const at = (match: RegExpMatchArray) => ({
    raw: match[0].trim(),
    start: match.index ?? 0,
    end: (match.index ?? 0) + match[0].length,
  });
  const german = [...text.matchAll(germanIban)].flatMap((match): FoundIban[] => {
    const read = (match[2] ?? '').replace(/\s/g, '');
    const value = `DE${foldDigits(read)}`;
    const folded = digitRepairs(read, foldDigits(read));
    if (ibanIsValid(value)) return [{ ...at(match), value, repair: folded }];
    const meant = repairedIban(value);
    const why = 'eine Ziffer war falsch gelesen, nur so stimmt die Prüfziffer';
    return meant === null ? [] : [{ ...at(match), value: meant, repair: why }];
  });
  const foreign = [...text.matchAll(foreignIban)]
    .map((match) => ({ ...at(match), value: (match[1] ?? '').replace(/\s/g, ''), repair: null }))
    .filter(({ value }) => !value.startsWith('DE') && ibanIsValid(value));
  return [...german, ...foreign];
};

/** The IBANs of a line, and one that goes on in the next. */
const ibansInLine = (line: TextLine, next: TextLine | undefined): Reading[] => {
  const length = line.text.length;
  const joined =
    next?.page === line.page && /\b(?:D[E3]|[A-Z]{2})[\s\dOoIlSBZ|]*$/.test(line.text)
      ? `${line.text} ${next.text}`
      : line.text;
  return ibansInText(joined)
    .filter(({ start }) => start < length)
    .map(({ value, raw, start, end, repair }) => {
      const place = placeIn(line, start, Math.min(end, length));
      const rest =
        end > length + 1 && next !== undefined ? placeIn(next, 0, end - length - 1).box : null;
      return {
        value,
        raw,
        confidence: repair === null ? 0.99 : repair.startsWith('eine') ? 0.8 : 0.95,
        page: place.page,
        box: boxAround([place.box, rest].filter((box) => box !== null)),
        reason: withRepair('IBAN mit richtiger Prüfziffer', repair),
      };
    });
};

/** All IBANs with correct check digits, each once, without blanks. */
export const findIbans = (lines: readonly TextLine[]): Reading[] => {
  const seen = new Set<string>();
  return lines
    .flatMap((line, index) => ibansInLine(line, lines[index + 1]))
    .filter((iban) => {
      if (seen.has(iban.value)) return false;
      seen.add(iban.value);
      return true;
    });
};
