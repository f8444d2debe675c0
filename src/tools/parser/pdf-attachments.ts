import { type PdfFile, viewOf, withMemory } from './pdfium.js';

const longestName = 2_000;

/** The files that a PDF carries: those of a portfolio, an electronic invoice, or anything else. */
export function* readAttachments(
  { pdfium, pdf }: PdfFile,
  allow: (bytes: number) => void,
): Generator<{ name: string; content: Buffer }> {
  const count = pdfium._FPDFDoc_GetAttachmentCount(pdf);
  for (let index = 0; index < count; index += 1) {
    const attachment = pdfium._FPDFDoc_GetAttachment(pdf, index);
    if (attachment === 0) continue;
    const name = withMemory(pdfium, longestName, (at) => {
      const length = pdfium._FPDFAttachment_GetName(attachment, at, longestName);
      const bytes = pdfium.HEAPU8.slice(at, at + Math.max(0, Math.min(longestName, length) - 2));
      return Buffer.from(bytes).toString('utf16le');
    });
    const size = withMemory(pdfium, 4, (at) => {
      const found = pdfium._FPDFAttachment_GetFile(attachment, 0, 0, at);
      return found === 0 ? 0 : viewOf(pdfium, at, 4).getUint32(0, true);
    });
    if (size === 0) continue;
    allow(size);
    const content = withMemory(pdfium, size + 4, (at) => {
      pdfium._FPDFAttachment_GetFile(attachment, at + 4, size, at);
      return Buffer.from(pdfium.HEAPU8.slice(at + 4, at + 4 + size));
    });
    yield { name, content };
  }
}
