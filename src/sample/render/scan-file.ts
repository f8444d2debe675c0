import { PDFDocument, PDFName, type PDFPage } from 'pdf-lib';
import sharp, { type Sharp } from 'sharp';
import { type Bitmap, sharpOf } from './bitmap.js';

/** The bitmaps of a letter with the resolution they are meant for. */
export interface Scan {
  pages: readonly Bitmap[];
  dpiX: number;
  dpiY: number;
  /** Only black and white pixels: stored with one bit, Group 4. */
  bilevel: boolean;
}

const grey = (bitmap: Bitmap): Sharp =>
  bitmap.channels === 1 ? sharpOf(bitmap).toColourspace('b-w') : sharpOf(bitmap);

const toJpeg = (bitmap: Bitmap, quality: number, dpi: number): Promise<Buffer> =>
  grey(bitmap)
    .withMetadata({ density: dpi })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();

/** All pages in one TIFF, Group 4 for black and white, JPEG or LZW for the others. */
export const toTiff = async (
  { pages, dpiX, dpiY, bilevel }: Scan,
  quality: number,
): Promise<Buffer> => {
  const [first] = pages;
  if (first === undefined) throw new RangeError('A scan needs at least one page');
  const { width, height, channels } = first;
  const data = Buffer.concat(pages.map((page) => page.data));
  const raw = { width, height: height * pages.length, channels, pageHeight: height };
  const pipeline = sharp(data, { raw });
  const resolution = { xres: dpiX / 25.4, yres: dpiY / 25.4, resolutionUnit: 'inch' } as const;
  if (bilevel) {
    return pipeline
      .toColourspace('b-w')
      .tiff({ compression: 'ccittfax4', bitdepth: 1, miniswhite: true, ...resolution })
      .toBuffer();
  }
  const shaped = channels === 1 ? pipeline.toColourspace('b-w') : pipeline;
  return shaped.tiff({ compression: 'jpeg', quality, ...resolution }).toBuffer();
};

const shortOrLong = (tiff: Buffer, at: number): number =>
  tiff.readUInt16LE(at + 2) === 3 ? tiff.readUInt16LE(at + 8) : tiff.readUInt32LE(at + 8);

/** The one Group 4 strip of a page; libtiff writes a single strip when the strip is as high as the page. */
const group4Strip = async (bitmap: Bitmap): Promise<Buffer> => {
  const tiff = await grey(bitmap)
    .tiff({ compression: 'ccittfax4', bitdepth: 1, miniswhite: true, tileHeight: bitmap.height })
    .toBuffer();
  const directory = tiff.readUInt32LE(4);
  const entries = tiff.readUInt16LE(directory);
  let offset = 0;
  let length = 0;
  for (let i = 0; i < entries; i += 1) {
    const at = directory + 2 + i * 12;
    const tag = tiff.readUInt16LE(at);
    if (tag === 273) offset = shortOrLong(tiff, at);
    if (tag === 279) length = shortOrLong(tiff, at);
  }
  return tiff.subarray(offset, offset + length);
};

const drawGroup4 = async (pdf: PDFDocument, page: PDFPage, bitmap: Bitmap): Promise<void> => {
  const { width, height } = bitmap;
  const image = pdf.context.stream(await group4Strip(bitmap), {
    Type: 'XObject',
    Subtype: 'Image',
    Width: width,
    Height: height,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: 1,
    Filter: 'CCITTFaxDecode',
    DecodeParms: { K: -1, Columns: width, Rows: height },
  });
  page.node.setXObject(PDFName.of('Im0'), pdf.context.register(image));
  const { width: w, height: h } = page.getSize();
  const content = pdf.context.stream(`q ${w} 0 0 ${h} 0 0 cm /Im0 Do Q`);
  page.node.addContentStream(pdf.context.register(content));
};

/** A PDF as scanners write it: each page one picture, no text. */
export const toScanPdf = async (
  { pages, dpiX, dpiY, bilevel }: Scan,
  { quality, producer, day }: { quality: number; producer: string; day: string },
): Promise<Buffer> => {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setProducer(producer);
  pdf.setCreationDate(new Date(`${day}T07:30:00Z`));
  for (const bitmap of pages) {
    const page = pdf.addPage([(bitmap.width * 72) / dpiX, (bitmap.height * 72) / dpiY]);
    if (bilevel) await drawGroup4(pdf, page, bitmap);
    else {
      const image = await pdf.embedJpg(await toJpeg(bitmap, quality, dpiX));
      page.drawImage(image, { x: 0, y: 0, width: page.getWidth(), height: page.getHeight() });
    }
  }
  return Buffer.from(await pdf.save({ useObjectStreams: false, addDefaultPage: false }));
};

/** The first page as PNG. */
export const toPng = ({ pages, dpiX, bilevel }: Scan): Promise<Buffer> => {
  const [first] = pages;
  if (first === undefined) throw new RangeError('A scan needs at least one page');
  const pipeline = grey(first).withMetadata({ density: dpiX });
  return pipeline
    .png(bilevel ? { palette: true, colours: 2, compressionLevel: 6 } : { compressionLevel: 6 })
    .toBuffer();
};

/** The first page as JPEG, as a telephone sends it. */
export const toPhoto = ({ pages, dpiX }: Scan, quality: number): Promise<Buffer> => {
  const [first] = pages;
  if (first === undefined) throw new RangeError('A scan needs at least one page');
  return toJpeg(first, quality, dpiX);
};
