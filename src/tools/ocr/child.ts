// Entry of the OCR child: one engine, one page at a time. Pages arrive on standard input as a line of JSON
// followed by the bytes of a PGM, so that the child needs no folder; answers leave on descriptor 3.
import { writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decodePgm } from '../image/grey-image.js';
import { createPackagedEngine, type Engine } from './engine.js';
import { createNativeEngine } from './native-engine.js';
import type { EngineStart, PageMessage } from './protocol.js';
import { recognisePage } from './recognise-page.js';

const send = (line: object): void => {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  let at = 0;
  while (at < bytes.length) at += writeSync(3, bytes, at);
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const createReader = () => {
  const chunks = process.stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let held: Buffer[] = [];
  let size = 0;
  const pull = async (): Promise<boolean> => {
    const { value, done } = await chunks.next();
    if (done === true) return false;
    held.push(value);
    size += value.length;
    return true;
  };
  const take = (count: number): Buffer => {
    const all = Buffer.concat(held);
    held = [all.subarray(count)];
    size = all.length - count;
    return all.subarray(0, count);
  };
  return {
    async line(): Promise<string | undefined> {
      for (;;) {
        const end = Buffer.concat(held).indexOf(10);
        if (end >= 0) return take(end + 1).toString('utf8');
        if (!(await pull())) return undefined;
      }
    },
    async bytes(count: number): Promise<Buffer | undefined> {
      while (size < count) if (!(await pull())) return undefined;
      return take(count);
    },
  };
};

const serve = async (engine: Engine, message: PageMessage, bytes: Buffer): Promise<void> => {
  const image = decodePgm(bytes);
  if (image === undefined) {
    send({ type: 'failed', id: message.id, code: 'not-an-image' });
    return;
  }
  const page = await recognisePage(engine, image, message);
  // The peak, because the sandbox has no /proc to tell the present size; it grows with the memory that stays.
  const residentMb = Math.round(process.resourceUsage().maxRSS / 1024);
  send({ type: 'page', id: message.id, page, residentMb });
};

const createEngine = async (start: EngineStart): Promise<Engine> =>
  start.engine === 'native' ? createNativeEngine(start) : createPackagedEngine(start);

const reader = createReader();
const start = await reader.line();
if (start !== undefined) {
  const engine = await createEngine(JSON.parse(start) as EngineStart);
  send({ type: 'ready' });
  for (let line = await reader.line(); line !== undefined; line = await reader.line()) {
    const message = JSON.parse(line) as PageMessage;
    const bytes = await reader.bytes(message.bytes);
    if (bytes === undefined) break;
    await serve(engine, message, bytes);
    // The pictures of a page are garbage now; left to itself, the process grows by a few of them before it looks.
    collectGarbage();
  }
}
// The parent is gone or wants no more pages.
process.exit(0);
