import { decimal, type PdfWriter, reference } from './archive/pdf-writer.js';
import { glyphlessAdvance, glyphlessFont } from './glyphless-font.js';
import type { Word } from './page-text.js';

const replacement = 0xfffd;

/** Codes that stand for no character of their own, or that PDF/A-2u forbids as the meaning of a glyph. */
const isMeaningless = (code: number): boolean =>
  code < 32 ||
  (code >= 0x7f && code < 0xa0) ||
  (code >= 0xd800 && code <= 0xdfff) ||
  code === 0xfeff ||
  code >= 0xfffe;

/** The font counts 16-bit codes; characters beyond them do not occur in German letters. */
export const codesOf = (text: string): number[] =>
  [...text].map((character) => {
    const code = character.codePointAt(0) ?? replacement;
    return code > 0xffff || isMeaningless(code) ? replacement : code;
  });

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');

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

const fontName = '/AAAAAA+Poststelle-Ohne-Zeichen';

/** Writes a composite font whose every code shows the same empty glyph and stands for its own character. */
export const writeInvisibleFont = (
  writer: PdfWriter,
  font: number,
  codes: ReadonlySet<number>,
): Buffer => {
  const [descendant, descriptor, file, glyphs, unicode] = [
    writer.next(),
    writer.next(),
    writer.next(),
    writer.next(),
    writer.next(),
  ];
  const program = glyphlessFont();
  const gids = Buffer.alloc(65_536 * 2);
  for (let at = 1; at < gids.length; at += 2) gids[at] = 1;
  return Buffer.concat([
    writer.object(
      font,
      `<< /Type /Font /Subtype /Type0 /BaseFont ${fontName} /Encoding /Identity-H /DescendantFonts [${reference(descendant)}] /ToUnicode ${reference(unicode)} >>`,
    ),
    writer.object(
      descendant,
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont ${fontName} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${reference(descriptor)} /DW ${glyphlessAdvance} /CIDToGIDMap ${reference(glyphs)} >>`,
    ),
    writer.object(
      descriptor,
      `<< /Type /FontDescriptor /FontName ${fontName} /Flags 4 /FontBBox [0 0 ${glyphlessAdvance} 1000] /ItalicAngle 0 /Ascent 1000 /Descent 0 /CapHeight 1000 /StemV 80 /FontFile2 ${reference(file)} >>`,
    ),
    writer.packed(file, `/Length1 ${program.length}`, program),
    writer.packed(glyphs, '', gids),
    writer.packed(unicode, '', Buffer.from(toUnicode(codes), 'latin1')),
  ]);
};

/** The page of an archive copy before it is turned, in points. */
export interface PageFrame {
  width: number;
  height: number;
  /** Quarter turns clockwise that bring the page upright for reading. */
  turn: 0 | 90 | 180 | 270;
}

const directions = {
  0: [1, 0, 0, 1],
  90: [0, 1, -1, 0],
  180: [-1, 0, 0, -1],
  270: [0, -1, 1, 0],
} as const;

const wordOperators = (word: Word, { width, height, turn }: PageFrame): string => {
  const codes = codesOf(word.text);
  const { box } = word;
  const across = box.width * width;
  const down = box.height * height;
  const [length, size] = turn === 90 || turn === 270 ? [down, across] : [across, down];
  if (codes.length === 0 || !(length > 0) || !(size > 0)) return '';
  // The baseline starts where the word starts once the page is turned upright.
  const startX = (turn === 90 || turn === 180 ? box.x + box.width : box.x) * width;
  const startY = (1 - (turn === 180 || turn === 270 ? box.y : box.y + box.height)) * height;
  const stretch = (length / ((codes.length * glyphlessAdvance) / 1000) / size) * 100;
  const place = [...directions[turn], startX, startY].map(decimal).join(' ');
  // The space behind the word keeps words apart in programs that look at the characters only.
  const shown = [...codes, 32].map(hex).join('');
  return `/T ${decimal(size)} Tf ${decimal(stretch)} Tz ${place} Tm <${shown}> Tj\n`;
};

/**
 * The operators that lay words invisibly (render mode 3) over a page, read in the direction of its turn; the font is
 * the page's resource `T`. Boxes are shares of the page before it is turned.
 */
export const invisibleText = (words: readonly Word[], frame: PageFrame): string => {
  const operators = words.map((word) => wordOperators(word, frame)).join('');
  return operators === '' ? '' : `BT\n3 Tr\n${operators}ET\n`;
};
