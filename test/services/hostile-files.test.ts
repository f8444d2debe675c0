import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { MailroomError } from '#errors.js';
import { letterPdf } from '#test/support/documents.js';
import { hostileInputs } from '#test/support/hostile-files.js';
import { hostileMails } from '#test/support/hostile-mails.js';
import type { HostileInput } from '#test/support/hostile-pdfs.js';
import { isMailType } from '#tools/media-type.js';
import { createParser, type Parser } from '#tools/parser/create-parser.js';

// The whole catalogue goes through the running service in `npm run bench:hostile`; here is one of each kind.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const chosen = [
  'no pages.pdf',
  'page tree that holds itself.pdf',
  'form that draws itself.pdf',
  'picture of 65,000 by 65,000.pdf',
  'JBIG2Decode of noise.pdf',
  'arrays 100,000 deep.pdf',
  'cut at 50 %.pdf',
  'flipped.jpg',
  'loop.tif',
  'unpacks to 64 megapixels.png',
  'one gigabyte in nine.zip',
  'climbing.zip',
  'odd names.zip',
  'bomb inside.eml',
  '20,000 parts.eml',
  '30 messages in base64.eml',
  'TNEF of 4 billion properties.eml',
  'CMS of 20,000 levels.eml',
  'Outlook whose sectors go in a circle.msg',
];

let folder: string;
let parser: Parser;
let inputs: HostileInput[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  const log = { info: () => undefined, warn: () => undefined };
  parser = createParser({ isolation: 'auto', log, warm: true });
  inputs = [...(await hostileInputs()), ...hostileMails()];
});
afterAll(async () => {
  await parser.close();
  await rm(folder, { recursive: true, force: true });
});

let count = 0;
const open = async ({ mediaType, bytes }: HostileInput): Promise<string> => {
  count += 1;
  const outDir = join(folder, `out-${count}`);
  await mkdir(outDir);
  const path = join(folder, `in-${count}`);
  await writeFile(path, bytes);
  const file = { path, mediaType, outDir, key: `${count}` };
  try {
    if (isMailType(mediaType)) await parser.openMail(file);
    else if (mediaType === 'application/zip') await parser.unpack(file);
    else {
      await parser.inspect(file);
      await parser.splitPages({ ...file, pages: { from: 1, to: 8 } });
    }
    return 'opened';
  } catch (error) {
    if (error instanceof MailroomError) return `${error.code}, again ${error.retry}`;
    throw error;
  }
};

it('there are nearly two hundred hostile files', () => {
  expect(inputs.length).toBeGreaterThan(180);
  expect(new Set(inputs.map(({ name }) => name)).size).toBe(inputs.length);
});

it.each(chosen)('%s is opened or refused for good, and the next letter is read', async (name) => {
  const input = inputs.find((one) => one.name === name);
  if (input === undefined) throw new Error('there is no such file');
  expect(await open(input)).toMatch(/^opened$|, again never$/);
  const letter = { name: 'gut.pdf', mediaType: 'application/pdf', bytes: await letterPdf() };
  expect(await open(letter)).toBe('opened');
});
