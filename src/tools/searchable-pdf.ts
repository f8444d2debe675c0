import { createHash } from 'node:crypto';
import {
  degrees,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFPage,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import { glyphlessAdvance, glyphlessFont } from './glyphless-font.js';
import type { Word } from './page-text.js';

/** One page: its image with the size of the paper, or a page of a PDF that is taken over as it is. */
export interface SearchablePage {
  source:
    | { kind: 'image'; image: Uint8Array; mediaType: 'image/jpeg' | 'image/png' }
    | { kind: 'original'; document: PDFDocument; index: number };
  widthPt: number;
  heightPt: number;
  /** Quarter turns clockwise that bring the page upright. */
  turn?: 0 | 90 | 180 | 270;
  words: readonly Word[];
}

export interface SearchablePdf {
  pages: readonly SearchablePage[];
  title: string;
  /** BCP 47, `de` for what our OCR reads. */
  language: string;
  /** An sRGB profile; with it, and only images as pages, the file declares itself as PDF/A-2u. */
  colourProfile?: Uint8Array;
}

const beyondPlane = /[\uD800-\uDFFF]/g;

/** The font counts 16-bit codes; characters beyond them do not occur in German letters. */
const codesOf = (text: string): number[] =>
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
const addFont = (context: PDFContext, codes: ReadonlySet<number>): PDFRef => {
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

const addText = (page: PDFPage, font: PDFRef, { words, turn = 0 }: SearchablePage): void => {
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

const drawImage = async (target: PDFDocument, page: SearchablePage): Promise<PDFPage> => {
  const added = target.addPage([page.widthPt, page.heightPt]);
  if (page.source.kind !== 'image') return added;
  const { image, mediaType } = page.source;
  const embedded =
    mediaType === 'image/png' ? await target.embedPng(image) : await target.embedJpg(image);
  added.drawImage(embedded, { x: 0, y: 0, width: page.widthPt, height: page.heightPt });
  return added;
};

const annotationsOf = (page: PDFPage): PDFDict[] => {
  const list = page.node.Annots();
  return Array.from({ length: list?.size() ?? 0 }, (_value, index) => list?.lookup(index)).filter(
    (annotation) => annotation instanceof PDFDict,
  );
};

/** Takes over a page without what could act: notes and filled fields stay to be seen, actions do not. */
const copyOriginal = async (
  target: PDFDocument,
  source: { document: PDFDocument; index: number },
): Promise<PDFPage> => {
  const [copied] = await target.copyPages(source.document, [source.index]);
  if (copied === undefined) throw new Error('the page was not copied');
  copied.node.delete(PDFName.of('AA'));
  for (const annotation of annotationsOf(copied)) {
    annotation.delete(PDFName.of('A'));
    annotation.delete(PDFName.of('AA'));
  }
  return target.addPage(copied);
};

const escapeXml = (text: string): string =>
  text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

const metadataOf = (title: string, language: string, isArchivable: boolean): string =>
  `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"${isArchivable ? ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="2" pdfaid:conformance="U"' : ''}>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>${escapeXml(language)}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;

const addOutputIntent = (target: PDFDocument, profile: Uint8Array): void => {
  const { context, catalog } = target;
  const stream = context.register(context.flateStream(profile, { N: 3 }));
  const intent = context.obj({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFString.of('sRGB'),
    Info: PDFString.of('sRGB IEC61966-2.1'),
    DestOutputProfile: stream,
  });
  catalog.set(PDFName.of('OutputIntents'), context.obj([context.register(intent)]));
};

const describe = (target: PDFDocument, copy: SearchablePdf): void => {
  const { context, catalog } = target;
  const onlyImages = copy.pages.every(({ source }) => source.kind === 'image');
  const isArchivable = onlyImages && copy.colourProfile !== undefined;
  if (copy.colourProfile !== undefined) addOutputIntent(target, copy.colourProfile);
  target.setTitle(copy.title, { showInWindowTitleBar: true });
  catalog.set(PDFName.of('Lang'), PDFString.of(copy.language));
  const xml = Buffer.from(metadataOf(copy.title, copy.language, isArchivable), 'utf8');
  // PDF/A wants the metadata readable without any filter.
  const metadata = context.stream(xml, { Type: 'Metadata', Subtype: 'XML', Length: xml.length });
  catalog.set(PDFName.of('Metadata'), context.register(metadata));
  const hash = createHash('sha256').update(xml);
  for (const { source, words } of copy.pages) {
    if (source.kind === 'image') hash.update(source.image);
    hash.update(JSON.stringify(words));
  }
  const id = PDFHexString.of(hash.digest('hex').slice(0, 32).toUpperCase());
  context.trailerInfo.ID = context.obj([id, id]);
};

/**
 * Makes a PDF whose pages look as given and whose words can be searched, marked and copied: the words lie
 * invisibly (render mode 3) over their places. The same input gives the same bytes.
 */
export const renderSearchablePdf = async (copy: SearchablePdf): Promise<Uint8Array> => {
  const target = await PDFDocument.create({ updateMetadata: false });
  const codes = new Set<number>([32]);
  for (const { words } of copy.pages) {
    for (const { text } of words) for (const code of codesOf(text)) codes.add(code);
  }
  const font = addFont(target.context, codes);
  for (const page of copy.pages) {
    const added =
      page.source.kind === 'image'
        ? await drawImage(target, page)
        : await copyOriginal(target, page.source);
    addText(added, font, page);
  }
  describe(target, copy);
  return target.save();
};
