import { digitsLookAlike } from '../extract/ocr-characters.js';
import type { Reading, Sender } from '../extract/reading.js';
import { editDistance, foldWord } from '../fuzzy-text.js';
import { compareSender, nameLikeness, type SenderFacts } from './compare-sender.js';
import { streetKeyOf } from './sender-keys.js';

/** A postal code with its town, as configuration or known Korrespondenten name them. */
export interface KnownTown {
  plz: string;
  ort: string;
}

const corrected = (
  reading: Reading,
  value: string,
  { why, confidence }: { why: string; confidence: number },
): Reading => ({
  ...reading,
  value,
  confidence: Math.min(reading.confidence, confidence),
  reason: `${reading.reason}; gelesen „${reading.value}“, berichtigt: ${why}`,
});

const plainTown = (ort: string): string => foldWord(ort.replace(/[^\p{L}]/gu, ''));

/** Share of a town's letters that were read right, 0 to 1. */
const townLikeness = (read: string, known: string): number => {
  const [a, b] = [plainTown(read), plainTown(known)];
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - editDistance(a, b, longest) / longest;
};

/** One digit apart, and one that recognition takes for the other. */
const isMisreadPlz = (read: string, known: string): boolean => {
  const wrong = [...read].flatMap((digit, at) => (digit === known[at] ? [] : [digit + known[at]]));
  const [pair = ''] = wrong;
  return (
    read.length === known.length &&
    wrong.length === 1 &&
    // The first digit suffers most: noughts with a line through them, specks of the edge.
    (digitsLookAlike(pair.charAt(0), pair.charAt(1)) || read.slice(1) === known.slice(1))
  );
};

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

const repairOrt = (plz: string, ort: Reading, towns: readonly KnownTown[]): Reading => {
  const like = distinct(towns.filter((town) => town.plz === plz).map((town) => town.ort))
    .map((name) => ({ name, likeness: townLikeness(ort.value, name) }))
    .sort((a, b) => b.likeness - a.likeness);
  const [best, second] = like;
  const least = like.length === 1 ? 0.55 : 0.75;
  if (best === undefined || best.likeness < least || (second?.likeness ?? 0) >= best.likeness)
    return ort;
  return corrected(ort, best.name, { why: `${plz} gehört zu ${best.name}`, confidence: 0.85 });
};

const repairPlz = (plz: Reading, ort: string, towns: readonly KnownTown[]): Reading => {
  const own = towns.filter((town) => townLikeness(ort, town.ort) >= 0.99);
  if (own.length === 0) return plz;
  const meant = distinct(own.map((town) => town.plz)).filter((one) => isMisreadPlz(plz.value, one));
  const [only] = meant;
  if (only !== undefined && meant.length === 1)
    return corrected(plz, only, {
      why: `zu ${ort} passt von den bekannten nur ${only}`,
      confidence: 0.75,
    });
  return {
    ...plz,
    confidence: Math.min(plz.confidence, 0.5),
    reason: `${plz.reason}; unter dieser Postleitzahl ist ${ort} nicht bekannt`,
  };
};

/**
 * The sender with postal code and town put right by those that are known together, never silently: the reason names
 * what was read. A pair that is known, and one of which both halves are unknown, stays as it is.
 */
export const repairTown = (sender: Sender, towns: readonly KnownTown[]): Sender => {
  const { plz, ort } = sender;
  if (plz === null || ort === null) return sender;
  if (towns.some((town) => town.plz === plz.value && town.ort === ort.value)) return sender;
  const newOrt = repairOrt(plz.value, ort, towns);
  if (newOrt !== ort) return { ...sender, ort: newOrt };
  return { ...sender, plz: repairPlz(plz, ort.value, towns) };
};

const misread = (reading: Reading | null, known: string | null | undefined): reading is Reading =>
  reading !== null && known != null && known !== '' && reading.value !== known;

/** At most two digits wrong, each by one that looks like it. */
const isMisreadDigits = (read: string, known: string): boolean => {
  const wrong = [...read].filter((digit, at) => digit !== known[at]);
  return read.length === known.length && wrong.length <= 2;
};

/**
 * The sender as one that is known, where name, street and town say that it is the same one and only recognition has
 * spoilt single characters; the reasons name what was read.
 */
export const repairByKnown = (sender: Sender, known: SenderFacts): Sender => {
  const reading = sender.organisation ?? sender.name;
  if (reading === null) return sender;
  const given = {
    name: reading.value,
    strasse: sender.street?.value ?? null,
    plz: sender.plz?.value ?? null,
    ort: sender.ort?.value ?? null,
  };
  const sameStreet =
    given.strasse !== null && streetKeyOf(given.strasse) === streetKeyOf(known.strasse ?? '');
  const sameTown = given.ort === known.ort || given.plz === known.plz;
  if (!sameStreet || !sameTown || nameLikeness(known.name, given.name) < 0.8) return sender;
  if (compareSender(known, given).sicherheit < 0.75) return sender;
  const why = { why: `bekannter Absender „${known.name}“, gleiche Anschrift`, confidence: 0.9 };
  const distance = editDistance(reading.value, known.name, 3);
  const name = distance > 0 && distance <= 3 ? corrected(reading, known.name, why) : reading;
  const { plz, ort } = sender;
  return {
    ...sender,
    ...(sender.organisation === null ? { name } : { organisation: name }),
    plz:
      misread(plz, known.plz) && isMisreadDigits(plz.raw, known.plz ?? '')
        ? corrected({ ...plz, value: plz.raw }, known.plz ?? '', why)
        : plz,
    ort: misread(ort, known.ort) ? corrected(ort, known.ort ?? '', why) : ort,
  };
};
