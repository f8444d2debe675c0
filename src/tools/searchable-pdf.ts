import { readG4Tiff } from './archive/g4-tiff.js';
import { readJpegHead } from './archive/jpeg-head.js';
import {
  createPdfWriter,
  decimal,
  type PdfWriter,
  reference,
  textString,
} from './archive/pdf-writer.js';
import { srgbProfile } from './archive/srgb-profile.js';
import { codesOf, invisibleText, type PageFrame, writeInvisibleFont } from './invisible-text.js';
import type { Word } from './page-text.js';

/** One page: its picture, the size of the paper, and the words on it. */
export interface SearchablePage {
  /** A JPEG in grey or colour, or a TIFF of `writeG4Tiff`; asked for when the page is written. */
  image: () => Promise<Buffer>;
  widthPt: number;
  heightPt: number;
  /** Quarter turns clockwise that bring the page upright. */
  turn?: 0 | 90 | 180 | 270;
  words: readonly Word[];
}

export interface SearchablePdf {
  pages: readonly SearchablePage[];
  title: string;
  /** BCP 47, `de-DE` for what our OCR reads. */
  language: string;
  /** What the copy was made from, for example `sha256:…` of the original. */
  source?: string;
}

const producer = 'Poststelle';
/** The sides that PDF/A allows a page, in points. */
const sides = { least: 3, most: 14_400 } as const;

const escapeXml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, ' ')
    .replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

const metadataOf = ({ title, language, source }: SearchablePdf): string =>
  `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>${escapeXml(language)}</rdf:li></rdf:Bag></dc:language>${
    source === undefined ? '' : `\n<dc:source>${escapeXml(source)}</dc:source>`
  }
<pdf:Producer>${producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;

const imageEntries = (width: number, height: number, rest: string): string =>
  `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} ${rest}`;

/** The picture as it is, in the filter that its bytes already have. */
const writeImage = (writer: PdfWriter, object: number, bytes: Buffer): Buffer => {
  const fax = readG4Tiff(bytes);
  if (fax !== undefined) {
    const { width, height, strip } = fax;
    const filter = `/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns ${width} /Rows ${height} >>`;
    return writer.stream(object, imageEntries(width, height, filter), strip);
  }
  const jpeg = readJpegHead(bytes);
  if (jpeg === undefined)
    throw new Error('the picture of a page is neither fax group 4 nor a plain JPEG');
  const space = jpeg.components === 1 ? 'DeviceGray' : 'DeviceRGB';
  const filter = `/ColorSpace /${space} /BitsPerComponent 8 /Filter /DCTDecode`;
  return writer.stream(object, imageEntries(jpeg.width, jpeg.height, filter), bytes);
};

/** Paper beyond what PDF/A allows keeps its proportions. */
const frameOf = ({ widthPt, heightPt, turn = 0 }: SearchablePage): PageFrame => {
  const scale = Math.min(1, sides.most / Math.max(widthPt, heightPt));
  const [width, height] = [widthPt, heightPt].map((side) => Math.max(sides.least, side * scale));
  return { width: width ?? sides.least, height: height ?? sides.least, turn };
};

const writePage = async (
  writer: PdfWriter,
  page: SearchablePage,
  objects: { page: number; parent: number; font: number },
): Promise<Buffer> => {
  const [contents, image] = [writer.next(), writer.next()];
  const frame = frameOf(page);
  const [width, height] = [decimal(frame.width), decimal(frame.height)];
  const operators = `q ${width} 0 0 ${height} 0 0 cm /I Do Q\n${invisibleText(page.words, frame)}`;
  return Buffer.concat([
    writer.object(
      objects.page,
      `<< /Type /Page /Parent ${reference(objects.parent)} /MediaBox [0 0 ${width} ${height}] /Rotate ${frame.turn} /Resources << /XObject << /I ${reference(image)} >> /Font << /T ${reference(objects.font)} >> >> /Contents ${reference(contents)} >>`,
    ),
    writer.packed(contents, '', Buffer.from(operators, 'latin1')),
    writeImage(writer, image, await page.image()),
  ]);
};

const writeDescription = (
  writer: PdfWriter,
  copy: SearchablePdf,
  objects: { catalog: number; pages: number; info: number },
): Buffer => {
  const [metadata, intent, profile] = [writer.next(), writer.next(), writer.next()];
  const title = textString(copy.title);
  return Buffer.concat([
    writer.object(
      objects.catalog,
      `<< /Type /Catalog /Pages ${reference(objects.pages)} /Metadata ${reference(metadata)} /OutputIntents [${reference(intent)}] /Lang (${copy.language.replace(/[^A-Za-z0-9-]/g, '')}) /ViewerPreferences << /DisplayDocTitle true >> >>`,
    ),
    // PDF/A wants the metadata readable without any filter.
    writer.stream(metadata, '/Type /Metadata /Subtype /XML', Buffer.from(metadataOf(copy), 'utf8')),
    writer.object(
      intent,
      `<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1) /DestOutputProfile ${reference(profile)} >>`,
    ),
    writer.packed(profile, '/N 3', srgbProfile()),
    writer.object(objects.info, `<< /Title ${title} /Producer (${producer}) >>`),
  ]);
};

/**
 * Makes a PDF/A-2u whose pages look as given and whose words can be searched, marked and copied: the words lie
 * invisibly over their places. Comes in pieces, one page in memory at a time; the same input gives the same bytes.
 */
export async function* writeSearchablePdf(copy: SearchablePdf): AsyncGenerator<Buffer> {
  if (copy.pages.length === 0) throw new Error('a PDF needs at least one page');
  const writer = createPdfWriter();
  const [catalog, parent, font, info] = [
    writer.next(),
    writer.next(),
    writer.next(),
    writer.next(),
  ];
  const codes = new Set<number>([32]);
  const kids: number[] = [];
  yield writer.start();
  for (const page of copy.pages) {
    for (const { text } of page.words) for (const code of codesOf(text)) codes.add(code);
    const object = writer.next();
    kids.push(object);
    yield await writePage(writer, page, { page: object, parent, font });
  }
  const list = kids.map(reference).join(' ');
  yield writer.object(parent, `<< /Type /Pages /Count ${kids.length} /Kids [${list}] >>`);
  yield writeInvisibleFont(writer, font, codes);
  yield writeDescription(writer, copy, { catalog, pages: parent, info });
  yield writer.end(`/Root ${reference(catalog)} /Info ${reference(info)}`);
}
