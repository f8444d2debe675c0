import { degrees, type PDFContext, PDFName, type PDFPage, type PDFRef, PDFString } from 'pdf-lib';
import { glyphlessAdvance, glyphlessFont } from './glyphless-font.js';
import type { Word } from './page-text.js';

const beyondPlane = /[\uD800-\uDFFF]/g;

/** The font counts 16-bit codes; characters beyond them do not occur in German letters. */
export const codesOf = (text: string): number[] =>
  [...text.replace(beyondPlane, '\uFFFD')].map((character) => character.charCodeAt(0));

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');
const number = (value: number): string => String(Math.round(value * 1000) / 1000);

const toUnicode = (codes: ReadonlySet<number>): string => {
  const sorted = [...codes].sort((a, b) => a - b);
  const blocks: string[] = [];
  for (let at = 0; at < sorted.length; at += 100) {
    const part = sorted.slice(at, at + 100);
    const lines = part.map((code) => `<${hex(code)}> <${hex(code)}>`);
    blocks.push(`${part.length} beginbfchar\n${lines.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
};

const fontName = 'AAAAAA+Poststelle-Ohne-Zeichen';

/** A composite font whose every code shows the same empty glyph and stands for its own character. */
export const addInvisibleFont = (context: PDFContext, codes: ReadonlySet<number>): PDFRef => {
  const program = glyphlessFont();
  const file = context.flateStream(program, { Length1: program.length });
  const gids = Buffer.alloc(65_536 * 2);
  for (let at = 1; at < gids.length; at += 2) gids[at] = 1;
  const descriptor = context.obj({
    Type: 'FontDescriptor',
    FontName: fontName,
    Flags: 4,
    FontBBox: [0, 0, glyphlessAdvance, 1000],
    ItalicAngle: 0,
    Ascent: 1000,
    Descent: 0,
    CapHeight: 1000,
    StemV: 80,
    FontFile2: context.register(file),
  });
  const descendant = context.obj({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: fontName,
    CIDSystemInfo: {
      Registry: PDFString.of('Adobe'),
      Ordering: PDFString.of('Identity'),
      Supplement: 0,
    },
    FontDescriptor: context.register(descriptor),
    DW: glyphlessAdvance,
    CIDToGIDMap: context.register(context.flateStream(gids)),
  });
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: fontName,
      Encoding: 'Identity-H',
      DescendantFonts: [context.register(descendant)],
      ToUnicode: context.register(context.flateStream(toUnicode(codes))),
    }),
  );
};

/** Where the page's visible area lies in its own coordinates, and how viewers turn it. */
interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
  rotation: number;
}

/** From shares of the displayed page (origin top left) to the page's own coordinates. */
const locate = (frame: Frame, fx: number, fy: number): { x: number; y: number } => {
  const place = (right: number, up: number) => ({
    x: frame.x + right * frame.width,
    y: frame.y + up * frame.height,
  });
  if (frame.rotation === 90) return place(fy, fx);
  if (frame.rotation === 180) return place(1 - fx, fy);
  if (frame.rotation === 270) return place(1 - fy, 1 - fx);
  return place(fx, 1 - fy);
};

const directions: Readonly<Record<number, readonly [number, number, number, number]>> = {
  0: [1, 0, 0, 1],
  90: [0, 1, -1, 0],
  180: [-1, 0, 0, -1],
  270: [0, -1, 1, 0],
};

const wordOperators = (word: Word, frame: Frame, turn: number): string => {
  const codes = codesOf(word.text);
  const { x, y, width, height } = word.box;
  const sideways = frame.rotation === 90 || frame.rotation === 270;
  const across = width * (sideways ? frame.height : frame.width);
  const down = height * (sideways ? frame.width : frame.height);
  const [length, size] = turn === 90 || turn === 270 ? [down, across] : [across, down];
  if (codes.length === 0 || length <= 0 || size <= 0) return '';
  // The baseline starts where the word starts once the page is turned upright.
  const startX = turn === 90 || turn === 180 ? x + width : x;
  const startY = turn === 180 || turn === 270 ? y : y + height;
  const start = locate(frame, startX, startY);
  const stretch = (length / ((codes.length * glyphlessAdvance) / 1000) / size) * 100;
  const matrix = directions[(turn + frame.rotation) % 360] ?? directions[0] ?? [];
  const place = [...matrix, start.x, start.y].map(number).join(' ');
  // The space behind the word keeps words apart in programs that look at the characters only.
  const shown = [...codes, 32].map(hex).join('');
  return `/PoststelleText ${number(size)} Tf ${number(stretch)} Tz ${place} Tm <${shown}> Tj\n`;
};

/**
 * Lays words invisibly (render mode 3) over a page, read in the direction of `turn`, and turns the page
 * upright. Boxes are shares of the page as viewers show it before.
 */
export const addInvisibleText = (
  page: PDFPage,
  font: PDFRef,
  { words, turn }: { words: readonly Word[]; turn: 0 | 90 | 180 | 270 },
): void => {
  const { context } = page.doc;
  const crop = page.getCropBox();
  const rotation = ((page.getRotation().angle % 360) + 360) % 360;
  const frame: Frame = { ...crop, rotation };
  const operators = words.map((word) => wordOperators(word, frame, turn)).join('');
  if (operators !== '') {
    page.node.normalize();
    page.node.setFontDictionary(PDFName.of('PoststelleText'), font);
    const open = context.register(context.stream('q\n'));
    const close = context.register(context.stream('\nQ\n'));
    page.node.wrapContentStreams(open, close);
    const text = context.flateStream(`BT\n3 Tr\n${operators}ET\n`);
    page.node.addContentStream(context.register(text));
  }
  page.setRotation(degrees((rotation + turn) % 360));
};
