import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { isMboxName, splitMbox } from './mbox.js';

const chunked = (text: string, size: number): Readable => {
  const bytes = Buffer.from(text, 'latin1');
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return Readable.from(pieces);
};
const messagesOf = async (text: string, size = 7): Promise<[from: string, raw: string][]> => {
  const found: [string, string][] = [];
  for await (const { umschlagVon, raw } of splitMbox(chunked(text, size)))
    found.push([umschlagVon, (await buffer(raw)).toString('latin1')]);
  return found;
};
const line = 'From erika@example.org Mon Nov 23 09:00:00 2026\n';

describe('an mbox file', () => {
  it('is split at its separators, wherever the pieces of the stream end', async () => {
    const text = `${line}Subject: eins\n\nGuten Tag\n\n${line}Subject: zwei\n\n\n\nEnde\n\n`;
    for (const size of [1, 2, 7, 100, 10_000]) {
      expect(await messagesOf(text, size)).toEqual([
        ['erika@example.org', 'Subject: eins\n\nGuten Tag\n'],
        ['erika@example.org', 'Subject: zwei\n\n\n\nEnde\n'],
      ]);
    }
  });

  it('loses one ">" of quoted lines and nothing else', async () => {
    const body = 'Subject: a\n\n>From hier\n>>From dort\n> From nicht\nFrom nun an gilt\nEnde\n';
    expect(await messagesOf(`${line}${body}\n`)).toEqual([
      [
        'erika@example.org',
        'Subject: a\n\nFrom hier\n>From dort\n> From nicht\nFrom nun an gilt\nEnde\n',
      ],
    ]);
  });

  it('is not split within a paragraph, nor at a sentence that begins with From', async () => {
    const body = `Subject: a\n\nText\n${line}\nFrom Berlin to Bonn\n`;
    expect(await messagesOf(`${line}${body}\n`)).toHaveLength(1);
  });

  it('may have long lines, CR LF, bytes of any kind and no last line end', async () => {
    const crlf = line.replace('\n', '\r\n');
    const long = `Subject: ä\r\n\r\n${'x'.repeat(200_000)}\r\n\xe4\x00`;
    expect(await messagesOf(`${crlf}${long}`, 50_000)).toEqual([['erika@example.org', long]]);
    const [first, second] = await messagesOf(`${crlf}A: b\r\n\r\n${crlf}C: d`, 3);
    expect([first?.[1], second?.[1]]).toEqual(['A: b\r\n', 'C: d']);
  });

  it('goes on when a message is not read', async () => {
    const text = `${line}${'Zeile\n'.repeat(50_000)}\n${line}Subject: zwei\n`;
    let count = 0;
    for await (const message of splitMbox(chunked(text, 9_000))) {
      count += 1;
      if (count === 2) expect((await buffer(message.raw)).toString()).toBe('Subject: zwei\n');
    }
    expect(count).toBe(2);
  });

  it('that begins otherwise is none', async () => {
    await expect(messagesOf('Subject: a\n\nb\n')).rejects.toMatchObject({ code: 'keine-mbox' });
    await expect(messagesOf('')).rejects.toMatchObject({ code: 'keine-mbox' });
    expect(['Archiv.MBOX', 'a.mbx', 'mbox', 'a.mbox.zip'].map(isMboxName)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
