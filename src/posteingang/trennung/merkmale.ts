/** A page of a stack with its text, lines in reading order. */
export interface StapelText {
  nummer: number;
  leer: boolean;
  textQuelle: string | null;
  text: string | null;
  breitePt: number;
  hoehePt: number;
}

/** Signs that a letter begins with a page, or goes on with it. */
export const alleMerkmale = [
  'ersteSeite',
  'folgeseite',
  'anschluss',
  'letzteDavor',
  'mittenDavor',
  'anrede',
  'gruss',
  'grussDavor',
  'anschrift',
  'datum',
  'bezugszeichen',
  'anlage',
  'anlageAngekuendigt',
  'anderesPapier',
] as const;
export type Merkmal = (typeof alleMerkmale)[number];

interface Zaehlung {
  seite: number;
  von: number | undefined;
}

// Text recognition confuses S with 5 and i with l; "Seite" must survive that.
const counted =
  /\b[S5][eo][il1]t[eo]\s{0,3}[:.]?\s{0,2}(\d{1,3})(?:\s{0,2}(?:von|\/|aus|of)\s{0,2}(\d{1,3}))?/i;
const sheetCounted = /\bBlatt\s{0,3}(\d{1,3})\s{0,2}(?:von|\/)\s{0,2}(\d{1,3})/i;
const dashed = /^[-–—]\s?(\d{1,3})\s?[-–—]$/;
const salutation = /\b(Sehr\s+geehrt|Guten\s+Tag|Liebe[rs]?\s+\p{Lu}|Hallo\b)/u;
const farewell =
  /(freundliche[nm]?\s+Gr[üu]|Hochachtungsvoll|beste[nm]?\s+Gr[üu]|viele[nr]?\s+Gr[üu]|Im\s+Auftrag\b|\bi\.\s?A\.)/i;
const place = /^\s*(?:D-?)?\d{5}\s+\p{Lu}\p{L}+/u;
const dateLine = /(\b\d{1,2}\.\s?(?:\d{1,2}\.|\p{L}{3,9})\s?(?:19|20)\d{2}\b)/u;
const reference =
  /\b(Betreff|Betr\.|Ihr(?:e)?\s+Zeichen|Unser(?:e)?\s+Zeichen|Aktenzeichen|Gesch[äa]ftszeichen|Az\.|Kundennummer|Rechnungsnummer|Ansprechpartner|Bearbeiter)/i;
const enclosure = /^\s*(Anlage|Anhang|Beilage|Aufstellung|Kopie)\b/i;
const announced = /^\s*Anlagen?\b/im;

const headLines = 22;
const edgeLines = 4;

const linesOf = (page: StapelText): string[] =>
  (page.text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const zaehlungOf = (lines: readonly string[]): Zaehlung | undefined => {
  // The count stands in the information block, the head or the foot.
  for (const line of [...lines.slice(0, headLines), ...lines.slice(-edgeLines)]) {
    const match = counted.exec(line) ?? sheetCounted.exec(line);
    if (match !== null)
      return {
        seite: Number(match[1]),
        von: match[2] === undefined ? undefined : Number(match[2]),
      };
  }
  for (const line of [...lines.slice(0, edgeLines), ...lines.slice(-edgeLines)]) {
    const match = dashed.exec(line);
    if (match !== null) return { seite: Number(match[1]), von: undefined };
  }
  return undefined;
};

const changesPaper = (a: StapelText, b: StapelText): boolean =>
  Math.abs(a.breitePt / b.breitePt - 1) > 0.05 || Math.abs(a.hoehePt / b.hoehePt - 1) > 0.05;

const isNext = (before: Zaehlung | undefined, now: Zaehlung | undefined): boolean =>
  before !== undefined &&
  now !== undefined &&
  now.seite === before.seite + 1 &&
  (now.von === undefined || before.von === undefined || now.von === before.von);

/** The signs on a page, seen with the written page before it. */
export const merkmale = (before: StapelText, page: StapelText): Merkmal[] => {
  const [last, lines] = [linesOf(before), linesOf(page)];
  const [count, countBefore] = [zaehlungOf(lines), zaehlungOf(last)];
  const head = lines.slice(0, headLines);
  const ends = last.slice(-14).join('\n');
  const signs: Readonly<Record<Merkmal, boolean>> = {
    ersteSeite: count?.seite === 1,
    folgeseite: (count?.seite ?? 1) > 1,
    anschluss: isNext(countBefore, count),
    letzteDavor: countBefore?.von !== undefined && countBefore.seite === countBefore.von,
    mittenDavor: countBefore?.von !== undefined && countBefore.seite < countBefore.von,
    anrede: lines.some((line) => salutation.test(line)),
    gruss: lines.some((line) => farewell.test(line)),
    grussDavor: farewell.test(ends),
    anschrift: head.some((line) => place.test(line)),
    datum: head.some((line) => dateLine.test(line)),
    bezugszeichen: head.some((line) => reference.test(line)),
    anlage: lines.slice(0, 3).some((line) => enclosure.test(line)),
    anlageAngekuendigt: announced.test(ends),
    anderesPapier: changesPaper(before, page),
  };
  return alleMerkmale.filter((name) => signs[name]);
};
