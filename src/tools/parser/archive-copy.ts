import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { renderSearchablePdf, type SearchablePage } from '../searchable-pdf.js';
import { loadPage, renderPage } from './pdf-page.js';
import { readPdfText } from './pdf-text.js';
import { loadPdfium, openPdf, type PdfFile } from './pdfium.js';
import { type ArchivePage, type ArchiveTask, ChildFailure } from './protocol.js';
import { fittingDpi } from './split-pdf.js';

const fileName = 'archive-1.pdf';

/** A profile that the image library carries, so that none has to be shipped. */
const colourProfile = async (): Promise<Uint8Array | undefined> => {
  const blank = sharp({ create: { width: 1, height: 1, channels: 3, background: '#ffffff' } });
  const image = await blank.withIccProfile('srgb').png().toBuffer();
  return (await sharp(image).metadata()).icc;
};

/** Opens something once for each input. */
const once = <T>(open: (path: string) => Promise<T>, inputs: readonly string[]) => {
  const opened = new Map<number, Promise<T>>();
  return (input: number): Promise<T> => {
    const known = opened.get(input) ?? open(inputs[input] ?? '');
    opened.set(input, known);
    return known;
  };
};

/** Undefined for a PDF with a permission password, and for damage that PDFium repairs and pdf-lib does not. */
const openOriginal = async (path: string): Promise<PDFDocument | undefined> => {
  try {
    return await PDFDocument.load(await readFile(path), { updateMetadata: false });
  } catch {
    return undefined;
  }
};

const openRendered = async (path: string): Promise<PdfFile> =>
  openPdf(await loadPdfium(), await readFile(path));

type Openers = {
  original: (input: number) => Promise<PDFDocument | undefined>;
  rendered: (input: number) => Promise<PdfFile>;
};

const isUsable = (document: PDFDocument, index: number): boolean => {
  try {
    return document.getPage(index).node.Contents() !== undefined;
  } catch {
    return false;
  }
};

/** A page that cannot be taken over is drawn, with the words of its own text layer where none are given. */
const drawPage = async (
  page: ArchivePage,
  task: ArchiveTask,
  file: PdfFile,
): Promise<SearchablePage> => {
  const loaded = loadPage(file, (page.number ?? 1) - 1);
  const dpi = fittingDpi(loaded, task.limits.viewDpi, task.limits.maxViewPixels);
  const { data, width, height, channels } = renderPage(file.pdfium, loaded, dpi, 'colour');
  const image = await sharp(data, { raw: { width, height, channels } })
    .removeAlpha()
    .jpeg({ quality: 80 })
    .toBuffer();
  const words = page.words.length > 0 ? page.words : readPdfText(file.pdfium, loaded).words;
  loaded.close();
  const { widthPt, heightPt, turn } = page;
  return {
    source: { kind: 'image', image, mediaType: 'image/jpeg' },
    widthPt,
    heightPt,
    turn,
    words,
  };
};

const pageOf = async (
  page: ArchivePage,
  task: ArchiveTask,
  open: Openers,
): Promise<SearchablePage> => {
  const { widthPt, heightPt, turn, words, mediaType } = page;
  if (mediaType !== 'application/pdf') {
    const image = await readFile(task.inputs[page.input] ?? '');
    return { source: { kind: 'image', image, mediaType }, widthPt, heightPt, turn, words };
  }
  const document = await open.original(page.input);
  const index = (page.number ?? 1) - 1;
  if (document !== undefined && isUsable(document, index)) {
    return { source: { kind: 'original', document, index }, widthPt, heightPt, turn, words };
  }
  return drawPage(page, task, await open.rendered(page.input));
};

const renderAll = async (pages: SearchablePage[], title: string): Promise<Uint8Array> => {
  const profile = await colourProfile();
  const withProfile = profile === undefined ? {} : { colourProfile: profile };
  return renderSearchablePdf({ pages, title, language: 'de-DE', ...withProfile });
};

/** Writes the searchable copy; pages of a PDF are taken over untouched where that is possible. */
export const renderArchiveCopy = async (task: ArchiveTask) => {
  const open: Openers = {
    original: once(openOriginal, task.inputs),
    rendered: once(openRendered, task.inputs),
  };
  const make = async (openers: Openers): Promise<SearchablePage[]> => {
    const pages: SearchablePage[] = [];
    for (const page of task.pages) pages.push(await pageOf(page, task, openers));
    return pages;
  };
  const write = async (pages: SearchablePage[]) => {
    await writeFile(join(task.out, fileName), await renderAll(pages, task.title));
    const kept = pages.filter(({ source }) => source.kind === 'original').length;
    return { file: fileName, pageCount: pages.length, keptOriginalPages: kept };
  };
  try {
    return await write(await make(open));
  } catch (error) {
    if (error instanceof ChildFailure) throw error;
    // A page that opens and yet cannot be copied: draw the pages of PDFs instead.
    return write(await make({ ...open, original: async () => undefined }));
  }
};
