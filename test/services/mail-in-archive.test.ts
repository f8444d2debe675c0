import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { PosteingangDetail, PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { letterPdf } from '#test/support/documents.js';
import { outlookFile, unicode } from '#test/support/outlook-file.js';
import { eventually, type Served, startServed } from '#test/support/served.js';
import { zipOf } from '#test/support/zip.js';

let served: Served;
beforeAll(async () => {
  served = await startServed();
}, 120_000);
afterAll(() => served?.stop());

/** A mail with files attached to it. */
const mailWith = (subject: string, files: readonly { name: string; bytes: Buffer }[]): Buffer =>
  Buffer.from(
    [
      'From: Jens Hartwig <jens.hartwig@buerger.example>',
      'To: poststelle@stadt.example',
      `Subject: ${subject}`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="grenze"',
      '',
      '--grenze',
      'Content-Type: text/plain; charset=utf-8',
      '',
      `Das steht in der Mail ${subject}.`,
      ...files.flatMap(({ name, bytes }) => [
        '--grenze',
        `Content-Type: application/octet-stream; name="${name}"`,
        'Content-Transfer-Encoding: base64',
        `Content-Disposition: attachment; filename="${name}"`,
        '',
        bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
      ]),
      '--grenze--',
      '',
    ].join('\r\n'),
  );

/** Uploads an archive and waits until it has come to rest. */
const openedArchive = async (bytes: Buffer): Promise<z.infer<typeof PosteingangDetail>> => {
  const { body } = await served.mailroom.upload([
    { name: 'post.zip', mediaType: 'application/zip', bytes },
  ]);
  const id = /"id":"([0-9a-f-]{36})"/.exec(JSON.stringify(body))?.[1];
  await eventually(
    async () => (await served.mailroom.get(`/api/posteingaenge/${id}/zeile`)).body,
    (line) => (line as PosteingangZeile).zustand !== 'in_bearbeitung',
  );
  const detail = await served.mailroom.get(`/api/posteingaenge/${id}`);
  return detail.body as z.infer<typeof PosteingangDetail>;
};

describe('a mail inside an archive', () => {
  it('becomes its cover and its attachments, whether it is of Outlook or not', async () => {
    const brief = Buffer.from(await letterPdf());
    const detail = await openedArchive(
      zipOf([
        { name: 'eins.eml', content: mailWith('Eins', [{ name: 'brief.pdf', bytes: brief }]) },
        {
          name: 'zwei.msg',
          content: outlookFile({
            properties: [unicode('0037', 'Zwei'), unicode('1000', 'Das steht in der Mail Zwei.')],
          }),
        },
      ]),
    );
    expect(detail.bestandteile.map(({ dateiname, hinweis }) => [dateiname, hinweis])).toEqual([
      ['eins.pdf', null],
      ['brief.pdf', null],
      ['zwei.pdf', null],
    ]);
    const texts = await Promise.all(
      detail.seiten.map(async ({ nummer }) =>
        JSON.stringify(
          (await served.mailroom.get(`/api/posteingaenge/${detail.id}/seiten/${nummer}/text`)).body,
        ),
      ),
    );
    expect(texts[0]).toContain('steht in der Mail Eins');
    expect(texts.at(-1)).toContain('steht in der Mail Zwei');
  });

  it('is left closed where it lies too deep, and is there all the same', async () => {
    let inner = mailWith('Innen', []);
    for (let level = 1; level <= 3; level += 1)
      inner = mailWith(`Ebene ${level}`, [
        { name: 'innen.zip', bytes: zipOf([{ name: 'innen.eml', content: inner }]) },
      ]);
    const { bestandteile } = await openedArchive(zipOf([{ name: 'aussen.eml', content: inner }]));
    expect(bestandteile.map(({ dateiname }) => dateiname)).toEqual([
      'aussen.pdf',
      'innen.pdf',
      'innen.eml',
    ]);
    expect(bestandteile.at(-1)?.hinweis).toContain('Zu tief verschachtelt');
  });
});
