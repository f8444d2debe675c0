import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { type BundleJob, mergeBundle } from './bundle.js';
import type { BundleAnswer } from './bundler.js';

/*
 * A process of its own for one print file: ready-made letters are foreign files, merging keeps all of them in memory, and
 * both end with the process.
 */

const write = async (path: string, bytes: Buffer): Promise<void> => {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const work = async (job: BundleJob, target: string): Promise<BundleAnswer> => {
  const { bytes, pages, sheets } = await mergeBundle(job);
  await write(target, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return { outcome: 'done', pages, sheets, sha256, size: bytes.length, peakMegabytes };
};

process.once('message', (message: unknown) => {
  const { job, target } = message as { job: BundleJob; target: string };
  work(job, target)
    .catch(
      (error: unknown): BundleAnswer => ({
        outcome: 'failed',
        fault: error instanceof Error ? error.message : 'unknown',
      }),
    )
    .then((answer) => process.send?.(answer, () => process.disconnect()))
    .catch(() => process.exit(1));
});
