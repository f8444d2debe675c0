import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { createLog } from '#infrastructure/log.js';
import { asSharp, letterLines, letterPdf, scanOf } from '#test/support/documents.js';
import { needsProgram } from '#test/support/needs.js';
import { createParser } from '#tools/parser/create-parser.js';
import { writeSearchablePdf } from '#tools/searchable-pdf.js';
import { createTypesetter } from '#tools/typst/typesetter.js';

// What we make is read here by a program that shares no code with us.
const run = promisify(execFile);
const log = createLog({ level: 'silent' });
const typesetter = createTypesetter({ log, memoryMegabytes: 600, timeoutMs: 60_000 });
const timeout = 180_000;
let folder: string;
let pdfPath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-reader-'));
  pdfPath = join(folder, 'made.pdf');
});
afterAll(async () => {
  typesetter.close();
  await rm(folder, { recursive: true });
});

// Poppler 22 complains of the boolean that ISO 32000-1, table 321 asks for.
const knownComplaint = 'Syntax Error: Suspects object is wrong type (boolean)\n';

const poppler = async (context: TestContext, name: string, ...args: string[]): Promise<string> => {
  const program = needsProgram(context, name, 'poppler-utils');
  const { stdout, stderr } = await run(program, args, { timeout: 60_000 });
  expect(stderr.replace(knownComplaint, '')).toBe('');
  return stdout;
};

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const main = `
#let daten = json(bytes(sys.inputs.daten))
#set document(title: "Bescheid", date: datetime(year: 2026, month: 1, day: 2, hour: 0, minute: 0, second: 0))
#set text(font: "Noto Sans", fallback: false, lang: "de")
#daten.text`;

describe('a letter that we typeset, read by Poppler', { timeout }, () => {
  const text = 'Größe, Maß und Żółć: Frau Nguyễn-Böhm erhält 128,50 € zurück.';
  beforeAll(async () => {
    const hash = createHash('sha256').update(main).digest('hex');
    const template = { main, files: {}, hash };
    const { bytes } = await typesetter.pdf({ template, data: { text }, standard: 'a-2a' });
    await writeFile(pdfPath, bytes);
  });

  it('gives its text back, with umlauts and foreign letters', async (context) => {
    const read = await poppler(context, 'pdftotext', pdfPath, '-');
    expect(words(read)).toEqual(words(text));
  });

  it('is tagged, bears its title and holds all its fonts', async (context) => {
    const facts = await poppler(context, 'pdfinfo', pdfPath);
    expect(facts).toMatch(/^Title:\s+Bescheid$/m);
    expect(facts).toMatch(/^Tagged:\s+yes$/m);
    expect(facts).toMatch(/^Encrypted:\s+no$/m);
    const fonts = (await poppler(context, 'pdffonts', pdfPath)).trimEnd().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/ yes +yes +yes +\d+ +\d+$/);
  });
});

describe('the archive copy of a scan, read by Poppler', { timeout }, () => {
  const widthPt = 595.28;
  const heightPt = 841.89;

  it('is searchable at the place of each word', async (context) => {
    const parser = createParser({ isolation: 'auto', log });
    const born = join(folder, 'born.pdf');
    await writeFile(born, await letterPdf());
    const pages = join(folder, 'pages');
    await mkdir(pages);
    const source = { path: born, mediaType: 'application/pdf' };
    const [page] = (await parser.splitPages({ ...source, outDir: pages })).pages;
    const layer = page?.text?.words ?? [];
    const image = await asSharp(await scanOf(await readFile(born), 150))
      .jpeg()
      .toBuffer();
    const copy = writeSearchablePdf({
      pages: [{ image: async () => image, widthPt, heightPt, words: layer }],
      title: 'Eingang 2026-000001',
      language: 'de-DE',
    });
    await writeFile(pdfPath, copy);
    expect(words(await poppler(context, 'pdftotext', '-raw', pdfPath, '-'))).toEqual(
      words(letterLines.join(' ')),
    );
    const boxes = await poppler(context, 'pdftotext', '-bbox', pdfPath, '-');
    const found = /<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Widerspruch<\/word>/.exec(boxes);
    const expected = layer.find(({ text }) => text === 'Widerspruch');
    expect(Number(found?.[1]) / widthPt).toBeCloseTo(expected?.box.x ?? -1, 2);
    const facts = await poppler(context, 'pdfinfo', pdfPath);
    expect(facts).toMatch(/^Title:\s+Eingang 2026-000001$/m);
  });
});
