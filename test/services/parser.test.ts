import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  asSharp,
  letterLines,
  letterPdf,
  lockedPdf,
  pngPromising,
  scannedPdf,
  scanOf,
  tiffOf,
} from '#test/support/documents.js';
import { qrSvg } from '#tools/code-writer.js';
import { decodePgm } from '#tools/image/grey-image.js';
import { createParser, type Parser } from '#tools/parser/create-parser.js';
import { writeSearchablePdf } from '#tools/searchable-pdf.js';

// Each test starts several children; a busy machine may need a while for that.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let parser: Parser;
let count = 0;
const log = { info: () => undefined, warn: () => undefined };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parser-'));
  parser = createParser({ isolation: 'auto', log });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const saved = async (bytes: Uint8Array | string): Promise<string> => {
  count += 1;
  const path = join(folder, `input-${count}`);
  await writeFile(path, bytes);
  return path;
};
const outFolder = async (): Promise<string> => {
  count += 1;
  const path = join(folder, `out-${count}`);
  await mkdir(path);
  return path;
};
const inspect = async (bytes: Uint8Array, mediaType = 'application/pdf', by = parser) =>
  by.inspect({ path: await saved(bytes), mediaType });
const split = async (bytes: Uint8Array, mediaType = 'application/pdf', by = parser) =>
  (await by.splitPages({ path: await saved(bytes), mediaType, outDir: await outFolder() })).pages;
const open = async (mail: string) =>
  parser.openMail({ path: await saved(mail), outDir: await outFolder() });

describe('a first look at a file', () => {
  it('counts the pages of a PDF and notes what may act in it', async () => {
    const pdf = await PDFDocument.load(await letterPdf([letterLines, letterLines, ['Seite 3']]));
    pdf.addJavaScript('hallo', 'app.alert(1)');
    await pdf.attach(Buffer.from('x'), 'rechnung.xml');
    expect(await inspect(await pdf.save())).toEqual({
      mediaType: 'application/pdf',
      pageCount: 3,
      encrypted: false,
      problems: ['pdf-scripts', 'pdf-attachments'],
    });
  });

  it('counts the pages of a TIFF', async () => {
    const image = await scanOf(await letterPdf([['Seite']]), 50);
    const page = { image, xDpi: 50, yDpi: 50 };
    expect(await inspect(tiffOf([page, page, page]), 'image/tiff')).toMatchObject({ pageCount: 3 });
  });

  it('sends a PDF with a password to Clearing and asks for one without', async () => {
    await expect(inspect(await lockedPdf())).rejects.toMatchObject({
      code: 'pdf-encrypted',
      retry: 'never',
      clerkMessage: expect.stringMatching(/Kennwort/),
    });
  });

  it('says of a PDF that breaks off that it is damaged', async () => {
    const pdf = await letterPdf();
    await expect(inspect(pdf.subarray(0, 300))).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it.each([
    [
      'a ZIP that calls itself PDF',
      Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1'),
      'application/pdf',
    ],
    ['a PNG without a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'image/png'],
    [
      'a TIFF whose directory points at itself',
      Buffer.from('II*\0\x08\0\0\0\x01\0', 'latin1'),
      'image/tiff',
    ],
  ])('says of %s that it is damaged', async (_what, bytes, mediaType) => {
    await expect(inspect(bytes, mediaType)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('refuses a picture of 60000 by 60000 pixels before it is unpacked', async () => {
    await expect(inspect(pngPromising(60_000, 60_000), 'image/png')).rejects.toMatchObject({
      code: 'limit-exceeded',
      details: { limit: 'pixels' },
      clerkMessage: expect.stringMatching(/200 Millionen Bildpunkte/),
    });
  });

  it('refuses paper as large as a sports ground', async () => {
    const pdf = await letterPdf([['x']], { size: [200_000, 200_000] });
    await expect(inspect(pdf)).rejects.toMatchObject({ details: { limit: 'pixels' } });
  });

  it('refuses a file with more pages than allowed', async () => {
    const strict = createParser({ isolation: 'auto', log, limits: { maxPages: 2 } });
    const pdf = await letterPdf([['1'], ['2'], ['3']]);
    await expect(inspect(pdf, 'application/pdf', strict)).rejects.toMatchObject({
      code: 'limit-exceeded',
      clerkMessage: 'Die Datei hat mehr als 2 Seiten. Bitte teilen Sie sie auf.',
    });
  });

  it('ends a child that takes too long and lets the stage try again', async () => {
    const hasty = createParser({ isolation: 'auto', log, limits: { wallClockMs: 1 } });
    await expect(inspect(await letterPdf(), 'application/pdf', hasty)).rejects.toMatchObject({
      code: 'parser-timeout',
      retry: 'later',
    });
  });

  it('sends a PDF that unpacks to far too much to Clearing', async (context) => {
    const pdf = await PDFDocument.create();
    const page = pdf.addPage();
    const bomb = deflateSync(Buffer.alloc(250_000_000, 0x20));
    const twice = pdf.context.stream(deflateSync(bomb), { Filter: ['FlateDecode', 'FlateDecode'] });
    page.node.set(PDFName.of('Contents'), pdf.context.register(twice));
    const tight = createParser({
      isolation: 'auto',
      log,
      limits: { memoryMb: 300, cpuSeconds: 10 },
    });
    if (tight.isolation().reason.includes('prlimit')) {
      context.skip('prlimit is missing: apt-get install util-linux');
    }
    const outcome = await split(await pdf.save(), 'application/pdf', tight).catch((error) => error);
    expect(outcome).toMatchObject({ retry: 'never' });
  });
});

describe('pages of a born-digital PDF', () => {
  it('bring their words with places, a picture for the screen and no work for OCR', async () => {
    const [page] = await split(await letterPdf());
    expect(page).toMatchObject({
      number: 1,
      textLayer: 'native',
      blank: false,
      ocrImagePath: undefined,
    });
    expect(page?.text?.text).toContain(
      'gegen den oben genannten Bescheid lege ich hiermit fristgerecht',
    );
    const word = page?.text?.words.find(({ text }) => text === '32.1-4711/2026');
    // 71 pt from the left behind "Aktenzeichen", eleventh line of 16.5 pt below the first at 72 pt.
    expect(word?.box.x).toBeCloseTo((71 + 65) / 595, 1);
    expect((word?.box.y ?? 0) + (word?.box.height ?? 0)).toBeCloseTo((72 + 10 * 16.5 + 3) / 842, 2);
    const picture = await sharp(page?.imagePath).metadata();
    expect(picture).toMatchObject({ format: 'jpeg', width: page?.width, height: page?.height });
  });

  it('keep right places when the page is turned', async () => {
    const [upright] = await split(await letterPdf());
    const [turned] = await split(await letterPdf([letterLines], { rotate: 90 }));
    const box = (page: typeof upright) =>
      page?.text?.words.find(({ text }) => text === 'Aktenzeichen')?.box ?? {
        x: 0,
        y: 0,
        width: 0,
        height: 0,
      };
    expect(turned?.width).toBeGreaterThan(turned?.height ?? 0);
    expect(box(turned).x).toBeCloseTo(1 - box(upright).y - box(upright).height, 2);
    expect(box(turned).y).toBeCloseTo(box(upright).x, 2);
  });

  it('show what a citizen typed into a form', async () => {
    const pdf = await PDFDocument.create();
    const page = pdf.addPage();
    page.drawText('Antrag auf Wohngeld', { x: 60, y: 700, size: 14 });
    const field = pdf.getForm().createTextField('name');
    field.setText('Mustermann Erika');
    field.addToPage(page, { x: 60, y: 600, width: 300, height: 30 });
    const [split1] = await split(await pdf.save());
    expect(split1?.text?.text).toContain('Mustermann Erika');
  });

  it('keep a hyphen at the end of a line and do not run the lines together', async () => {
    const [page] = await split(
      await letterPdf([['post@kanzlei-', 'muster.example und Klage-', 'schrift']]),
    );
    expect(page?.text?.text).toBe('post@kanzlei-\nmuster.example und Klage-\nschrift');
  });

  it('are split by range', async () => {
    const path = await saved(await letterPdf([['Seite eins'], ['Seite zwei'], ['Seite drei']]));
    const range = {
      path,
      mediaType: 'application/pdf',
      outDir: await outFolder(),
      pages: { from: 2, to: 3 },
    };
    const { pages } = await parser.splitPages(range);
    expect(pages.map(({ number, text }) => [number, text?.text])).toEqual([
      [2, 'Seite zwei'],
      [3, 'Seite drei'],
    ]);
  });

  it('that are empty are called blank, one with a signature is not', async () => {
    const pages = await split(await letterPdf([[''], ['Im Auftrag']]));
    expect(pages.map(({ blank }) => blank)).toEqual([true, false]);
  });
});

describe('pages of a scan', () => {
  it('in a PDF get a grey image for OCR at the resolution of the scan', async () => {
    const scan = await scanOf(await letterPdf(), 300);
    const [page] = await split(await scannedPdf([scan], 300));
    expect(page).toMatchObject({ textLayer: 'none', text: undefined, blank: false });
    expect(page?.ocrDpi).toBeCloseTo(300, 0);
    const image = decodePgm(await readFile(page?.ocrImagePath ?? ''));
    expect([image?.width, image?.height]).toEqual([scan.width, scan.height]);
  });

  it('with another program’s hidden text keep it only when it covers the page', async () => {
    const scan = await scanOf(await letterPdf(), 150);
    const jpeg = await asSharp(scan).jpeg().toBuffer();
    const [bare] = await split(await scannedPdf([scan], 150));
    expect(bare?.textLayer).toBe('none');
    const { text } = (await split(await letterPdf()))[0] ?? {};
    const copies = await Promise.all(
      [text?.words ?? [], (text?.words ?? []).slice(0, 5)].map(async (words) => {
        const page = { image: async () => jpeg, widthPt: 595, heightPt: 842, words };
        const copy = writeSearchablePdf({ pages: [page], title: 'x', language: 'de-DE' });
        return (await split(await buffer(copy)))[0]?.textLayer;
      }),
    );
    expect(copies).toEqual(['hidden', 'rejected']);
  });

  it('from a fax in standard resolution get back their true proportions', async () => {
    const scan = await scanOf(await letterPdf(), 204);
    const squeezed = await asSharp(scan)
      .resize({ width: scan.width, height: Math.round(scan.height / 2), fit: 'fill' })
      .toColourspace('b-w')
      .raw()
      .toBuffer();
    const image = { width: scan.width, height: Math.round(scan.height / 2), data: squeezed };
    const [page] = await split(tiffOf([{ image, xDpi: 204, yDpi: 102 }]), 'image/tiff');
    expect((page?.heightPt ?? 0) / (page?.widthPt ?? 1)).toBeCloseTo(Math.SQRT2, 1);
    expect(page?.ocrDpi).toBeCloseTo(204, 0);
  });

  it('lie upright when the camera noted how it was held', async () => {
    const scan = await scanOf(await letterPdf(), 100);
    const photo = await asSharp(scan)
      .rotate(270)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const [page] = await split(photo, 'image/jpeg');
    expect(page?.height).toBeGreaterThan(page?.width ?? 0);
  });

  it('are marked when the image breaks off', async () => {
    const scan = await scanOf(await letterPdf(), 150);
    const jpeg = await asSharp(scan).jpeg().toBuffer();
    const [whole] = await split(jpeg, 'image/jpeg');
    const [broken] = await split(jpeg.subarray(0, Math.round(jpeg.length * 0.7)), 'image/jpeg');
    expect([whole?.damaged, broken?.damaged]).toEqual([false, true]);
  });

  it('of transparent, coloured or 16-bit pictures come out on white', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1100"><rect x="100" y="100" width="300" height="40" fill="#123456"/></svg>',
    );
    const png = await sharp(svg).toColourspace('rgb16').png().toBuffer();
    const [page] = await split(png, 'image/png');
    const { data } = await sharp(page?.imagePath).raw().toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(250);
  });

  it('tell which codes they carry', async () => {
    const code = await sharp(Buffer.from(qrSvg('POSTSTELLE:TRENNBLATT')), { density: 300 })
      .png()
      .toBuffer();
    const sheet = sharp({ create: { width: 1240, height: 1754, channels: 3, background: '#fff' } });
    const png = await sheet
      .composite([{ input: code, left: 400, top: 500 }])
      .withMetadata({ density: 150 })
      .png()
      .toBuffer();
    const [page] = await split(png, 'image/png');
    expect(page?.codes).toMatchObject([{ format: 'QRCode', text: 'POSTSTELLE:TRENNBLATT' }]);
  });
});

describe('warm children', () => {
  it('open one document each, whatever comes between the tasks', async () => {
    const warm = createParser({ isolation: 'auto', log, warm: true });
    try {
      const file = async (text: string) => ({
        path: await saved(await letterPdf([[text], [`${text}, Seite zwei`]])),
        key: text,
        mediaType: 'application/pdf',
      });
      const [one, other] = [await file('Erster Brief'), await file('Zweiter Brief')];
      await warm.inspect(one);
      await warm.inspect(other);
      for (const input of [one, other, one]) {
        const pages = { from: 2, to: 2 };
        const read = await warm.splitPages({ ...input, outDir: await outFolder(), pages });
        expect(read.pages.map(({ text }) => text?.text)).toEqual([`${input.key}, Seite zwei`]);
      }
      await expect(
        warm.inspect({ path: await saved(await lockedPdf()), key: 'x', mediaType: one.mediaType }),
      ).rejects.toMatchObject({ code: 'pdf-encrypted' });
      expect(await warm.inspect(one)).toMatchObject({ pageCount: 2 });
    } finally {
      await warm.close();
    }
  });
});

describe('a mail', () => {
  const attachment = (name: string, type: string, body: string) =>
    `--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(body, 'latin1').toString('base64')}\r\n`;
  const mail = (parts: string, head = '') =>
    `From: "Müller, Jörg" <joerg@example.org>\r\nTo: Poststelle <post@stadt.example>\r\nSubject: =?utf-8?Q?Widerspruch_gegen_Geb=C3=BChrenbescheid?=\r\nDate: Sat, 14 Mar 2026 09:30:00 +0100\r\nMessage-ID: <a1@example.org>\r\n${head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`;
  const text =
    '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSehr geehrte Damen und Herren,\r\nanbei mein Widerspruch.\r\n';

  it('gives its head, its text and its attachments as files', async () => {
    const opened = await open(
      mail(text + attachment('Widerspruch.pdf', 'application/pdf', '%PDF-1.4 x')),
    );
    expect(opened.head).toEqual({
      from: [{ name: 'Müller, Jörg', address: 'joerg@example.org' }],
      to: [{ name: 'Poststelle', address: 'post@stadt.example' }],
      cc: [],
      replyTo: [],
      subject: 'Widerspruch gegen Gebührenbescheid',
      date: '2026-03-14T08:30:00.000Z',
      messageId: '<a1@example.org>',
      references: [],
      autoSubmitted: false,
    });
    expect(opened.text).toBe('Sehr geehrte Damen und Herren,\nanbei mein Widerspruch.');
    const [only] = opened.attachments;
    const bytes = await readFile(only?.path ?? '');
    expect(bytes.toString('latin1')).toBe('%PDF-1.4 x');
    expect(only).toMatchObject({
      fileName: 'Widerspruch.pdf',
      sniffed: 'application/pdf',
      inline: false,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('keeps a forwarded message whole', async () => {
    const inner = `From: x@example.org\r\nSubject: innen\r\n\r\nInnerer Text\r\n`;
    const part = `--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n${inner}`;
    const { attachments, text: outer } = await open(mail(text + part));
    expect(outer).not.toContain('Innerer Text');
    expect(attachments).toMatchObject([{ mediaType: 'message/rfc822', fileName: 'Anhang-1.eml' }]);
    expect(await readFile(attachments[0]?.path ?? '', 'utf8')).toContain('Innerer Text');
    expect(attachments[0]?.message).toMatchObject({ text: 'Innerer Text' });
  });

  it('cannot plant a file elsewhere or dress up a program', async () => {
    const { attachments } = await open(
      mail(
        attachment('../../etc/passwd', 'text/plain; x', 'a') +
          attachment('rechnung\u202Efdp.exe', 'application/pdf', 'MZ program') +
          attachment('', 'application/pdf', '%PDF-1.4'),
      ),
    );
    expect(attachments.map(({ fileName }) => fileName)).toEqual([
      'passwd',
      'rechnungfdp.exe',
      'Anhang-3.pdf',
    ]);
    expect(attachments[1]?.sniffed).toBe('application/x-msdownload');
  });

  it('cannot smuggle a header through its subject', async () => {
    const subject = `=?utf-8?Q?Hallo=0D=0ABcc:_boese@example.org?=`;
    const { head } = await open(`From: a@example.org\r\nSubject: ${subject}\r\n\r\nText\r\n`);
    expect(head.subject).toBe('Hallo Bcc: boese@example.org');
  });

  it('with only HTML is read as text', async () => {
    const html = `<html><head><style>p{}</style></head><body><p>Guten Tag,</p><p>die Straßenlaterne ist defekt.</p><script>alert(1)</script></body></html>`;
    const opened = await open(
      `From: a@example.org\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n`,
    );
    expect(await readFile(opened.html?.path ?? '', 'utf8')).toContain('<p>die Straßenlaterne');
    expect(opened.text).toMatch(/Guten Tag,\s+die Straßenlaterne ist defekt\./);
    expect(opened.text).not.toContain('alert');
  });

  it('of a machine brings its report, its header and what it is', async () => {
    const status = 'Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; weg@example.org';
    const parts = `--b\r\nContent-Type: message/delivery-status\r\n\r\n${status}\r\n`;
    const returned = `--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <ab@stadt.example>\r\n\r\nBrief\r\n`;
    const opened = await open(
      `Return-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n${text}${parts}${returned}--b--\r\n`,
    );
    expect(opened.contentType).toMatchObject({
      type: 'multipart/report',
      params: { 'report-type': 'delivery-status' },
    });
    expect(opened.headers[0]).toEqual({ name: 'return-path', value: '<>' });
    expect(opened.reports).toEqual([
      { mediaType: 'message/delivery-status', text: status.replaceAll('\r\n', '\n') },
      { mediaType: 'message/rfc822', text: 'Message-ID: <ab@stadt.example>' },
    ]);
  });

  it('without a date that can be read has none, and one of a machine says so', async () => {
    const { head, problems } = await open(
      'Subject: Abwesend\r\nDate: gestern\r\nAuto-Submitted: auto-replied\r\n\r\nBin weg\r\n',
    );
    expect(head.date).toBeUndefined();
    expect(head.autoSubmitted).toBe(true);
    expect(problems).toContain('mail-without-sender');
  });

  it('with a thousand nested parts goes to Clearing', async () => {
    const nested = Array.from(
      { length: 3000 },
      (_v, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    ).join('');
    await expect(open(`From: a@example.org\r\nSubject: x\r\n${nested}`)).rejects.toMatchObject({
      code: 'limit-exceeded',
      clerkMessage: expect.stringMatching(/verschachtelt/),
    });
  });

  it('with too many attachments brings the first ones and says so', async () => {
    const many = attachment('a.txt', 'text/x', 'a').repeat(600);
    const { attachments, problems } = await open(mail(many));
    expect(attachments).toHaveLength(500);
    expect(problems).toContain('mail-parts-left-out');
  });
});
