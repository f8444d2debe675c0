import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultParserLimits } from '#tools/parser/parser.js';
import { openMail } from './open-mail.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-mail-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** `mail` holds one character for each byte. */
const open = async (mail: string) => {
  const out = await mkdtemp(join(folder, 'out-'));
  const input = join(out, 'mail.eml');
  await writeFile(input, Buffer.from(mail, 'latin1'));
  const opened = await openMail({ task: 'openMail', input, out, limits: defaultParserLimits });
  const contentOf = (index: number) =>
    readFile(join(out, opened.attachments[index]?.file ?? ''), 'latin1');
  return { ...opened, contentOf };
};
const bytes = (text: string): string => Buffer.from(text).toString('latin1');
const subjectOf = async (raw: string): Promise<string> =>
  (await open(`From: a@example.org\r\nSubject: ${raw}\r\n\r\nText`)).head.subject;
const multipart = (parts: string, kind = 'mixed'): string =>
  `From: a@example.org\r\nContent-Type: multipart/${kind}; boundary=b\r\n\r\n${parts}--b--\r\n`;

describe('the subject of a mail', () => {
  it.each([
    ['raw UTF-8', bytes('Gebührenbescheid'), 'Gebührenbescheid'],
    ['raw Windows-1252', 'Geb\xfchren \x96 Bescheid', 'Gebühren – Bescheid'],
    ['an encoded word with raw bytes', '=?utf-8?Q?Stra\xc3\x9fe?=', 'Straße'],
    ['one whose label is wrong', '=?utf-8?Q?Stra=DFe?=', 'Straße'],
    ['one with the label of Latin-1 and UTF-8 in it', '=?iso-8859-1?Q?Stra=C3=9Fe?=', 'Straße'],
    ['UTF-7', '=?utf-7?Q?Stra+AN8-e?=', 'Straße'],
    ['a character in two words, by bytes', '=?utf-8?Q?Gr=C3?=\r\n =?utf-8?Q?=BC=C3=9Fe?=', 'Grüße'],
    ['words between words', '=?utf-8?Q?a?= und =?utf-8?Q?b?=', 'a und b'],
    ['ISO-2022-JP', '=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
    ['an unknown charset', '=?x-quatsch?Q?Stra=C3=9Fe?=', 'Straße'],
  ])('is read as %s', async (_what, raw, subject) => {
    expect(await subjectOf(raw)).toBe(subject);
  });
});

describe('a mail', () => {
  it('with lone carriage returns is read', async () => {
    const mail = multipart(
      '--b\r\n\r\nText\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nAnlage\r\n',
    );
    const opened = await open(mail.replaceAll('\r\n', '\r'));
    expect(opened.text).toBe('Text');
    expect(opened.attachments).toMatchObject([{ fileName: 'a.txt', size: 6 }]);
  });

  it('whose text is no UTF-8, as it says, is read as Windows-1252', async () => {
    const mail =
      'From: a@example.org\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGr\xfc\xdfe';
    expect((await open(mail)).text).toBe('Grüße');
  });

  it('that breaks off within its attachment keeps what has come', async () => {
    const mail = `From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ`;
    const opened = await open(mail);
    expect(opened.attachments).toMatchObject([{ fileName: 'a.pdf', sniffed: 'application/pdf' }]);
    expect(await opened.contentOf(0)).toBe('%PDF-1.4');
  });

  it('with names after RFC 2231 and without keeps them', async () => {
    const names = [
      `filename*0*=utf-8''Geb%C3%BC; filename*1*=hren; filename*2=.pdf`,
      `filename*=iso-8859-1''Stra%DFe.pdf`,
      'filename="=?utf-8?B?w5xiZXIucGRm?="',
      bytes('filename="Ähre.pdf"'),
      'filename=ohne Anführung.pdf'.replace('ü', 'u'),
      'filename="a\\"b;c.pdf"',
    ];
    const part = (name: string) =>
      `--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; ${name}\r\n\r\nx\r\n`;
    const { attachments } = await open(multipart(names.map(part).join('')));
    expect(attachments.map(({ fileName }) => fileName)).toEqual([
      'Gebühren.pdf',
      'Straße.pdf',
      'Über.pdf',
      'Ähre.pdf',
      'ohne Anfuhrung.pdf',
      'a_b;c.pdf',
    ]);
  });

  it('of 3,000 parts and a header of 2 MB is opened as far as it goes', async () => {
    const parts = '--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n'.repeat(
      3000,
    );
    const long = `X-Long: ${'a'.repeat(2_000_000)}\r\n`;
    const opened = await open(
      `${long}Subject: lang\r\n${multipart(`--b\r\n\r\nText\r\n${parts}`)}`,
    );
    expect(opened.head.subject).toBe('lang');
    expect(opened.text).toBe('Text');
    expect(opened.attachments).toHaveLength(defaultParserLimits.maxMailParts);
    expect(opened.problems).toContain('mail-parts-left-out');
  });

  it('with mails in it brings their text and attachments, in order', async () => {
    const inner = `Subject: innen\r\n${multipart('--b\r\n\r\nInnen\r\n--b\r\nContent-Type: image/png; name=bild.png\r\n\r\nx\r\n').replaceAll('--b', '--c').replace('=b', '=c')}`;
    const digest = `--b\r\n\r\n${inner}\r\n--b\r\n\r\nSubject: zweite\r\n\r\nAuch innen\r\n`;
    const { attachments, text } = await open(multipart(digest, 'digest'));
    expect(text).toBe('');
    expect(attachments.map(({ mediaType, within }) => [mediaType, within])).toEqual([
      ['message/rfc822', undefined],
      ['image/png', 0],
      ['message/rfc822', undefined],
    ]);
    expect(attachments[0]?.message).toMatchObject({ head: { subject: 'innen' }, text: 'Innen' });
    expect(attachments[2]?.message).toMatchObject({ text: 'Auch innen' });
  });

  it('that says it has parts and has none keeps its text apart', async () => {
    const opened = await open('Content-Type: multipart/mixed; boundary=b\r\n\r\nDoch Text');
    expect(opened).toMatchObject({ text: '', beside: 'Doch Text', attachments: [] });
  });

  it('tells the pictures of its text from its attachments', async () => {
    const picture = '--b\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\n\r\nx\r\n';
    const mail = multipart(
      `--b\r\nContent-Type: text/html\r\n\r\n<img src=cid:logo>\r\n${picture}`,
      'related',
    );
    expect((await open(mail)).attachments).toMatchObject([{ inline: true, contentId: 'logo' }]);
  });
});
