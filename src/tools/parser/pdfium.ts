import { PDFiumLibrary } from '@hyzyla/pdfium';
import { ChildFailure } from './protocol.js';

/** The functions of PDFium that we call; the wrapper library exports them without types. */
export interface Pdfium {
  _FPDF_LoadMemDocument(data: number, size: number, password: number): number;
  _FPDF_GetLastError(): number;
  _FPDF_GetPageCount(pdf: number): number;
  _FPDF_GetPageSizeByIndexF(pdf: number, index: number, size: number): number;
  _FPDF_DocumentHasValidCrossReferenceTable(pdf: number): number;
  _FPDF_GetSecurityHandlerRevision(pdf: number): number;
  _FPDF_GetSignatureCount(pdf: number): number;
  _FPDF_GetFormType(pdf: number): number;
  _FPDFDoc_GetJavaScriptActionCount(pdf: number): number;
  _FPDFDoc_GetAttachmentCount(pdf: number): number;
  _FPDFDoc_GetAttachment(pdf: number, index: number): number;
  _FPDFAttachment_GetName(attachment: number, buffer: number, size: number): number;
  _FPDFAttachment_GetFile(attachment: number, buffer: number, size: number, length: number): number;
  _FPDFDOC_InitFormFillEnvironment(pdf: number, info: number): number;
  _FORM_OnAfterLoadPage(page: number, form: number): void;
  _FORM_OnBeforeClosePage(page: number, form: number): void;
  _FPDF_LoadPage(pdf: number, index: number): number;
  _FPDF_ClosePage(page: number): void;
  _FPDF_GetPageWidthF(page: number): number;
  _FPDF_GetPageHeightF(page: number): number;
  _FPDFPage_GetAnnotCount(page: number): number;
  _FPDFPage_Flatten(page: number, usage: number): number;
  _FPDFPage_CountObjects(page: number): number;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFPageObj_GetType(object: number): number;
  _FPDFPageObj_GetBounds(
    object: number,
    left: number,
    bottom: number,
    right: number,
    top: number,
  ): number;
  _FPDFImageObj_GetImagePixelSize(object: number, width: number, height: number): number;
  _FPDFImageObj_GetImageDataRaw(object: number, buffer: number, size: number): number;
  _FPDFImageObj_GetImageFilterCount(object: number): number;
  _FPDFImageObj_GetImageFilter(object: number, index: number, buffer: number, size: number): number;
  _FPDFImageObj_GetBitmap(object: number): number;
  _FPDFPageObj_GetMatrix(object: number, matrix: number): number;
  _FPDFPageObj_HasTransparency(object: number): number;
  _FPDFPageObj_GetClipPath(object: number): number;
  _FPDFClipPath_CountPaths(clip: number): number;
  _FPDFPage_GetRotation(page: number): number;
  _FPDF_GetPageBoundingBox(page: number, rectangle: number): number;
  _FPDF_PageToDevice(
    page: number,
    startX: number,
    startY: number,
    sizeX: number,
    sizeY: number,
    rotate: number,
    pageX: number,
    pageY: number,
    deviceX: number,
    deviceY: number,
  ): number;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetUnicode(text: number, index: number): number;
  _FPDFText_HasUnicodeMapError(text: number, index: number): number;
  _FPDFText_GetLooseCharBox(text: number, index: number, box: number): number;
  _FPDFText_GetTextObject(text: number, index: number): number;
  _FPDFTextObj_GetTextRenderMode(object: number): number;
  _FPDFBitmap_CreateEx(
    width: number,
    height: number,
    format: number,
    data: number,
    stride: number,
  ): number;
  _FPDFBitmap_FillRect(
    bitmap: number,
    left: number,
    top: number,
    width: number,
    height: number,
    color: number,
  ): number;
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    startX: number,
    startY: number,
    sizeX: number,
    sizeY: number,
    rotate: number,
    flags: number,
  ): void;
  _FPDFBitmap_GetFormat(bitmap: number): number;
  _FPDFBitmap_GetWidth(bitmap: number): number;
  _FPDFBitmap_GetHeight(bitmap: number): number;
  _FPDFBitmap_GetStride(bitmap: number): number;
  _FPDFBitmap_GetBuffer(bitmap: number): number;
  _FPDFBitmap_Destroy(bitmap: number): void;
  wasmExports: { malloc(size: number): number; free(at: number): void };
  HEAPU8: Uint8Array;
}

const start = async (): Promise<Pdfium> => {
  const library = await PDFiumLibrary.init();
  return library['module'] as unknown as Pdfium;
};

let loaded: Promise<Pdfium> | undefined;

/** Loads PDFium's WebAssembly from node_modules, once; about 50 ms. */
export const loadPdfium = (): Promise<Pdfium> => {
  loaded ??= start();
  return loaded;
};

const passwordError = 4;
const securityError = 5;

/** Takes memory for the time of one call; PDFium returns values through it. */
export const withMemory = <T>(pdfium: Pdfium, bytes: number, use: (at: number) => T): T => {
  const at = pdfium.wasmExports.malloc(bytes);
  if (at === 0) throw new ChildFailure('limit-exceeded', 'memory');
  try {
    return use(at);
  } finally {
    pdfium.wasmExports.free(at);
  }
};

/** A view of PDFium's memory; take a new one after each call, since the memory may have moved. */
export const viewOf = (pdfium: Pdfium, at: number, bytes: number): DataView =>
  new DataView(pdfium.HEAPU8.buffer, pdfium.HEAPU8.byteOffset + at, bytes);

export interface PdfFile {
  pdfium: Pdfium;
  pdf: number;
  pageCount: number;
  /** Handle of the form environment; 0 where the file has no form. */
  form: number;
}

/** A file that was opened from memory. */
export interface PdfInput extends PdfFile {
  /** The file as it came. */
  bytes: Buffer;
}

const openForm = (pdfium: Pdfium, pdf: number): number => {
  if (pdfium._FPDF_GetFormType(pdf) === 0) return 0;
  const size = 256;
  const info = pdfium.wasmExports.malloc(size);
  pdfium.HEAPU8.fill(0, info, info + size);
  viewOf(pdfium, info, size).setUint32(0, 2, true);
  return pdfium._FPDFDOC_InitFormFillEnvironment(pdf, info);
};

/** Opens a PDF; a needed password and damage are told apart. The memory lives as long as the child. */
export const openPdf = (pdfium: Pdfium, bytes: Uint8Array): PdfInput => {
  const data = pdfium.wasmExports.malloc(bytes.length);
  if (data === 0) throw new ChildFailure('limit-exceeded', 'memory');
  pdfium.HEAPU8.set(bytes, data);
  const pdf = pdfium._FPDF_LoadMemDocument(data, bytes.length, 0);
  if (pdf === 0) {
    const error = pdfium._FPDF_GetLastError();
    if (error === passwordError || error === securityError) throw new ChildFailure('pdf-encrypted');
    throw new ChildFailure('file-unreadable');
  }
  const pageCount = pdfium._FPDF_GetPageCount(pdf);
  if (pageCount < 1) throw new ChildFailure('file-unreadable');
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { pdfium, bytes: whole, pdf, pageCount, form: openForm(pdfium, pdf) };
};

/** Size of a page in points by its index from 0, without loading the page. */
export const pageSize = ({ pdfium, pdf }: PdfFile, index: number) =>
  withMemory(pdfium, 8, (at) => {
    if (pdfium._FPDF_GetPageSizeByIndexF(pdf, index, at) === 0) return undefined;
    const view = viewOf(pdfium, at, 8);
    return { widthPt: view.getFloat32(0, true), heightPt: view.getFloat32(4, true) };
  });
