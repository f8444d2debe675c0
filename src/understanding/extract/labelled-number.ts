import { placeIn, rightOf, type TextLine } from './layout.js';
import { digitOf, foldDigits } from './ocr-characters.js';
import type { Reading } from './reading.js';
import { digitRepairs, withRepair } from './repairs.js';

/** Kinds of numbers that stand behind a label of their own. */
export type NumberKind = 'kassenzeichen' | 'rechnungsnummer' | 'kundennummer' | 'leitwegId';

const labelOf: Readonly<Record<NumberKind, RegExp>> = {
  kassenzeichen:
    /\b(?:kassen-?\s?(?:zeichen|z\.)|buchungs-?(?:zeichen|kennzeichen)|personenkonto(?:nummer)?|zahlungsreferenz)/giu,
  rechnungsnummer: /\b(?:rechnungs-?\s?(?:nummer|nr\b\.?)|rechnung\s+nr\b\.?|re\.?-?nr\b\.?)/giu,
  kundennummer:
    /\b(?:kunden-?\s?(?:nummer|nr\b\.?)|kd\.?-?\s?nr\b\.?|debitoren?-?(?:nummer|nr\b\.?)|kunde\s+nr\b\.?)/giu,
  leitwegId: /\bleitweg-?\s?id\b/giu,
};

const value =
  /^[\s.:#=]*(?:nr\.?\s*|lautet\s+)?([\p{L}\d][\p{L}\d./|-]*(?: [\p{L}\d./|-]*\d[\p{L}\d./|-]*){0,4})/u;

/** A number that is nearly all digits is all digits: what looks like one is put right. */
const repaired = (raw: string): string => {
  const signs = [...raw].filter((character) => /[\p{L}\d|]/u.test(character));
  const digits = signs.filter((character) => /\d/.test(character)).length;
  const others = signs.filter((character) => !/\d/.test(character));
  const isNearlyAll = digits >= 4 && others.length <= digits / 3;
  // Letters at the beginning name a series ("RE", "KD-"); what looks like none of the digits is no misreading.
  const inside = raw.replace(/^[\p{L}]{1,4}[-./ ]?(?=\d)/u, '');
  const doubtful = [...inside].filter((character) => /[\p{L}|]/u.test(character));
  return isNearlyAll && doubtful.every((character) => digitOf(character) !== null)
    ? raw.slice(0, raw.length - inside.length) + foldDigits(inside)
    : raw;
};

/** Whether the check digits of a Leitweg-ID are right (modulo 97-10, letters as 10 to 35). */
const leitwegIsValid = (id: string): boolean => {
  const signs = id.replace(/-/g, '').toUpperCase();
  if (!/^[0-9A-Z]{4,46}$/.test(signs)) return false;
  let rest = 0;
  for (const sign of signs) {
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
};

/** The Leitweg-ID that was meant: as read, or with look-alikes as digits where only then the check digits are right. */
const leitwegOf = (raw: string): string | null => {
  const id = raw.replace(/\s/g, '').toUpperCase();
  if (!/^[0-9A-Z|]{2,12}(?:-[0-9A-Z|]{1,30})?-[0-9A-Z|]{2}$/.test(id)) return null;
  const [coarse = '', ...rest] = id.split('-');
  const check = rest.at(-1) ?? '';
  const fine = rest.slice(0, -1);
  const ways = [id, [foldDigits(coarse), ...fine, foldDigits(check)].join('-'), foldDigits(id)];
  return ways.find((way) => leitwegIsValid(way)) ?? null;
};

const readBehind = (
  kind: NumberKind,
  { line, at, label }: { line: TextLine; at: number; label: string },
): Reading | null => {
  const match = value.exec(line.text.slice(at));
  const raw = (match?.[1] ?? '').replace(/[./-]+$/, '').trim();
  if (match === null || raw.length < 3 || raw.length > 46 || !/\d/.test(raw)) return null;
  const number = kind === 'leitwegId' ? leitwegOf(raw) : repaired(raw);
  if (number === null) return null;
  const start = line.text.indexOf(raw, at);
  const place = placeIn(line, start, start + raw.length);
  const repair = digitRepairs(raw, number);
  const base = kind === 'leitwegId' ? 0.98 : repair === null ? 0.9 : 0.8;
  const said =
    kind === 'leitwegId' ? 'Leitweg-ID mit richtiger Prüfziffer' : `steht hinter „${label}“`;
  return {
    value: number,
    raw,
    confidence: base * (0.6 + 0.4 * place.certainty),
    page: place.page,
    box: place.box,
    reason: withRepair(said, repair),
  };
};

/** Numbers of one kind behind their label, on the same line or beside it, each once, surest first. */
export const findLabelledNumbers = (lines: readonly TextLine[], kind: NumberKind): Reading[] => {
  const seen = new Set<string>();
  return lines
    .flatMap((line) =>
      [...line.text.matchAll(labelOf[kind])].flatMap((match) => {
        const label = match[0].trim();
        const end = match.index + match[0].length;
        const below =
          line.text.slice(end).replace(/[\s.:]/g, '') === '' ? rightOf(line, lines) : undefined;
        const found =
          below === undefined
            ? readBehind(kind, { line, at: end, label })
            : readBehind(kind, { line: below, at: 0, label });
        return found === null ? [] : [found];
      }),
    )
    .sort((a, b) => b.confidence - a.confidence)
    .filter((reading) => {
      const key = reading.value.replace(/[^\p{L}\d]/gu, '');
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, 5);
};
