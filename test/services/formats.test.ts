import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { PDFDocument } from 'pdf-lib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { asSharp, letterPdf, scanOf } from '#test/support/documents.js';
import { g3Tiff } from '#test/support/g3-tiff.js';
import { type ZipEntry, zipOf } from '#test/support/zip.js';
import type { GreyImage } from '#tools/image/grey-image.js';
import { sniffMediaType } from '#tools/media-type.js';
import { createParser, type Parser } from '#tools/parser/create-parser.js';

vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let parser: Parser;
let letter: Buffer;
let grey: GreyImage;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formats-'));
  const log = { info: () => undefined, warn: () => undefined };
  parser = createParser({ isolation: 'auto', log });
  letter = await letterPdf();
  grey = await scanOf(letter, 150);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const saved = async (bytes: Uint8Array): Promise<{ path: string; outDir: string }> => {
  count += 1;
  const outDir = join(folder, `out-${count}`);
  await mkdir(outDir);
  await writeFile(join(folder, `in-${count}`), bytes);
  return { path: join(folder, `in-${count}`), outDir };
};

/** Mean difference to the letter, both at the size of a stamp; 0 to 255. */
const differenceTo = async (path: string): Promise<number> => {
  const small = async (image: Sharp): Promise<Buffer> =>
    image.resize({ width: 60, height: 85, fit: 'fill' }).toColourspace('b-w').raw().toBuffer();
  const [one, other] = await Promise.all([small(sharp(path)), small(asSharp(grey))]);
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
};

describe('a picture', () => {
  const colour = (): Sharp => asSharp(grey).toColourspace('srgb');
  const forms: [string, () => Promise<Buffer>][] = [
    ['TIFF with LZW', () => asSharp(grey).tiff({ compression: 'lzw' }).toBuffer()],
    ['TIFF with JPEG', () => colour().tiff({ compression: 'jpeg', quality: 90 }).toBuffer()],
    [
      'TIFF of one bit, fax group 4',
      () =>
        asSharp(grey)
          .toColourspace('b-w')
          .threshold(128)
          .tiff({ compression: 'ccittfax4', bitdepth: 1 })
          .toBuffer(),
    ],
    ['TIFF of fax group 3', async () => g3Tiff(grey, { x: 150, y: 150 })],
    [
      'TIFF of four bits',
      () => asSharp(grey).tiff({ compression: 'none', bitdepth: 4 }).toBuffer(),
    ],
    [
      'TIFF of sixteen bits',
      () => asSharp(grey).toColourspace('grey16').tiff({ compression: 'deflate' }).toBuffer(),
    ],
    ['TIFF in CMYK', () => colour().toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer()],
    [
      'TIFF with transparency',
      () => colour().ensureAlpha(1).tiff({ compression: 'lzw' }).toBuffer(),
    ],
    ['PNG with a palette', () => colour().png({ palette: true }).toBuffer()],
    [
      'PNG of sixteen bits with transparency',
      () => colour().ensureAlpha(1).toColourspace('rgb16').png().toBuffer(),
    ],
    ['JPEG in CMYK', () => colour().toColourspace('cmyk').jpeg({ quality: 90 }).toBuffer()],
    [
      'JPEG that a camera turned',
      () =>
        asSharp(grey).rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toBuffer(),
    ],
    ['progressive JPEG', () => asSharp(grey).jpeg({ progressive: true, quality: 90 }).toBuffer()],
    ['WebP', () => colour().webp({ quality: 90 }).toBuffer()],
    ['WebP without loss', () => colour().webp({ lossless: true }).toBuffer()],
  ];

  it.each(forms)('as %s is read as the page that it shows', async (_name, make) => {
    const bytes = await make();
    const type = sniffMediaType(bytes.subarray(0, 4096));
    expect(type?.accepted).toBe(true);
    const input = { ...(await saved(bytes)), mediaType: type?.mediaType ?? '' };
    expect(await parser.inspect(input)).toMatchObject({ pageCount: 1 });
    const { pages } = await parser.splitPages(input);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatchObject({ blank: false, damaged: false });
    expect(await differenceTo(pages[0]?.imagePath ?? '')).toBeLessThan(6);
    expect(pages[0]?.ocrImagePath).toBeDefined();
  });
});

describe('an archive', () => {
  const unpacked = async (bytes: Buffer, mediaType = 'application/zip') =>
    parser.unpack({ ...(await saved(bytes)), mediaType });
  const text = (name: string, more: Partial<ZipEntry> = {}): ZipEntry => ({
    name,
    content: Buffer.from('Guten Tag'),
    ...more,
  });

  it('gives its files with their kinds, whatever their names try', async () => {
    const files = await unpacked(
      zipOf([
        { name: 'Anträge/Wohngeld für Müller.pdf', content: letter },
        text('../../etc/passwd'),
        text('C:\\Windows\\autoexec.bat'),
        text('/absolut.txt', { stored: true }),
        text('ordner/', { content: Buffer.alloc(0) }),
        text('__MACOSX/._x'),
        text('verweis', { mode: 0o120777, content: Buffer.from('/etc/shadow') }),
      ]),
    );
    expect(files.map(({ fileName, mediaType }) => [fileName, mediaType])).toEqual([
      ['Wohngeld für Müller.pdf', 'application/pdf'],
      ['passwd', 'application/octet-stream'],
      ['autoexec.bat', 'application/octet-stream'],
      ['absolut.txt', 'application/octet-stream'],
    ]);
    expect((await readFile(files[0]?.path ?? '')).equals(letter)).toBe(true);
  });

  it('within an archive is opened, but not without end', async () => {
    const nested = (depth: number): Buffer =>
      depth === 0
        ? letter
        : zipOf([{ name: depth === 1 ? 'brief.pdf' : 'x.zip', content: nested(depth - 1) }]);
    expect((await unpacked(nested(3))).map(({ fileName }) => fileName)).toEqual(['brief.pdf']);
    await expect(unpacked(nested(5))).rejects.toMatchObject({
      code: 'limit-exceeded',
      details: { limit: 'archive-files' },
    });
  });

  it('with a password says so', async () => {
    await expect(unpacked(zipOf([text('a.pdf', { encrypted: true })]))).rejects.toMatchObject({
      code: 'archive-encrypted',
      clerkMessage: expect.stringMatching(/Kennwort/),
    });
  });

  it('that grows too much, lies about its size or holds too many files goes to Clearing', async () => {
    const zeros = Buffer.alloc(30_000_000);
    const bomb = zipOf([{ name: 'a', content: zeros }]);
    await expect(unpacked(bomb)).rejects.toMatchObject({ details: { limit: 'archive-size' } });
    const lying = zipOf([{ name: 'a', content: Buffer.alloc(10), packed: deflateRawSync(zeros) }]);
    await expect(unpacked(lying)).rejects.toMatchObject({ code: 'file-unreadable' });
    const many = zipOf(
      Array.from({ length: 600 }, (_value, at) => text(`${at}`, { stored: true })),
    );
    await expect(unpacked(many)).rejects.toMatchObject({ details: { limit: 'archive-files' } });
    await expect(unpacked(bomb.subarray(0, 2000))).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });

  it('of a PDF: the files that it carries come out with it', async () => {
    const pdf = await PDFDocument.load(letter);
    await pdf.attach(letter, 'Anlage für Sie.pdf');
    await pdf.attach(Buffer.from('<?xml version="1.0"?><x/>'), 'rechnung.xml');
    const files = await unpacked(Buffer.from(await pdf.save()), 'application/pdf');
    expect(files.map(({ fileName, mediaType }) => [fileName, mediaType]).sort()).toEqual([
      ['Anlage für Sie.pdf', 'application/pdf'],
      // Only an invoice counts as one.
      ['rechnung.xml', 'text/xml'],
    ]);
  });
});
