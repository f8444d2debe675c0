import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { createLog } from '#infrastructure/log.js';
import { createTypesetter, type PdfStandard } from '#tools/typst/typesetter.js';
import { din91379Characters, din91379Sequences } from '../support/din-91379.js';
import { createLetterSamples, type Probe } from '../support/letter-samples.js';
import { type PdfaFlavour, startPdfaCheck } from '../support/pdfa-check.js';

const typesetter = createTypesetter({
  log: createLog({ level: 'silent' }),
  memoryMegabytes: 900,
  timeoutMs: 120_000,
});
const samples = createLetterSamples(typesetter);
let folder: string;
let engine: ReturnType<typeof startPdfaCheck>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-standards-'));
  // One engine for all files: it takes seconds to start.
  engine = startPdfaCheck('2a');
});
afterAll(async () => {
  typesetter.close();
  engine?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Faults that the veraPDF engine finds, by flavour; empty for a conformant file. */
const faultsOf = async (
  context: TestContext,
  pdf: Buffer,
  flavours: readonly PdfaFlavour[],
): Promise<string[]> => {
  if (engine === undefined) {
    return context.skip('a Java compiler is missing: apt-get install openjdk-17-jdk-headless');
  }
  const path = join(folder, 'letter.pdf');
  await writeFile(path, pdf);
  const faults: string[] = [];
  for (const flavour of flavours) {
    const { verdict, checks, failed } = await engine.check(path, flavour);
    if (verdict !== 'valid') faults.push(`${flavour} ${verdict} ${failed}`);
    else expect(checks).toBeGreaterThan(300);
  }
  return faults;
};
const set = (probe: Probe, standard?: PdfStandard) =>
  samples.setze({ ...samples.auftrag(probe), ...(standard === undefined ? {} : { standard }) });
/** Letters that the engine looks at in a later test. */
const written = new Map<string, Buffer>();
const both = ['2a', 'ua1'] as const;

describe('a letter is PDF/A-2a and PDF/UA-1 at once', () => {
  const variants: [string, Omit<Probe, 'vorlage'>][] = [
    ['as the template begins', { inhalt: 'vorgabe' }],
    ['with every kind of block in form A', { inhalt: 'alles', form: 'A' }],
    ['with every kind of block in large print', { inhalt: 'alles', grossdruck: true }],
    ['with every character of DIN 91379', { inhalt: 'zeichen' }],
  ];
  for (const vorlage of samples.vorlagen) {
    for (const [what, probe] of variants) {
      it(`${vorlage} ${what}`, async (context) => {
        const { bytes } = await set({ vorlage, ...probe });
        expect(await faultsOf(context, bytes, both)).toEqual([]);
      });
    }
  }

  it('with a table of forty pages', async (context) => {
    const { bytes, pages } = await set({ vorlage: 'bescheid', inhalt: 'lang' });
    expect(pages).toBeGreaterThanOrEqual(40);
    expect(await faultsOf(context, bytes, both)).toEqual([]);
  });
});

describe('a letter for a service that asks for PDF/A-1b', () => {
  it.each(['bescheid', 'gebuehrenbescheid'])('is that: %s', async (vorlage) => {
    const auftrag = { ...samples.auftrag({ vorlage, inhalt: 'alles' }), layout: 'epost' as const };
    const { bytes } = await samples.setze({ ...auftrag, standard: 'a-1b' });
    written.set(vorlage, bytes);
    expect(bytes.subarray(0, 8).toString()).toBe('%PDF-1.4');
  });

  it('is found valid by the engine', async (context) => {
    for (const bytes of written.values())
      expect(await faultsOf(context, bytes, ['1b'])).toEqual([]);
    expect(written.size).toBe(2);
  });
});

describe('the engine finds', () => {
  it('that a letter without the claim of PDF/UA-1 is not that, and a PDF/A-1b no PDF/A-2a', async (context) => {
    const probe = { vorlage: 'bescheid', inhalt: 'vorgabe' } as const;
    const plain = await set(probe, 'a-2b');
    const [fault = ''] = await faultsOf(context, plain.bytes, ['ua1']);
    expect(fault).toMatch(/^ua1 invalid/);
    const old = await set(probe, 'a-1b');
    expect((await faultsOf(context, old.bytes, both)).map((one) => one.slice(0, 11))).toEqual([
      '2a invalid ',
      'ua1 invalid',
    ]);
  });

  it('that a changed letter is no longer conformant', async (context) => {
    const { bytes } = await set({ vorlage: 'bescheid', inhalt: 'vorgabe' });
    const spoilt = Buffer.from(
      bytes
        .toString('latin1')
        .replace('<pdfaid:part>2</pdfaid:part>', '<pdfaid:part>7</pdfaid:part>'),
      'latin1',
    );
    expect(await faultsOf(context, spoilt, ['2a'])).not.toEqual([]);
  });
});

describe('a letter that cannot be set', () => {
  it('because its address has nine lines is refused with what to do', async () => {
    const zusatz = Array.from(
      { length: 7 },
      (_, index) => `Abteilung ${index} für Grundstücksverkehr`,
    );
    const probe = {
      vorlage: 'bescheid',
      inhalt: 'vorgabe',
      empfaenger: { zusatz: zusatz.join(' ') },
    } as const;
    await expect(set(probe)).rejects.toMatchObject({
      code: 'anschrift-zu-lang',
      clerkMessage: expect.stringContaining('Bitte kürzen'),
    });
  });
});

describe('every character of DIN 91379', () => {
  it('is printed and read back from the page', async () => {
    // 761 single ones, of which a few have no picture (tab, line ends, blanks, soft hyphen), and 149 sequences.
    expect(din91379Characters().length).toBeGreaterThan(750);
    expect(din91379Sequences()).toHaveLength(149);
    const { bytes, pages } = await set({ vorlage: 'anschreiben', inhalt: 'zeichen' });
    const text = (await samples.briefsatz.volltext(bytes, pages)).normalize('NFC');
    const lost = din91379Characters().filter((one) => !text.includes(one.normalize('NFC')));
    expect(lost).toEqual([]);
  });

  it('beyond it is refused and named', async () => {
    const probe = {
      vorlage: 'anschreiben',
      inhalt: 'vorgabe',
      empfaenger: { name: 'Herr 漢字' },
    } as const;
    await expect(set(probe)).rejects.toMatchObject({ code: 'glyph-missing' });
  });
});
