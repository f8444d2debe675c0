// Entry of the parser child. Reads one task from standard input, writes lines of JSON to descriptor 3.
import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { ChildFailure, type ParserTask } from './protocol.js';

const resultDescriptor = 3;

// Most children see one page. V8 would spend more on optimising PDFium and the code reader for it than it gains;
// with this it does so later, which costs a long document nothing that could be measured.
setFlagsFromString('--wasm-tiering-budget=50000000');

const send = (line: object): void => {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  let at = 0;
  while (at < bytes.length) at += writeSync(resultDescriptor, bytes, at);
};

const perform = async (task: ParserTask): Promise<unknown> => {
  switch (task.task) {
    case 'inspect':
      return (await import('./tasks.js')).inspect(task);
    case 'splitPages': {
      const { splitPages } = await import('./tasks.js');
      await splitPages(
        task,
        (page) => send({ type: 'page', page }),
        (page) => send({ type: 'progress', page }),
      );
      return {};
    }
    case 'unpack':
      return (await import('./unpack.js')).unpack(task);
    case 'readOffice': {
      const { readOffice } = await import('../office/read-office.js');
      return readOffice(await readFile(task.input), task.mediaType);
    }
    case 'readInvoice':
      return (await import('./read-invoice.js')).readInvoice(task);
    case 'openMail':
      return (await import('../mail/open-mail.js')).openMail(task);
    case 'authenticateMail':
      return (await import('../mail-auth/check-mail.js')).authenticateMail(task);
  }
};

/** Where an unexpected error came from, without its message, which may quote the document. */
const placeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const place = /([\w.-]+\.(?:js|mjs|cjs|wasm)):(\d+)/.exec(error.stack ?? '');
  return `${error.constructor.name} at ${place?.[1] ?? '?'}:${place?.[2] ?? '?'}`.slice(0, 120);
};

const isMemory = (error: unknown): boolean =>
  error instanceof Error &&
  /allocation failed|out of memory|insufficient memory|Cannot enlarge memory|could not allocate|Invalid array length/i.test(
    error.message,
  );

/** Loads what most documents need, so that a document does not wait for it. */
const warmUp = async (): Promise<void> => {
  const { loadPdfium } = await import('./pdfium.js');
  await Promise.all([
    import('./tasks.js'),
    import('./split-images.js'),
    import('./split-pdf.js'),
    loadPdfium(),
  ]);
};

const answer = async (task: ParserTask): Promise<void> => {
  try {
    send({ type: 'done', result: await perform(task) });
  } catch (error) {
    if (error instanceof ChildFailure)
      send({ type: 'failed', code: error.code, limit: error.limit });
    else if (isMemory(error)) send({ type: 'failed', code: 'limit-exceeded', limit: 'memory' });
    else send({ type: 'failed', code: 'file-unreadable', at: placeOf(error) });
  }
};

// One task a line, all of them about the same document; the end of the input is the end of the child.
for await (const line of createInterface({ input: process.stdin })) {
  const task = JSON.parse(line) as ParserTask | { task: 'warmUp' };
  if (task.task === 'warmUp') await warmUp();
  else await answer(task);
}
process.exit(0);
