import { buffer } from 'node:stream/consumers';
import { PDFDocument, PDFName } from 'pdf-lib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeG4Tiff } from './archive/g4-tiff.js';
import type { Word } from './page-text.js';
import { loadPage, renderPage } from './parser/pdf-page.js';
import { type PdfText, readPdfText } from './parser/pdf-text.js';
import { loadPdfium, openPdf, type Pdfium } from './parser/pdfium.js';
import { type SearchablePage, writeSearchablePdf } from './searchable-pdf.js';

let pdfium: Pdfium;
let image: Buffer;
beforeAll(async () => {
  pdfium = await loadPdfium();
  const grey = { width: 827, height: 1169, channels: 3 as const, background: '#dddddd' };
  image = await sharp({ create: grey }).jpeg().toBuffer();
});

const word = (text: string, x: number, y: number, width: number, line = 0): Word => ({
  text,
  confidence: 0.9,
  line,
  box: { x, y, width, height: 0.012 },
});
const words = [
  word('Straßenverkehrsbehörde', 0.1, 0.1, 0.3),
  word('§', 0.42, 0.1, 0.012),
  word('128,50', 0.1, 0.15, 0.08, 1),
  word('€', 0.2, 0.15, 0.015, 1),
  word('Ÿčőłß–„“', 0.1, 0.2, 0.1, 2),
];
const a4 = { widthPt: 595.28, heightPt: 841.89 };

const render = (page: Partial<SearchablePage> = {}): Promise<Uint8Array> =>
  buffer(
    writeSearchablePdf({
      pages: [{ image: async () => image, ...a4, words, ...page }],
      title: 'Posteingang 2026-000123 <&>',
      language: 'de-DE',
      source: 'sha256:0f',
    }),
  );

const readBack = (
  pdf: Uint8Array,
): PdfText & { width: number; height: number; whiteShare: number } => {
  const page = loadPage(openPdf(pdfium, pdf), 0);
  const text = readPdfText(pdfium, page);
  const { data } = renderPage(pdfium, page, 30, 'grey');
  const dark = data.filter((value) => value < 180).length;
  return {
    ...text,
    width: page.widthPt,
    height: page.heightPt,
    whiteShare: 1 - dark / data.length,
  };
};

describe('a searchable PDF', () => {
  it('gives every word back, umlauts and signs included, at its place', async () => {
    const read = readBack(await render());
    expect(read.words.map(({ text }) => text)).toEqual(words.map(({ text }) => text));
    expect(read).toMatchObject({ garbageShare: 0, hiddenShare: 1 });
    for (const [index, { box }] of read.words.entries()) {
      const given = words[index]?.box ?? box;
      expect(Math.abs(box.x - given.x)).toBeLessThan(0.002);
      expect(Math.abs(box.y - given.y)).toBeLessThan(0.002);
      expect(Math.abs(box.width - given.width)).toBeLessThan(0.002);
      expect(Math.abs(box.height - given.height)).toBeLessThan(0.002);
    }
  });

  it('shows the image and nothing of the text', async () => {
    expect(readBack(await render()).whiteShare).toBe(1);
  });

  it.each([90, 180, 270] as const)(
    'turns a page that lay by %i degrees upright with its words',
    async (turn) => {
      const box = { x: 0.5, y: 0.3, width: 0.012, height: 0.2 };
      const lying = turn === 180 ? { ...box, width: 0.2, height: 0.012 } : box;
      const read = readBack(
        await render({ turn, words: [{ ...word('Gebührenbescheid', 0, 0, 0), box: lying }] }),
      );
      expect(read.width > read.height).toBe(turn !== 180);
      const [only] = read.words;
      expect(only?.text).toBe('Gebührenbescheid');
      expect(only?.box.width).toBeGreaterThan((only?.box.height ?? 1) * 2);
      const centre = { x: lying.x + lying.width / 2, y: lying.y + lying.height / 2 };
      const places = {
        90: [1 - centre.y, centre.x],
        180: [1 - centre.x, 1 - centre.y],
        270: [centre.y, 1 - centre.x],
      };
      expect((only?.box.x ?? 0) + (only?.box.width ?? 0) / 2).toBeCloseTo(places[turn][0] ?? -1, 2);
      expect((only?.box.y ?? 0) + (only?.box.height ?? 0) / 2).toBeCloseTo(
        places[turn][1] ?? -1,
        2,
      );
    },
  );

  it('says its title and language, and is the same bytes each time', async () => {
    const pdf = await render();
    expect(Buffer.from(pdf).equals(Buffer.from(await render()))).toBe(true);
    const loaded = await PDFDocument.load(pdf);
    expect(loaded.getTitle()).toBe('Posteingang 2026-000123 <&>');
    expect(String(loaded.catalog.get(PDFName.of('Lang')))).toBe('(de-DE)');
    expect(Buffer.from(pdf).toString('latin1')).toContain(
      'Posteingang 2026-000123 &#60;&#38;&#62;',
    );
  });

  it('shows a black and white page as it was, bit by bit', async () => {
    const grey = { width: 400, height: 600, data: new Uint8Array(240_000).fill(255) };
    for (let at = 0; at < grey.data.length; at += 1)
      if (at % 7 < 2 && Math.floor(at / 4000) % 3 === 0) grey.data[at] = 0;
    const tiff = writeG4Tiff(grey);
    const pdf = await render({ image: async () => tiff, widthPt: 96, heightPt: 144, words: [] });
    const page = loadPage(openPdf(pdfium, pdf), 0);
    const { data } = renderPage(pdfium, page, 300, 'grey');
    expect(Buffer.from(data).equals(Buffer.from(grey.data))).toBe(true);
  });

  it('keeps text that no font can mean out of the file', async () => {
    const odd = ['\u0000a\uFEFFb', '\uD800c', '😀', '\uFFFE'];
    const read = readBack(
      await render({ words: odd.map((text, line) => word(text, 0.1, 0.1 + line / 20, 0.2, line)) }),
    );
    expect(read.words.map(({ text }) => text).join('')).not.toMatch(/[\0\uFEFF]/);
  });

  it('takes no picture that is none, and no copy without pages', async () => {
    await expect(render({ image: async () => Buffer.from('PNG?') })).rejects.toThrow(/neither/);
    const empty = writeSearchablePdf({ pages: [], title: 'x', language: 'de-DE' });
    await expect(buffer(empty)).rejects.toThrow(/at least one page/);
  });

  it('keeps the proportions of paper that is larger than PDF/A allows', async () => {
    const pdf = await render({ widthPt: 10_000, heightPt: 40_000, words: [] });
    const page = (await PDFDocument.load(pdf)).getPage(0);
    expect([page.getWidth(), page.getHeight()]).toEqual([3600, 14_400]);
  });
});
