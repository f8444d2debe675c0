import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { createLog } from '#infrastructure/log.js';
import { projectRoot } from '#infrastructure/project-root.js';
import { blocksOf } from '../mail-html/blocks.js';
import { safeHtml } from '../mail-html/safe-html.js';
import { createMailCoverRenderer } from './mail-cover.js';
import { loadTemplate, templateFaults } from './template.js';
import { createTypesetter, type Typesetter } from './typesetter.js';

const log = createLog({ level: 'silent' });
const limits = { log, memoryMegabytes: 768, timeoutMs: 20_000 };
const started: Typesetter[] = [];
const typesetter = (options: Partial<Parameters<typeof createTypesetter>[0]> = {}): Typesetter => {
  const one = createTypesetter({ ...limits, ...options });
  started.push(one);
  return one;
};
afterAll(() => {
  for (const one of started) one.close();
});

const folder = join(projectRoot(), 'config/templates');
const shared = typesetter();
const plain = (main: string) => ({
  main,
  files: {},
  hash: createHash('md5').update(main).digest('hex'),
});
const printed = plain(`
#let daten = json(bytes(sys.inputs.daten))
#set document(title: "Probe", date: datetime(year: 2026, month: 1, day: 2, hour: 0, minute: 0, second: 0))
#set text(font: "Noto Sans", fallback: false, lang: "de")
#daten.text`);
const typeset = (text: string, by = shared) =>
  by.pdf({ template: printed, data: { text }, standard: 'a-2a' });
const wordsOf = async (pdf: Buffer): Promise<string> =>
  (await shared.read({ pdf, page: 1 })).words.map((word) => word.text).join(' ');
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('setting a letter in type', () => {
  it('prints what looks like code of the template as the letters that it is', async () => {
    const hostile = '#read("/etc/passwd") *fett* $x^2$ #panic() \\ @preview #sys.inputs';
    const { bytes } = await typeset(hostile);
    expect(await wordsOf(bytes)).toBe(hostile);
  });

  it('makes the same bytes of the same letter in another process', async () => {
    const first = await typeset('Größe und Maß');
    const second = await typeset('Größe und Maß', typesetter());
    expect(hashOf(second.bytes)).toBe(hashOf(first.bytes));
  });

  it('makes a file that says of itself PDF/A-2a and PDF/UA-1 and shows its title', async () => {
    const { bytes } = await typeset('Guten Tag');
    const file = await PDFDocument.load(bytes, { updateMetadata: false });
    const text = bytes.toString('latin1');
    expect(text).toContain(
      '<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>',
    );
    expect(text).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(file.catalog.getViewerPreferences()?.getDisplayDocTitle()).toBe(true);
  });

  it('refuses a character that the font cannot draw and names it to the clerk', async () => {
    await expect(typeset('Herr 漢')).rejects.toMatchObject({
      code: 'glyph-missing',
      httpStatus: 422,
      clerkMessage: expect.stringContaining('漢 (U+6F22)'),
      message: expect.not.stringContaining('漢'),
    });
  });

  it('draws letters of names from all over Europe', async () => {
    const names = 'Đặng Nguyễn, Şahin, Łukasz, Öğüt, Ångström, Žižek, Ẑ, ǆ, ſ, ẞ, Č̣';
    expect((await typeset(names)).pages).toBe(1);
  });

  it('replaces a child that takes too long and sets the next letter', async () => {
    const impatient = typesetter({ timeoutMs: 2_500 });
    await typeset('wärmt den Prozess', impatient);
    const endless = plain(
      '#let f(n) = { let i = 0; for k in range(n) { for l in range(n) { i += 1 } } }\n#f(90000)',
    );
    await expect(
      impatient.pdf({ template: endless, data: {}, standard: 'a-2a' }),
    ).rejects.toMatchObject({ code: 'typesetter-timeout', retry: 'later' });
    expect((await typeset('danach', impatient)).pages).toBe(1);
  });

  it.runIf(process.platform === 'linux')(
    'replaces a child that takes too much memory',
    async () => {
      const small = typesetter({ memoryMegabytes: 400 });
      const greedy = plain('#let a = range(60000000)\n#a.len()');
      await expect(
        small.pdf({ template: greedy, data: {}, standard: 'a-2a' }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^typesetter-(memory|died)$/) });
      expect((await typeset('danach', small)).pages).toBe(1);
    },
  );

  it('sets letters in two children at a time, each the same to the byte', async () => {
    const pair = typesetter({ processes: 2 });
    const letters = await Promise.all(['x', 'x', 'x', 'x'].map((text) => typeset(text, pair)));
    expect(new Set(letters.map(({ bytes }) => hashOf(bytes))).size).toBe(1);
  });

  it('goes on with a new child after many letters', async () => {
    const short = typesetter({ recycleAfter: 2 });
    const letters = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((text) => typeset(text, short)),
    );
    expect(letters.map((letter) => letter.pages)).toEqual([1, 1, 1, 1, 1]);
  });

  it('quotes nothing of a letter when a template is at fault', async () => {
    const broken = plain('#let daten = json(bytes(sys.inputs.daten))\n#(daten.text + 1)');
    const error = await shared
      .pdf({ template: broken, data: { text: 'Geheimnis' }, standard: 'a-2a' })
      .catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ code: 'typesetter-failed' });
    expect((error as Error).message).not.toContain('Geheimnis');
  });
});

describe('templates of an administrator', () => {
  it.each([
    ['#import "@preview/cetz:0.3.0"', 'imports a package'],
    ['#eval("1+1")', 'uses eval'],
    ['#read("/etc/passwd")', 'reads a file'],
    ['#json("daten.json")', 'reads a data file'],
    ['#datetime.today()', 'asks for the day'],
    ['#import "../../geheim.typ": x', 'leaves its folder'],
    ['#let p = plugin("x.wasm")', 'loads a plugin'],
  ])('may not contain %s', (source, fault) => {
    expect(templateFaults(source)).toEqual([fault]);
  });

  it('may mention such words in comments', () => {
    expect(
      templateFaults('// eval und read( sind verboten\n#json(bytes(sys.inputs.daten))'),
    ).toEqual([]);
  });

  it.each([
    'anschreiben',
    'eingangsbestaetigung',
    'anforderung-unterlagen',
    'bescheid',
    'mail-deckblatt',
  ])('of this release keep the rules: %s', (name) => {
    expect(loadTemplate({ folder, name }).main).toContain('#');
  });
});

describe('the readable copy of a mail', () => {
  const mail = {
    from: '"Stadt" <böse@anderswo.example>',
    to: 'poststelle@stadt.example',
    date: '22.11.2026, 14:03',
    sentAt: new Date('2026-11-22T13:03:00Z'),
    subject: 'Widerspruch 👍 gegen Bescheid\r\nBcc: x@y.example',
    text: 'Guten Tag,\n\nich lege Widerspruch ein 🎉.\n\n\u202eumgedreht\n',
    attachments: [{ name: 'Bescheid.pdf', size: '120 kB', sha256: 'a1'.repeat(32) }],
  };

  it('shows head, text and attachments and stands in for what it cannot draw', async () => {
    const { bytes, pages } = await createMailCoverRenderer({ typesetter: shared })(mail);
    const words = await wordsOf(bytes);
    expect(pages).toBe(1);
    expect(words).toContain('ich lege Widerspruch ein');
    expect(words).toContain('böse@anderswo.example');
    expect(words).toContain('Bescheid.pdf 120 kB');
    expect(words.replaceAll(' ', '')).toContain('a1'.repeat(32));
    expect(words).toContain('2 Zeichen');
    expect(words).not.toContain('\u202e');
  });

  it('prints formatted text with its lists and tables, and what looks like code as the letters that it is', async () => {
    const hostile = '#read("/etc/passwd") *x* $y$ #panic() @ref <label> \\n';
    const { bytes, pages } = await createMailCoverRenderer({ typesetter: shared })({
      ...mail,
      blocks: [
        { art: 'titel', ebene: 3, einzug: 0, stuecke: [{ text: hostile }] },
        { art: 'absatz', einzug: 0, stuecke: [{ text: 'Guten ' }, { text: hostile, fett: true }] },
        { art: 'punkt', marke: '1.', einzug: 1, stuecke: [{ text: 'eins\nzwei', kursiv: true }] },
        { art: 'absatz', einzug: 6, zitat: true, stuecke: [{ text: 'früher' }] },
        { art: 'vorformatiert', einzug: 0, stuecke: [{ text: 'a\n\nb' }] },
        { art: 'linie', einzug: 0, stuecke: [] },
        {
          art: 'tabelle',
          einzug: 0,
          stuecke: [],
          zeilen: [
            [[{ text: 'Amt', fett: true }], [{ text: '#panic()' }]],
            [[], [{ text: '12 €' }]],
          ],
        },
      ],
      missing: ['3 Bilder von außen'],
    });
    const words = await wordsOf(bytes);
    expect(pages).toBe(1);
    expect(words.split(hostile)).toHaveLength(3);
    for (const text of ['1. eins zwei', 'früher', 'Amt #panic()', '12 €', '3 Bilder von außen'])
      expect(words).toContain(text);
    expect(words).not.toContain('ich lege Widerspruch ein');
  });

  it('stays within sixty pages however long the formatted text is', async () => {
    const html = '<p>Ein Satz.</p>'.repeat(60_000);
    const { blocks } = blocksOf(safeHtml(html, { inlineImages: new Map() }).nodes);
    const { pages } = await createMailCoverRenderer({ typesetter: shared })({ ...mail, blocks });
    expect(pages).toBeGreaterThan(20);
    expect(pages).toBeLessThan(60);
  });

  it('runs over as many pages as a long mail needs', async () => {
    const text = Array.from({ length: 300 }, (_, index) => `Zeile ${index + 1}`).join('\n');
    const { pages } = await createMailCoverRenderer({ typesetter: shared })({ ...mail, text });
    expect(pages).toBeGreaterThan(3);
  });
});
