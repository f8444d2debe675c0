import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import { createClient } from '#demo/client.js';
import { createLog } from '#infrastructure/log.js';
import { needsProgram } from '#test/support/needs.js';
import { aSmallCity, cityPassword } from '#test/support/small-city.js';
import { startWholeProgram } from '#test/support/whole-program.js';
import { zipOf } from '#test/support/zip.js';
import type { MailBlock } from '#tools/mail-html/mail-block.js';
import { sniffMediaType } from '#tools/media-type.js';
import { createOfficeConverter } from '#tools/office/create-office-converter.js';
import { createParser, type Parser } from '#tools/parser/create-parser.js';
import { createOfficeRenderer } from '#tools/typst/office-blatt.js';
import { createTypesetter, type Typesetter } from '#tools/typst/typesetter.js';

const testMs = 60_000;
const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
let folder: string;
let parser: Parser;
let typesetter: Typesetter;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-office-'));
  const log = createLog({ level: 'silent' });
  parser = createParser({ isolation: 'auto', log });
  typesetter = createTypesetter({ log, memoryMegabytes: 600, timeoutMs: 20_000 });
});
afterAll(async () => {
  typesetter.close();
  await parser.close();
  await rm(folder, { recursive: true, force: true });
});

const read = async (name: string, files: Readonly<Record<string, string>>) => {
  const bytes = zipOf(
    Object.entries(files).map(([path, content]) => ({
      name: path,
      content: Buffer.from(content),
      // The type of an OpenDocument file stands readable at its beginning.
      stored: path === 'mimetype',
    })),
  );
  count += 1;
  const path = join(folder, `${count}`);
  await writeFile(path, bytes);
  const mediaType = sniffMediaType(bytes.subarray(0, 4096), name)?.mediaType ?? '';
  return parser.readOffice({ path, mediaType });
};

const wordsOf = ({ stuecke }: MailBlock): string => stuecke.map(({ text }) => text).join('');
const tableOf = (block: MailBlock | undefined): string[][] =>
  (block?.zeilen ?? []).map((row) => row.map((cell) => cell.map(({ text }) => text).join('')));

const w = (body: string): string =>
  `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`;
const p = (text: string, properties = ''): string =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

/** A Word document as other programs accept it. */
const docxOf = (text: string): Buffer =>
  zipOf(
    Object.entries({
      '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
      '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
      'word/document.xml': w(p(text)).replace(
        'xmlns:w="w"',
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
      ),
    }).map(([name, content]) => ({ name, content: Buffer.from(content) })),
  );

const mailWith = ({ name, bytes }: { name: string; bytes: Buffer }): Buffer =>
  Buffer.from(
    [
      'From: Buerger <b@extern.example>',
      'Subject: Antrag',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="g"',
      '',
      '--g',
      'Content-Type: text/plain',
      '',
      'Anbei mein Antrag.',
      '--g',
      `Content-Type: application/octet-stream; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      bytes.toString('base64'),
      '--g--',
      '',
    ].join('\r\n'),
  );

/** Names of the parts and texts of the pages of a mail with this file, after it has come to rest. */
const arrived = async (file: { name: string; bytes: Buffer }, flags: readonly string[]) => {
  const program = await startWholeProgram(flags);
  const client = createClient(program.url);
  try {
    const city = await aSmallCity(program.db);
    await client.signIn(city.logins.everything, cityPassword);
    const sent = await client.upload([
      { name: 'antrag.eml', mediaType: 'message/rfc822', bytes: mailWith(file) },
    ]);
    const { ergebnisse } = sent.body as { ergebnisse: { id: string }[] };
    const path = `/api/posteingaenge/${ergebnisse[0]?.id}`;
    const found = await vi.waitFor(
      async () => {
        const { body } = await client.get(path);
        const item = body as {
          zustand: string;
          bestandteile: { dateiname: string }[];
          seiten: { nummer: number }[];
        };
        expect(item.zustand).not.toBe('in_bearbeitung');
        return item;
      },
      { timeout: 2 * testMs, interval: 500 },
    );
    const texts: string[] = [];
    for (const { nummer } of found.seiten)
      texts.push(JSON.stringify((await client.get(`${path}/seiten/${nummer}/text`)).body));
    return { parts: found.bestandteile.map(({ dateiname }) => dateiname), texts };
  } finally {
    client.close();
    await program.stop();
  }
};

describe('the words of an office document', () => {
  it(
    'come out of a Word document in their order, with letterhead, headings, lists and tables',
    async () => {
      const cell = (text: string): string => `<w:tc>${p(text)}</w:tc>`;
      const text = await read('antrag.docx', {
        'word/header1.xml': `<w:hdr xmlns:w="w">${p('Kanzlei Größ &amp; Söhne')}</w:hdr>`,
        'word/header2.xml': `<w:hdr xmlns:w="w">${p('Kanzlei Größ &amp; Söhne')}</w:hdr>`,
        'word/document.xml': w(
          [
            p('Antrag auf Wohngeld', '<w:pStyle w:val="berschrift1"/>'),
            '<w:p><w:r><w:t>Ich bean</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>trage</w:t><w:br/><w:t>Wohngeld.</w:t></w:r></w:p>',
            p('Mietvertrag', '<w:numPr><w:numId w:val="1"/></w:numPr>'),
            `<w:tbl><w:tr>${cell('Monat')}${cell('Miete')}</w:tr><w:tr>${cell('Mai')}${cell('512,40 €')}</w:tr></w:tbl>`,
            '<w:p><w:del><w:r><w:delText>gestrichen</w:delText></w:r></w:del></w:p>',
          ].join(''),
        ),
      });
      expect(text.blocks.map((block) => [block.art, wordsOf(block)])).toEqual([
        ['absatz', 'Kanzlei Größ & Söhne'],
        ['titel', 'Antrag auf Wohngeld'],
        ['absatz', 'Ich beantrage\nWohngeld.'],
        ['punkt', 'Mietvertrag'],
        ['tabelle', ''],
      ]);
      expect(text.blocks[2]?.stuecke.map(({ fett }) => fett)).toEqual([undefined, true]);
      expect(tableOf(text.blocks[4])).toEqual([
        ['Monat', 'Miete'],
        ['Mai', '512,40 €'],
      ]);
      expect(JSON.stringify(text)).not.toContain('gestrichen');
    },
    testMs,
  );

  it(
    'come out of an Excel workbook sheet by sheet, with empty cells in their place',
    async () => {
      const text = await read('liste.xlsx', {
        'xl/workbook.xml':
          '<workbook><sheets><sheet name="Gebühren" sheetId="1"/></sheets></workbook>',
        'xl/sharedStrings.xml':
          '<sst><si><t>Name</t></si><si><r><t>Mül</t></r><r><t>ler</t></r></si></sst>',
        'xl/worksheets/sheet1.xml':
          '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Betrag</t></is></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2"><v>42.5</v></c></row></sheetData></worksheet>',
      });
      expect(text.blocks.map(wordsOf)).toEqual(['Gebühren', '']);
      expect(tableOf(text.blocks[1])).toEqual([
        ['Name', '', 'Betrag'],
        ['Müller', '', '42.5'],
      ]);
    },
    testMs,
  );

  it(
    'come out of OpenDocument and PowerPoint',
    async () => {
      const odt = await read('brief.odt', {
        mimetype: 'application/vnd.oasis.opendocument.text',
        'content.xml':
          '<office:document-content><office:body><office:text><text:tracked-changes><text:p>alt</text:p></text:tracked-changes><text:h text:outline-level="1">Widerspruch</text:h><text:p>Sehr geehrte<text:s text:c="2"/>Damen,<text:line-break/>hiermit</text:p><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"><text:p>b</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>',
      });
      expect(odt.blocks.map(wordsOf)).toEqual(['Widerspruch', 'Sehr geehrte  Damen,\nhiermit', '']);
      expect(tableOf(odt.blocks[2])).toEqual([['a', 'b', 'b']]);
      const slide = (text: string): string =>
        `<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`;
      const pptx = await read('vortrag.pptx', {
        'ppt/slides/slide10.xml': slide('zuletzt'),
        'ppt/slides/slide2.xml': slide('zuerst'),
      });
      expect(pptx.blocks.map(wordsOf)).toEqual(['Folie 1', 'zuerst', 'Folie 2', 'zuletzt']);
    },
    testMs,
  );

  it(
    'are cut where there are too many, and entities and bombs are worth nothing',
    async () => {
      const many = await read('lang.docx', {
        'word/document.xml': w(Array.from({ length: 4_000 }, (_, at) => p(`Zeile ${at}`)).join('')),
      });
      expect(many.cut).toBe(true);
      expect(many.blocks.length).toBeLessThanOrEqual(3_100);
      const entity = await read('entity.docx', {
        'word/document.xml': `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yyyy">]>${w(p('vorher &x;&y; nachher'))}`,
      });
      expect(JSON.stringify(entity)).not.toContain('root:');
      expect(JSON.stringify(entity)).not.toContain('yyyy');
      const bomb = await read('bombe.docx', { 'word/document.xml': ' '.repeat(70_000_000) });
      expect(bomb).toEqual({ blocks: [], cut: true });
      const deep = '<w:p>'.repeat(200_000);
      expect((await read('tief.docx', { 'word/document.xml': w(deep) })).cut).toBe(true);
    },
    testMs,
  );

  it(
    'are printed as a PDF that holds them',
    async () => {
      const text = await read('antrag.docx', {
        'word/document.xml': w(`${p('Antrag #let x = 1 *fett*')}${p('Bitte [prüfen] $1')}`),
      });
      const render = createOfficeRenderer({ typesetter });
      const { bytes, pages } = await render({ ...text, dateiname: 'antrag.docx' });
      expect(pages).toBe(1);
      const path = join(folder, 'blatt.pdf');
      await writeFile(path, bytes);
      const split = await parser.splitPages({ path, mediaType: 'application/pdf', outDir: folder });
      const shown = split.pages[0]?.text?.words.map((word) => word.text).join(' ') ?? '';
      expect(shown).toContain('Antrag #let x = 1 *fett*');
      expect(shown).toContain('Bitte [prüfen] $1');
    },
    testMs,
  );

  it(
    'stand in front of the document that came with a mail',
    async () => {
      const file = { name: 'antrag.docx', bytes: docxOf('Antrag auf Wohngeld') };
      const { parts } = await arrived(file, ['--parser.office=off']);
      expect(parts.slice(1)).toEqual(['antrag.docx (lesbare Fassung).pdf', 'antrag.docx']);
    },
    3 * testMs,
  );
});

describe('with LibreOffice', () => {
  const needsLibreOffice = (context: TestContext): void => {
    const packages = 'libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui';
    needsProgram(context, 'soffice', packages);
    needsProgram(context, 'bwrap', 'bubblewrap');
  };
  const converterOf = (limits = { memoryMb: 768, seconds: 60 }) =>
    createOfficeConverter({ wanted: 'auto', isolation: 'bubblewrap', limits });

  it(
    'an office document that came with a mail stands as PDF in front of itself',
    async (context) => {
      needsLibreOffice(context);
      const file = { name: 'antrag.docx', bytes: docxOf('Antrag auf Wohngeld') };
      const { parts, texts } = await arrived(file, ['--parser.timeoutSeconds=120']);
      expect(parts.slice(1)).toEqual(['antrag.docx.pdf', 'antrag.docx']);
      expect(texts[1]).toContain('Antrag auf Wohngeld');
    },
    4 * testMs,
  );

  it(
    'an older kind of document becomes a PDF, noise does not',
    async (context) => {
      needsLibreOffice(context);
      const { convert, available } = converterOf();
      expect(available).toBe(true);
      const outDir = await mkdtemp(join(folder, 'lo-'));
      const path = join(folder, 'brief.rtf');
      await writeFile(path, '{\\rtf1\\ansi Widerspruch gegen den Bescheid\\par}');
      const rtf = { path, mediaType: 'application/rtf', outDir };
      const made = (await convert(rtf)) ?? '';
      const pages = await parser.splitPages({ path: made, mediaType: 'application/pdf', outDir });
      expect(pages.pages[0]?.text?.text).toContain('Widerspruch gegen den Bescheid');
      const noise = join(folder, 'noise');
      await writeFile(noise, Buffer.from('d0cf11e0a1b11ae1'.repeat(40), 'hex'));
      for (const mediaType of ['application/x-ole-storage', docxType])
        expect(await convert({ path: noise, mediaType, outDir })).toBeUndefined();
    },
    3 * testMs,
  );

  it(
    'what takes too long is ended and told',
    async (context) => {
      needsLibreOffice(context);
      const outDir = await mkdtemp(join(folder, 'lo-'));
      const path = join(folder, 'lang.rtf');
      await writeFile(path, `{\\rtf1\\ansi ${'Wort\\par '.repeat(400_000)}}`);
      await expect(
        converterOf({ memoryMb: 768, seconds: 1 }).convert({
          ...{ path, outDir, mediaType: 'application/rtf' },
        }),
      ).rejects.toMatchObject({ code: 'office-limit' });
    },
    testMs,
  );
});
