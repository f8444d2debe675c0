import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openMail } from '#tools/mail/open-mail.js';
import { defaultParserLimits } from '#tools/parser/parser.js';
import { flagOf, report } from './flags.js';

/*
 * npm run bench:mail-memory -- [--megabytes 30] [--json]
 * Peak memory of a process that opens a mail with one large attachment, beside one that opens a small mail.
 * Goal: at most 200 MB more for 30 MB.
 */

const measured = flagOf('open', '');
if (measured !== '') {
  const out = await mkdtemp(join(tmpdir(), 'mail-memory-'));
  const limits = defaultParserLimits;
  const from = performance.now();
  const { attachments } = await openMail({ task: 'openMail', input: measured, out, limits });
  const ms = Math.round(performance.now() - from);
  await rm(out, { recursive: true });
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.send?.({ peakMb, ms, bytes: attachments.reduce((sum, { size }) => sum + size, 0) });
  process.disconnect();
} else {
  const folder = await mkdtemp(join(tmpdir(), 'mail-memory-'));
  const mailOf = (bytes: Buffer): string =>
    `From: a@example.org\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${(bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')}\r\n`;
  const measure = async (bytes: number): Promise<Record<string, number>> => {
    const path = join(folder, `${bytes}.eml`);
    await writeFile(path, mailOf(randomBytes(bytes)));
    return new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(import.meta.url), ['--open', path]);
      child.on('message', (figures) => resolve(figures as Record<string, number>));
      child.on('error', reject);
    });
  };
  const megabytes = Number(flagOf('megabytes', '30'));
  const small = await measure(1_000);
  const large = await measure(megabytes * 1_000_000);
  const above = (large.peakMb ?? 0) - (small.peakMb ?? 0);
  report('Speicher beim Öffnen', { small, large, aboveSmallMb: above });
  await rm(folder, { recursive: true });
}
