import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { asSharp, crooked, letterLines, letterPdf, scanOf } from '#test/support/documents.js';
import { findProgram } from '#test/support/needs.js';
import { encodePgm, type GreyImage, quarterTurn } from '#tools/image/grey-image.js';
import { createOcrPool, type OcrPool, type OcrPoolOptions } from '#tools/ocr/create-ocr-pool.js';
import type { Word } from '#tools/page-text.js';

// Recognition takes seconds of processor time a page; a busy machine may need many times that.
vi.setConfig({ testTimeout: 180_000 });

const dpi = 250;
const log = { info: () => undefined, warn: () => undefined };
let letter: GreyImage;

beforeAll(async () => {
  letter = await scanOf(await letterPdf(), dpi);
});

const engines = ['tesseract.js', 'native'] as const;

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const expected = wordsOf(letterLines.join(' '));

/** Share of the letter's words that were read exactly. */
const hits = (text: string): number => {
  const found = new Set(wordsOf(text));
  return expected.filter((word) => found.has(word)).length / expected.length;
};
const find = (words: readonly Word[], text: string) => {
  const word = words.find((candidate) => candidate.text === text);
  if (word === undefined) throw new Error(`${text} was not read`);
  return word.box;
};

/** Deterministic noise, so that a failing page can be looked at again. */
const noise = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

describe.each(engines)('with the engine %s', (engine) => {
  if (engine === 'native' && findProgram('tesseract') === undefined) {
    it.skip('needs the program: apt-get install tesseract-ocr tesseract-ocr-deu', () => undefined);
    return;
  }

  const options: OcrPoolOptions = { processes: 1, timeoutMs: 120_000, log, wanted: { engine } };
  let pool: OcrPool;
  beforeAll(() => {
    pool = createOcrPool(options);
  });
  afterAll(() => pool.close());
  const read = (image: GreyImage, at = dpi, by = pool) =>
    by.recognise({ image: encodePgm(image), dpi: at });

  describe('a letter in English', () => {
    const english = [
      'Dear Sir or Madam,',
      'Thank you for your letter of 12 October. We have received the application and would',
      'like to ask you to send the original of the birth certificate to our office.',
      'Please note that the form has to be signed by both parents. If you have any questions',
      'about the procedure, you are welcome to call us on weekdays between nine and twelve.',
      'Yours faithfully',
    ];

    it('is read in English, and the next German one in German', async () => {
      const page = await read(await scanOf(await letterPdf([english]), dpi));
      expect(page.work.language).toBe('eng');
      expect(page.text.text.split('\n')).toEqual(english);
      const next = await read(letter);
      expect(next.work.language).toBe('deu');
      expect(hits(next.text.text)).toBeGreaterThan(0.97);
    });

    it('is read in German where no other language is wanted', async () => {
      const own = createOcrPool({ ...options, wanted: { engine, languages: ['deu'] } });
      const page = await read(await scanOf(await letterPdf([english]), dpi), dpi, own);
      await own.close();
      expect(page.work.language).toBe('deu');
    });
  });

  describe('a scanned letter', () => {
    it('is read line by line with umlauts, Aktenzeichen and amounts', async () => {
      const { text, rotated, angle, coverage, ...by } = await read(letter);
      expect(hits(text.text)).toBeGreaterThan(0.97);
      expect(text.text.split('\n')).toContain('Aktenzeichen 32.1-4711/2026');
      expect(text.source).toBe('ocr');
      expect(text.meanConfidence).toBeGreaterThan(0.85);
      expect({ rotated, angle }).toEqual({ rotated: 0, angle: 0 });
      expect(by.engine).toMatch(engine === 'native' ? /^tesseract \d/ : /^tesseract\.js 7\.0\.0$/);
      expect(pool.name()).toContain(`${by.engine}, ${by.model}`);
      expect(coverage).toBeGreaterThan(0.9);
    });

    it('comes with what was done to its picture and what that was worth', async () => {
      const { work, quality } = await read(letter);
      expect(work).toEqual({
        ...{
          shrunk: 1,
          darkenedFrom: null,
          borders: 0,
          specks: 0,
          turned: 0,
          levelled: 0,
          dpi: 250,
          rules: 0,
        },
        ...{ language: 'deu', secondLook: 0, gentle: false },
      });
      expect(quality).toMatchObject({ dpi: 250, clipped: 0 });
      expect(quality.contrast).toBeGreaterThan(0.9);
      expect(quality.edgeMm).toBeLessThan(0.25);
    });

    it('has its words where they stand on the page', async () => {
      const { text } = await read(letter);
      const box = find(text.words, 'Aktenzeichen');
      expect(box.x).toBeCloseTo(71 / 595.28, 2);
      expect(box.y + box.height).toBeCloseTo((72 + 10 * 16.5) / 841.89, 2);
      expect(text.words.map(({ line }) => line)).toEqual(
        text.words.map(({ line }) => line).sort((a, b) => a - b),
      );
    });

    it('that went crooked through the feed is levelled, and its places are those of the crooked page', async () => {
      const page = await crooked(letter, 2);
      const { text, angle } = await read(page);
      expect(angle).toBeCloseTo(2, 0);
      expect(hits(text.text)).toBeGreaterThan(0.95);
      // The point of the straight letter, turned by two degrees about the middle of the larger page.
      const straight = { x: 71 + 33, y: 72 + 10 * 16.5 - 4 };
      const turn = (2 * Math.PI) / 180;
      const fromMiddle = { x: straight.x - 595.28 / 2, y: straight.y - 841.89 / 2 };
      const points = { width: (page.width / dpi) * 72, height: (page.height / dpi) * 72 };
      const x = points.width / 2 + fromMiddle.x * Math.cos(turn) - fromMiddle.y * Math.sin(turn);
      const y = points.height / 2 + fromMiddle.x * Math.sin(turn) + fromMiddle.y * Math.cos(turn);
      const box = find(text.words, 'Aktenzeichen');
      expect(box.x + box.width / 2).toBeCloseTo(x / points.width, 2);
      expect(box.y + box.height / 2).toBeCloseTo(y / points.height, 2);
    });

    it.each([
      [1, 270],
      [2, 180],
      [3, 90],
    ] as const)('turned by %i quarter turns is read upright', async (turns, rotated) => {
      const result = await read(quarterTurn(letter, turns));
      expect(result.rotated).toBe(rotated);
      expect(hits(result.text.text)).toBeGreaterThan(0.95);
      const { x, y, width, height } = find(result.text.words, 'Aktenzeichen');
      const centre = { x: x + width / 2, y: y + height / 2 };
      const upright = { x: (71 + 33) / 595.28, y: (72 + 10 * 16.5 - 4) / 841.89 };
      const places = [
        upright,
        { x: 1 - upright.y, y: upright.x },
        { x: 1 - upright.x, y: 1 - upright.y },
        { x: upright.y, y: 1 - upright.x },
      ];
      expect(centre.x).toBeCloseTo(places[turns]?.x ?? -1, 2);
      expect(centre.y).toBeCloseTo(places[turns]?.y ?? -1, 2);
    });

    it('is read as a person says, and no other way', async () => {
      const lying = quarterTurn(letter, 1);
      const say = (image: GreyImage, turn: 180 | 270) =>
        pool.recognise({ image: encodePgm(image), dpi, turn });
      const upright = await say(lying, 270);
      expect(upright.rotated).toBe(270);
      expect(hits(upright.text.text)).toBeGreaterThan(0.95);
      const wrong = await say(letter, 180);
      expect(wrong.rotated).toBe(180);
      expect(hits(wrong.text.text)).toBeLessThan(0.3);
    });

    it('on stained recycled paper with a shadow is read all the same', async () => {
      const random = noise(7);
      const data = letter.data.map((value, at) => {
        const x = (at % letter.width) / letter.width;
        const y = Math.floor(at / letter.width) / letter.height;
        const stain = Math.hypot(x - 0.5, y - 0.4) < 0.25 ? 0.75 : 1;
        const paper = (150 + 60 * x) * stain;
        return Math.max(
          0,
          Math.min(255, paper * (0.3 + (0.7 * value) / 255) + (random() - 0.5) * 20),
        );
      });
      const { text } = await read({ ...letter, data });
      expect(hits(text.text)).toBeGreaterThan(0.93);
    });

    it('as a 1-bit fax full of specks is read', async () => {
      const random = noise(11);
      const data = letter.data.map((value) => (value < 140 ? 0 : 255));
      for (let speck = 0; speck < 6000; speck += 1) {
        const at = Math.floor(random() * (data.length - letter.width - 2));
        data[at] = 0;
        data[at + 1] = 0;
      }
      const { text } = await read({ ...letter, data });
      expect(hits(text.text)).toBeGreaterThan(0.9);
    });

    it.each([150, 300, 400])('at %i dpi is read', async (at) => {
      const { text } = await read(await scanOf(await letterPdf(), at), at);
      expect(hits(text.text)).toBeGreaterThan(0.93);
    });
  });

  describe('pages without a letter', () => {
    it('give no text and no error: white, grey and pure noise', async () => {
      const random = noise(3);
      const size = { width: 1200, height: 1700 };
      const pages = [
        new Uint8Array(1200 * 1700).fill(255),
        new Uint8Array(1200 * 1700).fill(120),
        Uint8Array.from({ length: 1200 * 1700 }, () => (random() < 0.02 ? 0 : 255)),
      ];
      for (const data of pages) {
        const { text } = await read({ ...size, data }, 150);
        expect(text).toEqual({ source: 'none', text: '', words: [], meanConfidence: 0 });
      }
    });
  });

  describe('the pool', () => {
    it('reads from a file as well as from memory', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'ocr-'));
      const path = join(folder, 'page.pgm');
      await writeFile(path, encodePgm(await scanOf(await letterPdf([['Kurze Zeile']]), dpi)));
      const { text } = await pool.recognise({ image: path, dpi });
      await rm(folder, { recursive: true });
      expect(text.text).toBe('Kurze Zeile');
    });

    it('says what is wrong with bytes that are no image, and goes on', async () => {
      await expect(pool.recognise({ image: Buffer.from('kein Bild'), dpi })).rejects.toMatchObject({
        code: 'ocr-failed',
        retry: 'later',
      });
      expect((await read(await scanOf(await letterPdf([['Danach']]), dpi))).text.text).toBe(
        'Danach',
      );
    });

    it('tries a page that takes too long once more, then ends it and replaces its child', async () => {
      const hasty = createOcrPool({ ...options, timeoutMs: 20 });
      await expect(read(letter, dpi, hasty)).rejects.toMatchObject({
        code: 'ocr-timeout',
        retry: 'later',
      });
      expect(hasty.stats()).toMatchObject({ timeouts: 2, pagesRead: 0, reading: 0, children: 0 });
      await hasty.close();
    });

    const killChild = (own: OcrPool): void => {
      process.kill(-(own.pids()[0] ?? 0), 'SIGKILL');
    };

    it('reads a page with gentler settings when its child has died, and loses no other page', async () => {
      const own = createOcrPool(options);
      const dying = read(letter, dpi, own);
      const next = read(await scanOf(await letterPdf([['Folgende Seite']]), dpi), dpi, own);
      killChild(own);
      const { text, work } = await dying;
      expect(work).toMatchObject({ gentle: true, dpi: 150 });
      expect(hits(text.text)).toBeGreaterThan(0.85);
      expect((await next).text.text).toBe('Folgende Seite');
      expect(own.stats()).toMatchObject({ pagesRead: 2, failures: 1 });
      await own.close();
    });

    it('gives up a page that ends two children', async () => {
      const own = createOcrPool(options);
      const dying = read(letter, dpi, own);
      killChild(own);
      await vi.waitUntil(() => own.stats().failures === 1 && own.pids().length === 1);
      killChild(own);
      await expect(dying).rejects.toMatchObject({ code: 'ocr-failed' });
      expect(own.stats()).toMatchObject({ pagesRead: 0, failures: 2 });
      await own.close();
    });

    it('drops a page that nobody waits for any more, before and while it is read', async () => {
      const own = createOcrPool(options);
      const running = new AbortController();
      const waiting = new AbortController();
      const first = own.recognise({ image: encodePgm(letter), dpi, signal: running.signal });
      const second = own.recognise({ image: encodePgm(letter), dpi, signal: waiting.signal });
      waiting.abort(new Error('withdrawn'));
      running.abort(new Error('stopped'));
      await expect(second).rejects.toThrow('withdrawn');
      await expect(first).rejects.toThrow('stopped');
      expect(own.stats()).toMatchObject({ waiting: 0, reading: 0 });
      await own.close();
    });

    it('that is closed refuses the pages that still wait', async () => {
      const own = createOcrPool(options);
      const pages = [read(letter, dpi, own), read(letter, dpi, own)];
      const outcomes = Promise.allSettled(pages);
      await own.close();
      expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      await expect(read(letter, dpi, own)).rejects.toMatchObject({ code: 'ocr-failed' });
    });

    it('replaces a child after its share of pages', async () => {
      const own = createOcrPool({ ...options, pagesPerChild: 1 });
      const page = await scanOf(await letterPdf([['Eine Zeile']]), dpi);
      await read(page, dpi, own);
      expect(own.stats()).toMatchObject({ children: 0 });
      expect((await read(page, dpi, own)).text.text).toBe('Eine Zeile');
      await own.close();
    });

    it('reads in a plain process where no container is to be had', async () => {
      const plain = createOcrPool({ ...options, isolation: 'process' });
      expect(plain.isolation().kind).toBe('process');
      const page = await scanOf(await letterPdf([['Ohne Container']]), dpi);
      expect((await read(page, dpi, plain)).text.text).toBe('Ohne Container');
      await plain.close();
    });

    it('takes a picture that was stored as JPEG and grey again', async () => {
      const jpeg = await asSharp(letter).jpeg({ quality: 40 }).toBuffer();
      const { default: sharp } = await import('sharp');
      const data = await sharp(jpeg).toColourspace('b-w').raw().toBuffer();
      const { text } = await read({ ...letter, data });
      expect(hits(text.text)).toBeGreaterThan(0.95);
    });
  });
});

describe('the engine that is asked for', () => {
  it('takes the packaged data where that is named', async () => {
    const wanted = { engine: 'tesseract.js', model: 'best_int' } as const;
    const own = createOcrPool({ processes: 1, timeoutMs: 120_000, log, wanted });
    expect(own.name()).toContain('deu+eng 4.0.0_best_int');
    const page = await scanOf(await letterPdf([['Grünfläche']]), dpi);
    const { text } = await own.recognise({ image: encodePgm(page), dpi });
    expect(text.text).toBe('Grünfläche');
    await own.close();
  });

  it('is missed at once, with what to install, when the program is not there', () => {
    const wanted = { engine: 'native', programFolders: ['/nowhere'] } as const;
    expect(() => createOcrPool({ processes: 1, timeoutMs: 1_000, log, wanted })).toThrow(
      /tesseract-ocr .*ocr\.engine/,
    );
  });
});
