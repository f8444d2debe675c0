import { readFile } from 'node:fs/promises';
import { isMailType, sniffMediaType } from '../media-type.js';
import type { PdfInput } from './pdfium.js';
import { ChildFailure, type InspectTask, type SplitPage, type SplitPagesTask } from './protocol.js';

/** What a first look at a file tells. */
export interface InspectResult {
  mediaType: string;
  pageCount?: number;
  /** A PDF with a permission password; it opens, but its maker wanted to forbid something. */
  encrypted: boolean;
  problems: string[];
  /** Of a picture, in pixels. */
  size?: { width: number; height: number };
}

/** A child opens one document only, however many tasks it gets. */
let opened: { path: string; file: Promise<PdfInput> } | undefined;

const openOnce = (path: string, bytes?: Buffer): Promise<PdfInput> => {
  const open = async (): Promise<PdfInput> => {
    const { loadPdfium, openPdf } = await import('./pdfium.js');
    return openPdf(await loadPdfium(), bytes ?? (await readFile(path)));
  };
  if (opened?.path !== path) opened = { path, file: open() };
  return opened.file;
};

/** Actions that PDFium does not count; those in packed objects stay unseen. Nothing of ours runs any. */
const mentionsAction = (bytes: Buffer): boolean =>
  ['/JavaScript', '/Launch', '/ImportData', '/SubmitForm'].some((name) => bytes.includes(name));

const inspectPdf = async (bytes: Buffer, task: InspectTask): Promise<InspectResult> => {
  const { pageSize } = await import('./pdfium.js');
  const { fittingDpi } = await import('./split-pdf.js');
  const file = await openOnce(task.input, bytes);
  const { pdfium } = file;
  if (file.pageCount > task.limits.maxPages) throw new ChildFailure('limit-exceeded', 'pages');
  for (let index = 0; index < file.pageCount; index += 1) {
    const size = pageSize(file, index);
    if (size === undefined) throw new ChildFailure('page-unreadable');
    fittingDpi(size, task.limits.viewDpi, task.limits.maxViewPixels);
  }
  const problems: [boolean, string][] = [
    [pdfium._FPDF_DocumentHasValidCrossReferenceTable(file.pdf) === 0, 'pdf-repaired'],
    [
      pdfium._FPDFDoc_GetJavaScriptActionCount(file.pdf) > 0 || mentionsAction(bytes),
      'pdf-scripts',
    ],
    [pdfium._FPDFDoc_GetAttachmentCount(file.pdf) > 0, 'pdf-attachments'],
    [pdfium._FPDF_GetSignatureCount(file.pdf) > 0, 'pdf-signed'],
    [pdfium._FPDF_GetFormType(file.pdf) > 1, 'pdf-xfa'],
  ];
  return {
    mediaType: 'application/pdf',
    pageCount: file.pageCount,
    encrypted: pdfium._FPDF_GetSecurityHandlerRevision(file.pdf) >= 0,
    problems: problems.filter(([found]) => found).map(([, code]) => code),
  };
};

const inspectImage = async (bytes: Buffer, task: InspectTask): Promise<InspectResult> => {
  const { measureImage } = await import('./split-images.js');
  const { pageCount, pixels, width, height } = await measureImage(bytes);
  if (pageCount > task.limits.maxPages) throw new ChildFailure('limit-exceeded', 'pages');
  if (pixels > task.limits.maxPixels) throw new ChildFailure('limit-exceeded', 'pixels');
  const size = { width, height };
  return { mediaType: task.mediaType, pageCount, encrypted: false, problems: [], size };
};

/** Counts pages and checks limits before anything is rendered. */
export const inspect = async (task: InspectTask): Promise<InspectResult> => {
  const bytes = await readFile(task.input);
  const sniffed = sniffMediaType(bytes.subarray(0, 4096))?.mediaType;
  if (sniffed !== task.mediaType) throw new ChildFailure('file-unreadable');
  if (sniffed === 'application/pdf') return inspectPdf(bytes, task);
  if (sniffed?.startsWith('image/')) return inspectImage(bytes, task);
  if (sniffed === undefined || (!isMailType(sniffed) && sniffed !== 'application/zip'))
    throw new ChildFailure('media-type-unsupported');
  return { mediaType: sniffed, encrypted: false, problems: [] };
};

/** Splits a file into pages with text, images for screen and OCR, and codes. */
export const splitPages = async (
  task: SplitPagesTask,
  onPage: (page: SplitPage) => void,
  onStart: (number: number) => void,
): Promise<void> => {
  if (task.mediaType.startsWith('image/')) {
    const { splitImages } = await import('./split-images.js');
    await splitImages(task, onPage, onStart);
    return;
  }
  if (task.mediaType !== 'application/pdf') throw new ChildFailure('media-type-unsupported');
  const { splitPdf } = await import('./split-pdf.js');
  await splitPdf(await openOnce(task.input), task, onPage, onStart);
};
