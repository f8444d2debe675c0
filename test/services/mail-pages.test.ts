import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import type { PosteingangDetail, PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { eventually, type Served, startServed } from '#test/support/served.js';

let served: Served;
beforeAll(async () => {
  served = await startServed();
}, 120_000);
afterAll(() => served?.stop());

const picture = async (width: number, height: number): Promise<string[]> => {
  const { data } = await sharp({ create: { width, height, channels: 3, background: '#246' } })
    .png()
    .toBuffer({ resolveWithObject: true });
  return [data.toString('base64').replace(/.{76}/g, '$&\r\n')];
};

const shown = async (id: string, width: number, height: number): Promise<string[]> => [
  '--r',
  `Content-Type: image/png; name="${id}.png"`,
  'Content-Transfer-Encoding: base64',
  `Content-ID: <${id}>`,
  'Content-Disposition: inline',
  '',
  ...(await picture(width, height)),
];

const head = (subject: string): string[] => [
  'From: Jens Hartwig <jens.hartwig@buerger.example>',
  'To: poststelle@stadt.example',
  `Subject: ${subject}`,
  'MIME-Version: 1.0',
];

/** Uploads a mail and waits until it has come to rest. */
const opened = async (lines: readonly string[]): Promise<z.infer<typeof PosteingangDetail>> => {
  const bytes = Buffer.from(lines.join('\r\n'));
  const { body } = await served.mailroom.upload([
    { name: 'mail.eml', mediaType: 'message/rfc822', bytes },
  ]);
  const id = /"id":"([0-9a-f-]{36})"/.exec(JSON.stringify(body))?.[1];
  await eventually(
    async () => (await served.mailroom.get(`/api/posteingaenge/${id}/zeile`)).body,
    (line) => (line as PosteingangZeile).zustand !== 'in_bearbeitung',
  );
  const detail = await served.mailroom.get(`/api/posteingaenge/${id}`);
  return detail.body as z.infer<typeof PosteingangDetail>;
};

it('a logo in the text of a mail is no page, a photograph in it is one', async () => {
  const { bestandteile, seiten } = await opened([
    ...head('Bilder'),
    'Content-Type: multipart/related; boundary="r"',
    '',
    '--r',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>Ein Schlagloch.</p><img src="cid:foto"><img src="cid:logo">',
    ...(await shown('logo', 320, 90)),
    ...(await shown('foto', 900, 1200)),
    '--r--',
    '',
  ]);
  expect(bestandteile.map(({ dateiname, hinweis }) => [dateiname, hinweis])).toEqual([
    ['mail.pdf', null],
    ['logo.png', expect.stringContaining('keine Seite')],
    ['foto.png', null],
  ]);
  expect(seiten).toHaveLength(2);
});

it('the cover of a mail is read as it was set, also where its words are none', async () => {
  const { seiten, id } = await opened([
    ...head('Zeichen'),
    'Content-Type: text/plain',
    '',
    'x'.repeat(30_000),
  ]);
  expect(seiten.length).toBeGreaterThan(3);
  const layers = await Promise.all(
    seiten.map(async ({ nummer }) => {
      const { body } = await served.mailroom.get(`/api/posteingaenge/${id}/seiten/${nummer}/text`);
      return (body as { source: string }).source;
    }),
  );
  expect(new Set(layers)).toEqual(new Set([layers[0]]));
  expect(layers[0]).not.toBe('ocr');
});
