import { type Box, type PageText, textOfWords, type Word } from '../page-text.js';
import type { PdfPage } from './pdf-page.js';
import { type Pdfium, viewOf, withMemory } from './pdfium.js';

/** The page is measured as if it were drawn this large, which gives boxes five exact digits. */
const deviceSize = 100_000;
const mostCharacters = 200_000;
const invisibleMode = 3;

/** What a PDF page says about its text. */
export interface PdfText {
  words: Word[];
  /** Share of the characters that PDFium cannot map to Unicode or that no letter writes. */
  garbageShare: number;
  /** Share of the characters that are drawn invisibly, as OCR programs do. */
  hiddenShare: number;
}

const ligatures: Readonly<Record<string, string>> = {
  '\uFB00': 'ff',
  '\uFB01': 'fi',
  '\uFB02': 'fl',
  '\uFB03': 'ffi',
  '\uFB04': 'ffl',
  '\uFB05': 'st',
  '\uFB06': 'st',
};

/** For a hyphen at the end of a line PDFium writes one of these and leaves out the end of the line. */
const isLineEndHyphen = (code: number): boolean => code === 2 || code === 0xfffe;

const characterOf = (code: number): string => {
  if (isLineEndHyphen(code) || code === 0xad) return '-';
  const character = code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
  return ligatures[character] ?? character;
};

const isSpace = (code: number): boolean =>
  code === 0 || code === 32 || code === 9 || code === 0xa0 || (code >= 0x2000 && code <= 0x200b);

const isGarbage = (code: number): boolean =>
  code === 0xfffd ||
  code === 0xffff ||
  (code >= 0xe000 && code <= 0xf8ff) ||
  (code < 32 && code !== 2) ||
  (code >= 0x7f && code < 0xa0);

type Place = { left: number; top: number; right: number; bottom: number };

const placeOf = (pdfium: Pdfium, page: PdfPage, text: number, index: number): Place | undefined =>
  withMemory(pdfium, 32, (at) => {
    if (pdfium._FPDFText_GetLooseCharBox(text, index, at) === 0) return undefined;
    const box = viewOf(pdfium, at, 16);
    const corners = [
      [box.getFloat32(0, true), box.getFloat32(4, true)],
      [box.getFloat32(8, true), box.getFloat32(12, true)],
    ].map(([x, y]) => {
      const size = deviceSize;
      const found = pdfium._FPDF_PageToDevice(
        ...([page.handle, 0, 0, size, size, 0, x ?? 0, y ?? 0, at + 16, at + 20] as const),
      );
      const view = viewOf(pdfium, at + 16, 8);
      return found === 0 ? undefined : { x: view.getInt32(0, true), y: view.getInt32(4, true) };
    });
    const [first, second] = corners;
    if (first === undefined || second === undefined) return undefined;
    return {
      left: Math.min(first.x, second.x),
      top: Math.min(first.y, second.y),
      right: Math.max(first.x, second.x),
      bottom: Math.max(first.y, second.y),
    };
  });

const share = (value: number): number => Math.min(1, Math.max(0, value / deviceSize));

const boxOf = (places: readonly Place[]): Box | undefined => {
  if (places.length === 0) return undefined;
  const x = share(Math.min(...places.map((place) => place.left)));
  const y = share(Math.min(...places.map((place) => place.top)));
  const width = share(Math.max(...places.map((place) => place.right))) - x;
  const height = share(Math.max(...places.map((place) => place.bottom))) - y;
  return width <= 0 || height <= 0 ? undefined : { x, y, width, height };
};

/** Collects characters into words; words that lie outside the page are dropped, as nobody sees them. */
const createCollector = () => {
  const words: Word[] = [];
  let characters = '';
  let places: Place[] = [];
  let line = 0;
  let lineHasWords = false;
  const endWord = (): void => {
    const box = boxOf(places);
    const text = characters.normalize('NFC');
    if (box !== undefined && text !== '') {
      words.push({ text, confidence: 1, line, box });
      lineHasWords = true;
    }
    characters = '';
    places = [];
  };
  return {
    words,
    add(character: string, place: Place | undefined): void {
      characters += character;
      if (place !== undefined) places.push(place);
    },
    endWord,
    endLine(): void {
      endWord();
      if (lineHasWords) line += 1;
      lineHasWords = false;
    },
  };
};

const middleOf = ({ box }: Word) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/**
 * PDFium gives the lines of text that runs up or down the page in the wrong order. They are sorted as they
 * are read once the page is turned: from the right where text runs down, from the left where it runs up.
 */
const orderSideways = (words: readonly Word[]): Word[] => {
  const lines = new Map<number, Word[]>();
  for (const word of words) lines.set(word.line, [...(lines.get(word.line) ?? []), word]);
  let across = 0;
  let down = 0;
  for (const line of lines.values()) {
    const [first, last] = [line[0], line.at(-1)];
    if (first === undefined || last === undefined) continue;
    across += Math.abs(middleOf(last).x - middleOf(first).x);
    down += middleOf(last).y - middleOf(first).y;
  }
  if (Math.abs(down) <= across) return [...words];
  const place = (line: readonly Word[]): number =>
    line.reduce((sum, word) => sum + middleOf(word).x, 0) / line.length;
  return [...lines.values()]
    .sort((a, b) => (down > 0 ? place(b) - place(a) : place(a) - place(b)))
    .flatMap((line, index) => line.map((word) => ({ ...word, line: index })));
};

/** Reads the words of a page with their boxes, in the order of the file, which is the order of reading. */
export const readPdfText = (pdfium: Pdfium, page: PdfPage): PdfText => {
  const text = pdfium._FPDFText_LoadPage(page.handle);
  if (text === 0) return { words: [], garbageShare: 0, hiddenShare: 0 };
  const count = Math.min(pdfium._FPDFText_CountChars(text), mostCharacters);
  const collector = createCollector();
  let garbage = 0;
  let hidden = 0;
  let visible = 0;
  for (let index = 0; index < count; index += 1) {
    const code = pdfium._FPDFText_GetUnicode(text, index);
    if (code === 10 || code === 13) collector.endLine();
    else if (isSpace(code)) collector.endWord();
    else {
      visible += 1;
      const unmapped = pdfium._FPDFText_HasUnicodeMapError(text, index) === 1;
      if (unmapped || isGarbage(code)) garbage += 1;
      else collector.add(characterOf(code), placeOf(pdfium, page, text, index));
      if (isLineEndHyphen(code)) collector.endLine();
      const object = pdfium._FPDFText_GetTextObject(text, index);
      if (object !== 0 && pdfium._FPDFTextObj_GetTextRenderMode(object) === invisibleMode) {
        hidden += 1;
      }
    }
  }
  collector.endLine();
  pdfium._FPDFText_ClosePage(text);
  const all = Math.max(1, visible);
  return {
    words: orderSideways(collector.words),
    garbageShare: garbage / all,
    hiddenShare: hidden / all,
  };
};

/** Share of the longer Latin words that have a vowel and no jumble of signs: German text has 0.9 and more. */
const plausibleShare = (words: readonly Word[]): number => {
  const longer = words.map(({ text }) => text).filter((text) => /\p{L}{3,}/u.test(text));
  if (longer.length === 0) return words.some(({ text }) => /\p{N}/u.test(text)) ? 1 : 0;
  const plausible = longer.filter(
    (text) =>
      !/\p{Script=Latin}/u.test(text) ||
      (/[aeiouyäöüàâéèêëîïôûœæAEIOUYÄÖÜÉ]/u.test(text) &&
        !/\p{L}[^\p{L}\p{N}.,:;/'’@&()_*-]\p{L}/u.test(text)),
  );
  return plausible.length / longer.length;
};

/** Whether the words of a text layer can be believed, whatever the page looks like. */
export const isPlausible = ({ words, garbageShare }: PdfText): boolean =>
  words.length > 0 && garbageShare < 0.1 && plausibleShare(words) > 0.7;

/** The page text of a text layer. */
export const pageTextOf = (words: readonly Word[]): PageText => ({
  source: 'textlayer',
  text: textOfWords(words),
  words,
  meanConfidence: words.length === 0 ? 0 : 1,
});
