declare const aktenzeichenBrand: unique symbol;
declare const geschaeftszeichenBrand: unique symbol;

/** Reference of an Akte, e.g. `32-1212/14`. */
export type Aktenzeichen = string & { readonly [aktenzeichenBrand]: true };
/** Reference of a Vorgang or of a Dokument in it, e.g. `32-1212/14/7-2026/3`. */
export type Geschaeftszeichen = string & { readonly [geschaeftszeichenBrand]: true };

/** The parts in the order of the Saxon VwV Aktenführung: unit, Aktenplan, Akte, Vorgang and year, Dokument. */
export interface GeschaeftszeichenParts {
  /** Kürzel of the Organisationseinheit. */
  organisationseinheit: string;
  /** Digits only: `31.10` of the Aktenplan is written `3110`. */
  aktenplankennzeichen: string;
  akte: number;
  vorgang: number;
  /** Four digits. */
  jahr: number;
  dokument?: number | undefined;
}

/** `32-1212/14` for an Akte. */
export const formatAktenzeichen = (
  parts: Pick<GeschaeftszeichenParts, 'organisationseinheit' | 'aktenplankennzeichen' | 'akte'>,
): Aktenzeichen => {
  const kennzeichen = parts.aktenplankennzeichen.replace(/[.\s]/g, '');
  return `${parts.organisationseinheit}-${kennzeichen}/${parts.akte}` as Aktenzeichen;
};

/** `32-1212/14/7-2026` for a Vorgang, `32-1212/14/7-2026/3` for its third Dokument. */
export const formatGeschaeftszeichen = (parts: GeschaeftszeichenParts): Geschaeftszeichen => {
  const vorgang = `${formatAktenzeichen(parts)}/${parts.vorgang}-${parts.jahr}`;
  const { dokument } = parts;
  return (dokument === undefined ? vorgang : `${vorgang}/${dokument}`) as Geschaeftszeichen;
};

/** The Geschäftszeichen of a Dokument in the Vorgang. */
export const geschaeftszeichenOfDokument = (
  vorgang: string,
  laufnummer: number,
): Geschaeftszeichen => `${vorgang}/${laufnummer}` as Geschaeftszeichen;

const label =
  /^\s*(unser|mein|ihr)?e?\s*(gesch(ä|ae)fts|akten)?-?\s*(zeichen|az|gz|gesch\.?-?z)\s*[.:]*\s*/iu;
const dashes = /[\u2010-\u2015\u2212\u00ad_]/g;
const slashes = /[\\|\u2044\u2215]/g;
const shape =
  /^([\p{L}\d](?:[\p{L}\d. -]*[\p{L}\d])?)-([\d.]+)\/(\d{1,6})\/(\d{1,6})-(\d{4}|\d{2})(?:\/(\d{1,6}))?$/u;

/**
 * Reads a Geschäftszeichen as people write it: blanks, long dashes, a leading „Az.:", a year of two digits.
 * Undefined for anything else; it does not guess at letters, see `geschaeftszeichenSchluessel`.
 */
export const parseGeschaeftszeichen = (text: string): GeschaeftszeichenParts | undefined => {
  const plain = text
    .replace(label, '')
    .replace(dashes, '-')
    .replace(slashes, '/')
    .replace(/\s+/g, '')
    .replace(/[.,;:]+$/, '');
  const [, unit, plan, akte, vorgang, jahr, dokument] = shape.exec(plain) ?? [];
  if (unit === undefined || plan === undefined || jahr === undefined) return undefined;
  return {
    organisationseinheit: unit,
    aktenplankennzeichen: plan.replace(/\./g, ''),
    akte: Number(akte),
    vorgang: Number(vorgang),
    jahr: jahr.length === 2 ? 2000 + Number(jahr) : Number(jahr),
    ...(dokument === undefined ? {} : { dokument: Number(dokument) }),
  };
};

// Each group of characters that recognition confuses stands for one of them.
const lookAlikes: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  '|': '1',
  '!': '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
};

const folded = (text: string): string =>
  text
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z0-9|!/-]/g, '')
    .replace(/[OQDIL|!ZSGB]/g, (one) => lookAlikes[one] ?? one);

/**
 * The key under which a Geschäftszeichen is found although recognition misread it: upper case, blanks and
 * punctuation gone, look-alikes folded. Two different ones may share a key; compare the parts as well.
 */
export const geschaeftszeichenSchluessel = (text: string): string =>
  folded(text).replace(/[-/]/g, '');

/** Two readings of one Geschäftszeichen whose separators stand at the same places. */
export const sameLayout = (one: string, other: string): boolean => folded(one) === folded(other);
