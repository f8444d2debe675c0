import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outlookFile, unicode } from '#test/support/outlook-file.js';
import { defaultParserLimits } from '#tools/parser/parser.js';
import { openMail } from './open-mail.js';
import { bodyOfRtf, textOfRtf } from './outlook-body.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outlook-'));
});
afterAll(() => rm(folder, { recursive: true }));

const open = async (bytes: Buffer) => {
  const out = await mkdtemp(join(folder, 'out-'));
  const input = join(out, 'a.msg');
  await writeFile(input, bytes);
  const mail = await openMail({ task: 'openMail', input, out, limits: defaultParserLimits });
  return { ...mail, out };
};

describe('a message of Outlook', () => {
  it('gives sender, subject, text and attachments', async () => {
    const { head, text, attachments, out } = await open(
      outlookFile({
        properties: [
          unicode('0037', 'Widerspruch gegen Gebührenbescheid'),
          unicode('0C1A', 'Jörg Müller'),
          unicode('5D01', 'joerg@example.org'),
          unicode('1000', 'Guten Tag,\r\nanbei mein Widerspruch.'),
        ],
        attachments: [
          [unicode('3707', 'Widerspruch März.pdf'), ['37010102', Buffer.from('%PDF-1.4')]],
        ],
      }),
    );
    expect(head).toMatchObject({
      from: [{ name: 'Jörg Müller', address: 'joerg@example.org' }],
      subject: 'Widerspruch gegen Gebührenbescheid',
    });
    expect(text).toBe('Guten Tag,\nanbei mein Widerspruch.');
    expect(attachments).toMatchObject([
      { fileName: 'Widerspruch März.pdf', sniffed: 'application/pdf' },
    ]);
    expect(await readFile(join(out, attachments[0]?.file ?? ''), 'latin1')).toBe('%PDF-1.4');
  });

  it('that is cut is refused', async () => {
    const bytes = outlookFile({ properties: [unicode('0037', 'x')] });
    await expect(open(bytes.subarray(0, 900))).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('RTF', () => {
  it('in which Outlook wrapped HTML gives it back', () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1{\\*\\htmltag64 <p>}Gr\\'fc\\'dfe{\\*\\htmltag72 </p>}}";
    expect(bodyOfRtf(Buffer.from(rtf, 'latin1'))).toEqual({ text: '', html: '<p>Grüße</p>' });
  });

  it('of a word processor gives its words', () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator Word}\\b Gr\\'fc\\'dfe\\b0\\par aus \\u321?\\'f3d\\'9f\\par}";
    expect(textOfRtf(Buffer.from(rtf, 'latin1'))).toBe('Grüße\naus ŁódŸ\n');
  });
});
