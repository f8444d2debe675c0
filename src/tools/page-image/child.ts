// Entry of the scaling child: a warm process that makes one smaller page image after the other. Messages
// arrive as lines of JSON on standard input, answers leave on descriptor 3.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import sharp from 'sharp';
import type { ScaleAnswer, ScaleMessage } from './protocol.js';

/** Page images of our own have at most 16 million pixels. */
const mostPixels = 40_000_000;

const send = (answer: ScaleAnswer): void => {
  const bytes = Buffer.from(`${JSON.stringify(answer)}\n`);
  let at = 0;
  while (at < bytes.length) at += writeSync(3, bytes, at);
};

const scale = async ({ id, width, image }: ScaleMessage): Promise<ScaleAnswer> => {
  try {
    const scaled = await sharp(Buffer.from(image, 'base64'), { limitInputPixels: mostPixels })
      .resize({ width, withoutEnlargement: true })
      .jpeg({ quality: 78 })
      .toBuffer();
    return { type: 'scaled', id, jpeg: scaled.toString('base64') };
  } catch {
    return { type: 'failed', id };
  }
};

sharp.concurrency(1);
sharp.cache(false);
send({ type: 'ready' });
for await (const line of createInterface({ input: process.stdin })) {
  send(await scale(JSON.parse(line) as ScaleMessage));
}
process.exit(0);
