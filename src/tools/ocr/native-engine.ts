import { spawn } from 'node:child_process';
import { encodePgm, type GreyImage } from '../image/grey-image.js';
import { type Engine, type EngineWord, pageModes } from './engine.js';
import type { EngineStart } from './protocol.js';

const textOf = (bytes: readonly Buffer[]): string => Buffer.concat(bytes).toString('utf8');

/** Runs the program with an image on its standard input; resolves with what it wrote. */
const run = (program: string, args: readonly string[], input: Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      // More threads than one only wait for each other; each core has a child of its own.
      env: { OMP_THREAD_LIMIT: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    // A program that ends early closes its input; its exit code tells more.
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(textOf(out));
      else reject(new Error(`tesseract ended with ${code}: ${textOf(said).slice(-2000)}`));
    });
    child.stdin.end(input);
  });

/** Level of a row that describes one word; the others describe pages, blocks, paragraphs and lines. */
const wordLevel = '5';

/**
 * Words from the engine's tab-separated table: level, page, block, paragraph, line, word, left, top, width, height,
 * confidence in percent, text.
 */
export const parseTsv = (table: string): EngineWord[] => {
  const words: EngineWord[] = [];
  let before = '';
  let line = -1;
  for (const row of table.split('\n')) {
    const cells = row.split('\t');
    if (cells[0] !== wordLevel) continue;
    const text = (cells[11] ?? '').trim();
    if (text === '') continue;
    const place = cells.slice(1, 5).join(' ');
    if (place !== before) line += 1;
    before = place;
    const [left = 0, top = 0, width = 0, height = 0] = cells.slice(6, 10).map(Number);
    const confidence = Math.min(1, Math.max(0, Number(cells[10]) / 100));
    words.push({
      text,
      confidence,
      line,
      box: { left, top, right: left + width, bottom: top + height },
    });
  }
  return words;
};

/** Reads with the machine's own program, one start for each picture; the same settings as the packaged engine. */
export const createNativeEngine = (
  start: EngineStart,
  language = start.languages[0] ?? 'deu',
): Engine => ({
  languages: start.languages,
  in: (other) => createNativeEngine(start, other),
  recognise: async (image: GreyImage, dpi, layout) => {
    const args = [
      ...['stdin', 'stdout', '--tessdata-dir', start.folder, '-l', language],
      ...['--oem', '1', '--psm', pageModes[layout], '--dpi', String(Math.round(dpi))],
      ...['-c', 'tessedit_do_invert=0', '-c', 'tessedit_create_tsv=1'],
    ];
    return parseTsv(await run(start.program, args, encodePgm(image)));
  },
});
