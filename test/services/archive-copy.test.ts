import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { degrees, PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeArchiveCopy, pictureOf } from '#test/support/archive.js';
import {
  asSharp,
  letterLines,
  letterPdf,
  lockedPdf,
  scannedPdf,
  scanOf,
  tiffOf,
} from '#test/support/documents.js';
import { needsPdfaCheck } from '#test/support/pdfa-check.js';
import { writeG4Tiff } from '#tools/archive/g4-tiff.js';
import type { GreyImage } from '#tools/image/grey-image.js';
import { createParser, type Parser } from '#tools/parser/create-parser.js';
import { loadPage } from '#tools/parser/pdf-page.js';
import { findPdfScan } from '#tools/parser/pdf-scan.js';
import { readPdfText } from '#tools/parser/pdf-text.js';
import { loadPdfium, openPdf } from '#tools/parser/pdfium.js';

vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let parser: Parser;
let letter: Buffer;
let grey: GreyImage;
let bilevel: GreyImage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'copies-'));
  parser = createParser({
    isolation: 'auto',
    log: { info: () => undefined, warn: () => undefined },
  });
  letter = await letterPdf();
  grey = await scanOf(letter, 300);
  bilevel = { ...grey, data: grey.data.map((value) => (value < 128 ? 0 : 255)) };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const copyOf = async (bytes: Uint8Array, mediaType: string, name = 'copy') => {
  const path = join(folder, `${name}.pdf`);
  return { path, ...(await makeArchiveCopy(parser, { bytes, mediaType }, path)) };
};

/** A page of one picture with its own rotation, as scanners write it that know how paper lay. */
const turnedScan = async (image: Buffer, angle: number): Promise<Buffer> => {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const page = pdf.addPage([595.2, 841.92]);
  page.drawImage(await pdf.embedJpg(image), { x: 0, y: 0, width: 595.2, height: 841.92 });
  page.setRotation(degrees(angle));
  return Buffer.from(await pdf.save());
};

describe('the archive copy', () => {
  it('of a black and white page of 300 dpi has the same dots in at most 120 kB', async () => {
    const { pages, size, path } = await copyOf(
      tiffOf([{ image: bilevel, xDpi: 300, yDpi: 300 }]),
      'image/tiff',
    );
    expect(pages.map(pictureOf)).toEqual(['g4']);
    expect(size).toBeLessThan(120_000);
    const file = openPdf(await loadPdfium(), await readFile(path));
    const scan = await findPdfScan(file, loadPage(file, 0), 1e9);
    const dots = await scan?.open().toColourspace('b-w').raw().toBuffer();
    expect(dots?.equals(Buffer.from(bilevel.data))).toBe(true);
  });

  it('keeps the JPEG of a scanned page as it is, and its words can be found', async () => {
    const pdf = await scannedPdf([grey], 300);
    const { pages, path } = await copyOf(pdf, 'application/pdf');
    expect(pages.map(pictureOf)).toEqual(['jpeg']);
    const jpeg = await asSharp(grey).jpeg({ quality: 85 }).toBuffer();
    expect((await readFile(path)).includes(jpeg)).toBe(true);
    const file = openPdf(await loadPdfium(), await readFile(path));
    const { words } = readPdfText(file.pdfium, loadPage(file, 0));
    expect(words.map(({ text }) => text)).toContain('Lindenstraße');
  });

  it('of a born-digital page is a picture with the page’s own words', async () => {
    const { pages, path } = await copyOf(letter, 'application/pdf');
    expect(pages.map(pictureOf)).toEqual(['screen']);
    const outDir = await mkdtemp(join(folder, 'again-'));
    const again = await parser.splitPages({ path, mediaType: 'application/pdf', outDir });
    expect(again.pages[0]?.textLayer).toBe('hidden');
    expect(again.pages[0]?.text?.text).toBe(pages[0]?.text?.text);
  });

  it('shows a scan with a rotation of its own as readers show it', async () => {
    const image = await asSharp(grey).jpeg({ quality: 85 }).toBuffer();
    const original = await turnedScan(image, 90);
    const { path, pages } = await copyOf(original, 'application/pdf');
    expect((pages[0]?.width ?? 0) > (pages[0]?.height ?? 0)).toBe(true);
    const [shown, copied] = await Promise.all(
      [original, await readFile(path)].map((pdf) => scanOf(pdf, 40)),
    );
    const far = shown?.data.filter((value, at) => Math.abs(value - (copied?.data[at] ?? 0)) > 60);
    expect((far?.length ?? 1) / (shown?.data.length ?? 1)).toBeLessThan(0.01);
  });

  it('of a locked PDF is none: the reason comes back', async () => {
    await expect(copyOf(await lockedPdf(), 'application/pdf')).rejects.toMatchObject({
      code: 'pdf-encrypted',
    });
  });

  it('is PDF/A-2u in the eyes of the veraPDF engine, and what is none is found out', async (context) => {
    const colour = sharp({
      create: { width: 1654, height: 2339, channels: 3, background: '#c8d4e8' },
    });
    const page = { image: grey, xDpi: 300, yDpi: 300 };
    const kinds: [string, Buffer, string][] = [
      ['bilevel', writeG4Tiff(bilevel), 'image/tiff'],
      ['two grey pages', tiffOf([page, page]), 'image/tiff'],
      ['born digital', await letterPdf([letterLines, ['Seite zwei'], ['']]), 'application/pdf'],
      ['scan', await scannedPdf([grey], 300), 'application/pdf'],
      ['colour', await colour.clone().png().toBuffer(), 'image/png'],
      ['cmyk', await colour.clone().toColourspace('cmyk').jpeg().toBuffer(), 'image/jpeg'],
      ['large paper', await letterPdf([letterLines], { size: [3000, 20_000] }), 'application/pdf'],
    ];
    const check = needsPdfaCheck(context, '2u');
    try {
      for (const [name, bytes, mediaType] of kinds) {
        const { path } = await copyOf(bytes, mediaType, name);
        expect({ name, ...(await check.check(path)) }).toMatchObject({
          verdict: 'valid',
          failed: '',
        });
      }
      // Without these the engine might call everything valid.
      const none = join(folder, 'none.pdf');
      await writeFile(none, letter);
      expect((await check.check(none)).verdict).toBe('invalid');
      const { path } = await copyOf(letter, 'application/pdf', 'spoilt');
      const spoilt = (await readFile(path))
        .toString('latin1')
        .replace('/OutputIntents', '/OutputIntentz');
      await writeFile(none, Buffer.from(spoilt, 'latin1'));
      expect(await check.check(none)).toMatchObject({ verdict: 'invalid' });
    } finally {
      check.close();
    }
  });
});
