import type { BlattCode, GelesenerCode } from './blatt-code.js';

/** A page as the cutting sees it. */
export interface StapelSeite {
  nummer: number;
  leer: boolean;
  codes: readonly { format: string; text: string }[];
}

/** Which sheets cut, besides those of this Poststelle. */
export interface Trennregeln {
  readCode: (text: string) => GelesenerCode | undefined;
  /** Texts of foreign separators; `*` at the end stands for anything. */
  fremdeWerte: readonly string[];
  patchCodes: readonly string[];
}

/** A page that is a sheet and no part of a letter, with the reason in German. */
export interface Trennseite {
  seite: number;
  grund: string;
}

/** One letter of a stack. */
export interface Stapelbrief {
  seiten: number[];
  deckblatt: BlattCode | null;
}

/** What becomes of every page of a stack: it belongs to a letter or is a named sheet. */
export interface Trennplan {
  briefe: Stapelbrief[];
  trennseiten: Trennseite[];
  /** Pages with a code that pretends to be ours. */
  fremdeBlaetter: number[];
}

interface Trenner extends Trennseite {
  deckblatt: BlattCode | null;
}

const fits = (text: string, pattern: string): boolean =>
  pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;

const ownSheet = (page: StapelSeite, regeln: Trennregeln): Trenner | undefined => {
  const read = page.codes.flatMap(({ text }) => {
    const code = regeln.readCode(text);
    return code === undefined || code === 'fremd' ? [] : [code];
  });
  const deckblatt = read.find((code) => code.art === 'deckblatt');
  if (deckblatt !== undefined)
    return { seite: page.nummer, grund: `Deckblatt ${deckblatt.nummer}`, deckblatt };
  const [trennblatt] = read;
  if (trennblatt === undefined) return undefined;
  const grund = trennblatt.nummer === 'alt' ? 'Trennblatt' : `Trennblatt ${trennblatt.nummer}`;
  return { seite: page.nummer, grund, deckblatt: null };
};

const foreignSheet = (page: StapelSeite, regeln: Trennregeln): Trenner | undefined => {
  for (const { format, text } of page.codes) {
    if (format === 'PatchCode') {
      if (regeln.patchCodes.includes(text))
        return { seite: page.nummer, grund: `Patch-Code ${text}`, deckblatt: null };
    } else if (regeln.fremdeWerte.some((pattern) => fits(text.trim(), pattern))) {
      return { seite: page.nummer, grund: `fremdes Trennblatt (${format})`, deckblatt: null };
    }
  }
  return undefined;
};

/** Empty pages without a letter of their own stay with the letter before, or the one behind. */
const withoutEmptyLetters = (
  letters: readonly Stapelbrief[],
  isEmpty: (nummer: number) => boolean,
): Stapelbrief[] => {
  const kept: Stapelbrief[] = [];
  let waiting: number[] = [];
  for (const letter of letters) {
    if (letter.seiten.some((nummer) => !isEmpty(nummer))) {
      kept.push({ ...letter, seiten: [...waiting, ...letter.seiten] });
      waiting = [];
    } else if (kept.length > 0) kept.at(-1)?.seiten.push(...letter.seiten);
    else waiting.push(...letter.seiten);
  }
  return kept;
};

/**
 * Cuts a stack at its sheets. Every page is either in exactly one letter or named as a sheet; without any
 * sheet, or without any letter, there is nothing to cut and the plan is undefined.
 */
export const planeTrennung = (
  pages: readonly StapelSeite[],
  regeln: Trennregeln,
): Trennplan | undefined => {
  const sheets = new Map<number, Trenner>();
  for (const page of pages) {
    const sheet = ownSheet(page, regeln) ?? foreignSheet(page, regeln);
    if (sheet !== undefined) sheets.set(page.nummer, sheet);
  }
  if (sheets.size === 0) return undefined;
  const trennseiten: Trennseite[] = [];
  const letters: Stapelbrief[] = [{ seiten: [], deckblatt: null }];
  for (const [at, page] of pages.entries()) {
    const sheet = sheets.get(page.nummer);
    const before = pages[at - 1];
    if (sheet !== undefined) {
      trennseiten.push({ seite: sheet.seite, grund: sheet.grund });
      letters.push({ seiten: [], deckblatt: sheet.deckblatt });
    } else if (page.leer && before !== undefined && sheets.has(before.nummer)) {
      // Also where only some of the sheets were scanned on both sides; a letter never begins with its empty page.
      trennseiten.push({ seite: page.nummer, grund: 'leere Rückseite eines Trennblatts' });
    } else letters.at(-1)?.seiten.push(page.nummer);
  }
  const empty = new Set(pages.filter((page) => page.leer).map((page) => page.nummer));
  const briefe = withoutEmptyLetters(letters, (nummer) => empty.has(nummer));
  return briefe.length === 0
    ? undefined
    : { briefe, trennseiten, fremdeBlaetter: fremdeBlaetter(pages, regeln) };
};

/** Pages with a code in the form of ours that this Poststelle has not signed. */
export const fremdeBlaetter = (
  pages: readonly StapelSeite[],
  { readCode }: Pick<Trennregeln, 'readCode'>,
): number[] =>
  pages
    .filter((page) => page.codes.some(({ text }) => readCode(text) === 'fremd'))
    .map((page) => page.nummer);
