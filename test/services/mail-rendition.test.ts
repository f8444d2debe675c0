import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '#infrastructure/log.js';
import { toMailCover } from '#mail-cover-facts.js';
import { needsPdfaCheck } from '#test/support/pdfa-check.js';
import { createParser } from '#tools/parser/create-parser.js';
import { createMailCoverRenderer } from '#tools/typst/mail-cover.js';
import { createTypesetter } from '#tools/typst/typesetter.js';

let folder: string;
const log = createLog({ level: 'silent' });
const typesetter = createTypesetter({ log, memoryMegabytes: 768, timeoutMs: 60_000 });
const render = createMailCoverRenderer({ typesetter });
const parser = createParser({
  isolation: 'auto',
  log: { info: () => undefined, warn: () => undefined },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-wiedergabe-'));
});
afterAll(async () => {
  typesetter.close();
  await rm(folder, { recursive: true, force: true });
});

const mail = (html: string): string =>
  [
    'From: Amt24 <post@amt24.example>',
    'To: poststelle@stadt.example',
    'Cc: bauamt@stadt.example',
    'Subject: Ihr Antrag 🏡',
    'Date: Mon, 23 Nov 2026 09:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
  ].join('\r\n');

const bodies: readonly (readonly [string, string])[] = [
  ['a letter', '<h1>Antrag</h1><p>Guten <b>Tag</b></p><ol><li>eins<li>zwei</ol><hr>'],
  [
    'a newsletter of nested tables',
    '<table><tr><td><img src="https://x.example/l.png" alt="Logo"><table><tr><td>a<td>b<tr><td>c<td>1.234,00 €</table></table><img src="https://x.example/p.gif" width=1 height=1>',
  ],
  ['answers to answers', `${'<blockquote>'.repeat(12)}Alt${'</blockquote>'.repeat(12)}<p>Neu`],
  ['code', '<p>#read("/etc/passwd") $x$ <code>*a* @b &lt;c&gt; \\ </code></p><pre>a\n  b</pre>'],
  ['letters from elsewhere', '<p>Zażółć gęślą jaźń, Ελλάδα, Привет, 你好, \u202eمرحبا</p>'],
  ['nothing', '<div></div>'],
  [
    'a word without end',
    `<p>${'x'.repeat(5_000)}</p><table><tr><td>${'y'.repeat(2_000)}<td>z<tr><td>1<td>2</table>`,
  ],
];

it('prints whatever HTML a mail holds as valid PDF/A, through the real child', async (context) => {
  const check = needsPdfaCheck(context, '2u');
  try {
    for (const [index, [name, html]] of bodies.entries()) {
      const path = join(folder, `${index}.eml`);
      await writeFile(path, mail(html));
      const outDir = join(folder, `out-${index}`);
      const opened = await parser.openMail({ path, outDir });
      const { bytes } = await render(toMailCover(opened));
      const pdf = join(folder, `${index}.pdf`);
      await writeFile(pdf, bytes);
      expect(await check.check(pdf), name).toMatchObject({ verdict: 'valid' });
    }
  } finally {
    check.close();
  }
});
