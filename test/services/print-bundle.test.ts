import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigSchema } from '#config/schema.js';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { createBriefsatz } from '#postausgang/briefsatz.js';
import { loadLetterheads } from '#postausgang/letterhead.js';
import { loadVorlagen } from '#postausgang/vorlagen.js';
import { needsPdfaCheck } from '#test/support/pdfa-check.js';
import { readCodes } from '#tools/code-reader.js';
import type { GreyImage } from '#tools/image/grey-image.js';
import type { BundleJob } from '#tools/print-bundle/bundle.js';
import { writeBundle } from '#tools/print-bundle/bundler.js';
import { type MarkLayout, omrBits, sheetCode } from '#tools/print-bundle/marks.js';
import { stampLetter } from '#tools/print-bundle/stamp.js';
import { createTypesetter } from '#tools/typst/typesetter.js';

const log = createLog({ level: 'silent' });
const typesetter = createTypesetter({ log, memoryMegabytes: 700, timeoutMs: 30_000 });
const config = join(projectRoot(), 'config');
const satz = createBriefsatz({
  typesetter,
  vorlagen: loadVorlagen(join(config, 'templates')),
  letterheads: loadLetterheads(join(config, 'letterheads')),
  behoerde: ConfigSchema.parse({ behoerde: { name: 'Stadt Lohwerda', ort: 'Lohwerda' } }).behoerde,
});
const settings = ConfigSchema.parse({}).postlauf;
const layout = (kind: MarkLayout['kind']): MarkLayout => ({
  kind,
  left: settings.markenLinks,
  top: settings.markenOben,
  pitch: settings.markenAbstand,
  length: settings.markenLaenge,
  stroke: settings.markenStaerke,
  roles: settings.omrRollen,
});

const paragraph = {
  art: 'absatz' as const,
  laeufe: [{ text: 'Die Erlaubnis zur Sondernutzung der Gehwegfläche wird erteilt. '.repeat(12) }],
};
/** A letter with about so many pages. */
const aLetter = (paragraphs: number) =>
  satz.setze({
    vorlage: 'anschreiben',
    datum: '2026-11-23',
    code: 'PSB1TEST',
    kontext: {
      vorgang: { id: 'v', geschaeftszeichen: '32-1212/14/7-2026', betreff: 'Sondernutzung' },
      einheit: { id: 'e', kuerzel: '32', name: 'Ordnungsamt', email: null, telefon: '48-3200' },
      verfasser: { id: 'p', name: 'Katharina Schönbächler', email: null },
    },
    brief: {
      empfaenger: {
        name: 'Jens Hartwig',
        zusatz: '',
        strasse: 'Gartenstraße 4',
        plz: '05110',
        ort: 'Lohwerda',
        land: '',
        email: null,
      },
      betreff: 'Sondernutzung auf dem Marktplatz',
      inhalt: {
        anrede: 'Guten Tag,',
        bloecke: Array.from({ length: paragraphs }, () => paragraph),
        grussformel: 'Mit freundlichen Grüßen',
        unterzeichner: '',
        anlagen: [],
        ihrZeichen: '',
        ihreNachrichtVom: '',
      },
    },
  });

const envelope = '202600120000017';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-buendel-'));
});
afterAll(async () => {
  typesetter.close();
  await rm(folder, { recursive: true, force: true });
});

const dpi = 300;
const pictureOf = async (pdf: Buffer, page: number): Promise<GreyImage> => {
  const imageWidth = Math.round((210 / 25.4) * dpi);
  const { images } = await typesetter.draw({ pdf, page, imageWidth });
  const { data, info } = await sharp(Buffer.from(images[0]?.png ?? []))
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
};

/** What an inserting machine sees: whether there is ink in the middle of each mark. */
const readOmr = (picture: GreyImage, where: MarkLayout): boolean[] =>
  where.roles.map((_, at) => {
    const x = Math.round(((where.left + where.length / 2) / 210) * picture.width);
    const y = Math.round(
      ((where.top + at * where.pitch + where.stroke / 2) / 297) * picture.height,
    );
    return (picture.data[y * picture.width + x] ?? 255) < 128;
  });

/** A print file of two letters to one recipient and one to another. */
const aBundle = async (kind: MarkLayout['kind'], name: string) => {
  const letters = await Promise.all([aLetter(1), aLetter(9), aLetter(2)]);
  const paths = await Promise.all(
    letters.map(async ({ bytes }, at) => {
      const path = join(folder, `${name}-${at}.pdf`);
      await writeFile(path, bytes);
      return { path, pages: letters[at]?.pages ?? 0 };
    }),
  );
  const [a, b, c] = paths as [BundleJob['envelopes'][0]['letters'][0], never, never];
  const sheets = Math.ceil(a.pages / 2) + Math.ceil((paths[1]?.pages ?? 0) / 2);
  const job: BundleJob = {
    title: 'Postlauf 2026-0012, Datei 1',
    createdAt: '2026-11-23T13:30:00Z',
    layout: layout(kind),
    envelopes: [
      { code: envelope, firstSheet: 1, letters: [a, b] },
      { code: '202600120000018', firstSheet: sheets + 1, letters: [c] },
    ],
  };
  const write = (target: string) =>
    writeBundle(job, {
      target,
      signal: new AbortController().signal,
      limits: { memoryMegabytes: 512, timeoutMs: 30_000 },
    });
  return { job, letters, write, sheets };
};

describe('a letter with marks', () => {
  it('stays PDF/A-2a and PDF/UA-1', async (context) => {
    const { bytes } = await aLetter(9);
    const path = join(folder, 'letter.pdf');
    const spoilt = join(folder, 'spoilt.pdf');
    for (const flavour of ['2a', 'ua1'] as const) {
      const check = needsPdfaCheck(context, flavour);
      try {
        for (const kind of ['omr', 'datamatrix'] as const) {
          const sheetOf = (number: number) => ({ number, of: 3, counter: number, envelope });
          const stamped = await stampLetter(bytes, { layout: layout(kind), sheetOf });
          await writeFile(path, stamped);
          expect({ flavour, kind, ...(await check.check(path)) }).toMatchObject({
            verdict: 'valid',
            failed: '',
          });
        }
        // The same marks as content without a meaning are a fault of a tagged file, which the engine has to find.
        const file = await PDFDocument.load(bytes, { updateMetadata: false });
        file.getPages()[0]?.drawRectangle({ x: 560, y: 200, width: 20, height: 2 });
        await writeFile(spoilt, await file.save());
        if (flavour === 'ua1') expect((await check.check(spoilt)).verdict).toBe('invalid');
      } finally {
        check.close();
      }
    }
  });
});

describe('a print file', () => {
  it('is PDF/A-2b with every letter on sheets of its own, whose marks are read back', async (context) => {
    const { job, letters, write, sheets } = await aBundle('omr', 'omr');
    const path = join(folder, 'omr.pdf');
    const printed = await write(path);
    const bytes = await readFile(path);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(printed.sha256);
    const third = Math.ceil((letters[2]?.pages ?? 0) / 2);
    expect(printed).toMatchObject({ sheets: sheets + third, pages: 2 * (sheets + third) });
    expect((await PDFDocument.load(bytes)).getPageCount()).toBe(printed.pages);
    const seen: boolean[][] = [];
    for (let sheet = 1; sheet <= printed.sheets; sheet += 1) {
      seen.push(readOmr(await pictureOf(bytes, 2 * sheet - 1), job.layout));
      const back = readOmr(await pictureOf(bytes, 2 * sheet), job.layout);
      expect(back.some(Boolean)).toBe(false);
    }
    const expected = seen.map((_, at) => {
      const first = at < sheets;
      return omrBits(job.layout.roles, {
        number: first ? at + 1 : at + 1 - sheets,
        of: first ? sheets : third,
        counter: at + 1,
        envelope,
      });
    });
    expect(seen).toEqual(expected);
    expect(seen.every((bits) => bits.filter(Boolean).length % 2 === 0)).toBe(true);
    const check = needsPdfaCheck(context, '2b');
    try {
      expect(await check.check(path)).toMatchObject({ verdict: 'valid', failed: '' });
    } finally {
      check.close();
    }
  });

  it('carries DataMatrix codes that name envelope, sheet and number of sheets, and is the same each time', async () => {
    const { write, sheets } = await aBundle('datamatrix', 'matrix');
    const path = join(folder, 'matrix.pdf');
    const printed = await write(path);
    const again = await write(join(folder, 'matrix-again.pdf'));
    expect(again.sha256).toBe(printed.sha256);
    const bytes = await readFile(path);
    for (let number = 1; number <= sheets; number += 1) {
      const codes = await readCodes(await pictureOf(bytes, 2 * number - 1), { dpi });
      expect(codes.map(({ text }) => text)).toContain(
        sheetCode({ number, of: sheets, counter: number, envelope }),
      );
    }
  });

  it('is not made when a letter has another number of pages than was counted', async () => {
    const { job } = await aBundle('keine', 'wrong');
    const wrong = {
      ...job,
      envelopes: job.envelopes.map((one) => ({
        ...one,
        letters: one.letters.map((letter) => ({ ...letter, pages: letter.pages + 1 })),
      })),
    };
    await expect(
      writeBundle(wrong, {
        target: join(folder, 'wrong.pdf'),
        signal: new AbortController().signal,
        limits: { memoryMegabytes: 512, timeoutMs: 30_000 },
      }),
    ).rejects.toThrow('another number of pages');
  });
});
