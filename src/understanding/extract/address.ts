import { foldedWords, sameWord } from '../fuzzy-text.js';
import { boxAround, placeOf, type TextLine } from './layout.js';
import { foldDigits } from './ocr-characters.js';
import type { Reading } from './reading.js';

/** A postal address found in a letter. */
export interface FoundAddress {
  /** Lines above the street, top first. */
  names: string[];
  street: string | null;
  plz: string;
  /** The postal code as it was read, before look-alikes became digits. */
  plzRaw: string;
  ort: string;
  /** The lines that it was read from, top first. */
  lines: TextLine[];
  /** The small line above the window of the envelope, or a footer: everything in one line. */
  oneLine: boolean;
}

const townLine = /^(?:D ?- ?)?([0-9OoIlSBZ|]{5}) {1,3}(\p{Lu}[\p{L}.\-/() ]{1,40}?)[,.]?$/u;
const streetLine =
  /^[\p{L}\d][\p{L}\d.'\- ]*?[\p{L}.] ?\d{1,4} ?[a-zA-Z]?(?: ?[-/] ?\d{1,4} ?[a-z]?)?$/u;
const postBox = /^postfach[\d ]+$/i;

/** Without the specks that recognition reads as marks in front of a line. */
const withoutSpecks = (text: string): string => text.replace(/^[^\p{L}\p{N}]+/u, '');

const isStreet = (text: string): boolean =>
  (streetLine.test(text) || postBox.test(text)) &&
  !/^(tel|fax|telefon|mobil|zimmer|seite|az|aktenzeichen)\b/i.test(text);

const notAName =
  /@|www\.|^(tel|fax|telefon|mobil|e-?mail|datum|ihr zeichen|unser zeichen|an(?: die| den| das)?$)|\d{5}|^\W*$|^seite \d/i;

/** Whether `upper` stands directly above `lower`, in the same column. */
const isAbove = (upper: TextLine, lower: TextLine): boolean => {
  if (upper.page !== lower.page) return false;
  if (upper.box === null || lower.box === null) return true;
  const height = Math.max(upper.box.height, lower.box.height, 0.008);
  const gap = lower.box.y - (upper.box.y + upper.box.height);
  const sameColumn =
    Math.abs(upper.box.x - lower.box.x) < 0.03 ||
    Math.abs(upper.box.x + upper.box.width - lower.box.x - lower.box.width) < 0.03 ||
    Math.abs(upper.box.x + upper.box.width / 2 - lower.box.x - lower.box.width / 2) < 0.03;
  return gap < height * 1.3 && lower.box.y > upper.box.y && sameColumn;
};

const lineAbove = (lines: readonly TextLine[], line: TextLine): TextLine | null => {
  const candidates = lines.filter(
    (other) => other.index < line.index && other.text !== '' && isAbove(other, line),
  );
  const nearest = candidates.at(-1);
  if (nearest === undefined) return null;
  if (
    nearest.box === null &&
    lines.some((gap) => gap.index > nearest.index && gap.index < line.index)
  )
    return null;
  return nearest;
};

const blockAddress = (lines: readonly TextLine[], line: TextLine): FoundAddress | null => {
  const town = townLine.exec(withoutSpecks(line.text));
  const plz = foldDigits(town?.[1] ?? '');
  if (town === null || !/^\d{5}$/.test(plz)) return null;
  const used = [line];
  let street: string | null = null;
  let current = lineAbove(lines, line);
  if (current !== null && isStreet(withoutSpecks(current.text))) {
    street = withoutSpecks(current.text);
    used.unshift(current);
    current = lineAbove(lines, current);
  }
  const names: string[] = [];
  while (
    current !== null &&
    names.length < 4 &&
    current.text.length <= 60 &&
    !notAName.test(current.text)
  ) {
    names.unshift(withoutSpecks(current.text));
    used.unshift(current);
    current = lineAbove(lines, current);
  }
  if (street === null && names.length === 0) return null;
  const ort = (town[2] ?? '').trim();
  return { names, street, plz, plzRaw: town[1] ?? '', ort, lines: used, oneLine: false };
};

/** `Erika Muster · Musterweg 3 · 09111 Musterstadt`, with any mark between the parts. */
const lineAddress = (line: TextLine): FoundAddress | null => {
  const parts = line.text
    .split(/\s*[·•|*;,]\s*|\s*(?<=\s)[-–.°»«:+=_'"]{1,2}\s+|[.:]{1,2}:\s+/)
    .map((part) => withoutSpecks(part.trim()))
    .filter((part) => part !== '');
  const at = parts.findIndex((part, index) => index > 0 && townLine.test(part));
  const town = at < 0 ? null : townLine.exec(parts[at] ?? '');
  if (town === null) return null;
  const plz = foldDigits(town[1] ?? '');
  const before = parts.slice(0, at);
  const streetAt = before.findIndex((part) => isStreet(part));
  const street = streetAt < 0 ? null : (before[streetAt] ?? null);
  const names = before.filter((part, index) => index !== streetAt && !notAName.test(part));
  if (!/^\d{5}$/.test(plz) || (street === null && names.length === 0)) return null;
  const ort = (town[2] ?? '').trim();
  return { names, street, plz, plzRaw: town[1] ?? '', ort, lines: [line], oneLine: true };
};

/** All postal addresses of the given lines, in reading order. */
export const findAddresses = (lines: readonly TextLine[]): FoundAddress[] =>
  lines.flatMap((line) => lineAddress(line) ?? blockAddress(lines, line) ?? []);

/** The authority to which the letter goes, so that its own address is never taken for the sender's. */
export interface OwnAddress {
  plz: string;
  ort: string;
  name: string;
}

const ownMarks = [
  'stadtverwaltung',
  'rathaus',
  'oberburgermeister',
  'oberburgermeisterin',
  'poststelle',
  'magistrat',
];
/** Offices that no town has; they may have their seat in ours. */
const foreignOffice =
  /^(finanz|zoll|hauptzoll|land(es|rats)|bundes|bundesverwaltungs|versorgungs|eichs?)amt$/;

/** Whether an address is our own: our name, or an office of our town in front of its postal code. */
export const isOwnAddress = (address: FoundAddress, own: OwnAddress | undefined): boolean => {
  if (own === undefined) return false;
  const words = foldedWords(address.names.join(' '));
  const ownWords = foldedWords(own.name).filter((word) => word.length > 3);
  const named =
    ownWords.length > 0 && ownWords.every((wanted) => words.some((word) => sameWord(word, wanted)));
  const sameTown = sameWord(foldedWords(address.ort)[0] ?? '', foldedWords(own.ort)[0] ?? '');
  if (named && (sameTown || address.plz === own.plz)) return true;
  return (
    sameTown &&
    words.some(
      (word) =>
        ownMarks.some((mark) => sameWord(word, mark)) ||
        (/^\w{4,}amt$/.test(word) && !foreignOffice.test(word)),
    )
  );
};

/** The address zone of the letter, with all its lines: the first of our own addresses that is more than one line. */
export const addressZone = (own: readonly FoundAddress[]): Reading | null => {
  const zone = own.find((address) => !address.oneLine) ?? own[0];
  const [first] = zone?.lines ?? [];
  if (zone === undefined || first === undefined) return null;
  const places = zone.lines.map(placeOf);
  const certainty = Math.min(...places.map((place) => place.certainty));
  const text = zone.lines.map((line) => line.text).join('\n');
  return {
    value: text,
    raw: zone.lines.map((line) => line.original).join('\n'),
    confidence: 0.9 * (0.6 + 0.4 * certainty),
    page: first.page,
    box: boxAround(places.flatMap(({ box }) => (box === null ? [] : [box]))),
    reason: 'unsere Anschrift im Anschriftfeld',
  };
};
