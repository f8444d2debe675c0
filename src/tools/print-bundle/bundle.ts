import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setImmediate as breathe } from 'node:timers/promises';
import { PDFDocument, PDFHexString, PDFName, PDFObjectCopier } from 'pdf-lib';
import { type MarkLayout, marksOf } from './marks.js';
import { stampPage } from './stamp.js';

/** What is printed into one file; paths are those of PDF files on this machine. */
export interface BundleJob {
  title: string;
  /** An instant, ISO 8601: equal jobs give equal bytes. */
  createdAt: string;
  layout: MarkLayout;
  /** Of each envelope only this sheet, from 1. */
  onlySheet?: number;
  envelopes: readonly BundleEnvelope[];
}

export interface BundleEnvelope {
  /** Fifteen digits that name run and envelope in the code of its sheets. */
  code: string;
  /** Counter of its first sheet in the print file, from 1. */
  firstSheet: number;
  letters: readonly { path: string; pages: number }[];
}

/** What became of a job. */
export interface Bundle {
  pages: number;
  sheets: number;
  bytes: Buffer;
}

const sheetsOf = (pages: number): number => Math.ceil(pages / 2);

/** ISO 19005-2: the claim, and what has to stand in the metadata beside it. */
const metadata = ({ title, createdAt }: BundleJob): string => {
  const text = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></dc:title><xmp:CreateDate>${createdAt}</xmp:CreateDate><pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
};

/** A merged file has lost the structure of its letters, so it is PDF/A-2b: what counts for print are fonts and colours. */
const claimArchivable = (file: PDFDocument, job: BundleJob, intents: PDFDocument | undefined) => {
  const { context, catalog } = file;
  const stream = context.stream(Buffer.from(metadata(job), 'utf8'), {
    Type: 'Metadata',
    Subtype: 'XML',
  });
  catalog.set(PDFName.of('Metadata'), context.register(stream));
  const name = PDFName.of('OutputIntents');
  const given = intents?.catalog.lookup(name);
  if (intents !== undefined && given !== undefined) {
    catalog.set(name, PDFObjectCopier.for(intents.context, context).copy(given));
  }
  // Without the paths, which are of this machine.
  const identity = [job.title, job.createdAt, job.envelopes.map(({ code }) => code)];
  const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
  const id = PDFHexString.of(digest);
  context.trailerInfo.ID = context.obj([id, id]);
};

const a4 = { width: 595.276, height: 841.89 } as const;

/** Adds the pages of one letter, blank backs included, and marks its fronts. @returns how many sheets it has. */
const addLetter = async (
  file: PDFDocument,
  source: PDFDocument,
  sheets: { job: BundleJob; envelope: BundleEnvelope; before: number; of: number },
): Promise<number> => {
  const { job, envelope, before, of } = sheets;
  const isWanted = (number: number): boolean =>
    job.onlySheet === undefined || job.onlySheet === number;
  const count = sheetsOf(source.getPageCount());
  const wanted = source.getPageIndices().filter((at) => isWanted(before + Math.floor(at / 2) + 1));
  const pages = await file.copyPages(source, wanted);
  for (const [at, page] of pages.entries()) {
    // Points into the structure of the letter, which is not copied.
    page.node.delete(PDFName.of('StructParents'));
    file.addPage(page);
    const index = wanted[at] ?? 0;
    if (index % 2 === 1) continue;
    const number = before + index / 2 + 1;
    const counter = envelope.firstSheet + number - 1;
    stampPage(page, marksOf(job.layout, { number, of, counter, envelope: envelope.code }));
  }
  if (source.getPageCount() % 2 === 1 && isWanted(before + count)) {
    file.addPage([a4.width, a4.height]);
  }
  return count;
};

/**
 * Merges letters into one file for duplex printing: each letter begins on a front, backs that it does not need are blank,
 * and the fronts carry the marks.
 * @throws Error when a file has another number of pages than was counted.
 */
export const mergeBundle = async (job: BundleJob): Promise<Bundle> => {
  const file = await PDFDocument.create({ updateMetadata: false });
  let intents: PDFDocument | undefined;
  for (const envelope of job.envelopes) {
    const of = envelope.letters.reduce((sum, { pages }) => sum + sheetsOf(pages), 0);
    let before = 0;
    for (const letter of envelope.letters) {
      const source = await PDFDocument.load(await readFile(letter.path), { updateMetadata: false });
      intents ??= source;
      if (source.getPageCount() !== letter.pages) throw new Error('another number of pages');
      before += await addLetter(file, source, { job, envelope, before, of });
      await breathe();
    }
  }
  claimArchivable(file, job, intents);
  const pages = file.getPageCount();
  const bytes = Buffer.from(await file.save({ useObjectStreams: true }));
  return { pages, sheets: pages / 2, bytes };
};
