import { createHash } from 'node:crypto';
import { PDFDict, PDFDocument, PDFHexString, PDFName, type PDFPage, PDFString } from 'pdf-lib';
import { addInvisibleFont, addInvisibleText, codesOf } from './invisible-text.js';
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

type Original = Extract<SearchablePage['source'], { kind: 'original' }>;

/** Notes and filled fields stay to be seen, actions do not. */
const disarm = (page: PDFPage): void => {
  page.node.delete(PDFName.of('AA'));
  for (const annotation of annotationsOf(page)) {
    annotation.delete(PDFName.of('A'));
    annotation.delete(PDFName.of('AA'));
  }
};

/** Copies the pages of each document in one go, because fonts and images that they share come along once. */
const copyOriginals = async (
  target: PDFDocument,
  pages: readonly SearchablePage[],
): Promise<Map<SearchablePage, PDFPage>> => {
  const copies = new Map<SearchablePage, PDFPage>();
  const documents = new Map<PDFDocument, { page: SearchablePage; source: Original }[]>();
  for (const page of pages) {
    if (page.source.kind !== 'original') continue;
    const { source } = page;
    documents.set(source.document, [...(documents.get(source.document) ?? []), { page, source }]);
  }
  for (const [document, wanted] of documents) {
    const copied = await target.copyPages(
      document,
      wanted.map(({ source }) => source.index),
    );
    for (const [at, { page }] of wanted.entries()) {
      const copy = copied[at];
      if (copy === undefined) throw new Error('a page was not copied');
      disarm(copy);
      copies.set(page, copy);
    }
  }
  return copies;
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
  const font = addInvisibleFont(target.context, codes);
  const originals = await copyOriginals(target, copy.pages);
  for (const page of copy.pages) {
    const original = originals.get(page);
    const added = original === undefined ? await drawImage(target, page) : target.addPage(original);
    addInvisibleText(added, font, { words: page.words, turn: page.turn ?? 0 });
  }
  describe(target, copy);
  return target.save();
};
