import { Readable } from 'node:stream';
import { InvalidInput } from '#errors.js';

/** One message of an mbox file; it must be read, or left, before the next one is asked for. */
export interface MboxMessage {
  /** The address of the separator; empty where it holds none. */
  umschlagVon: string;
  raw: Readable;
}

/** `From erika@example.org Mon Nov 23 09:00:00 2026`: the time tells it from a sentence that begins like that. */
const separator = /^From (\S+).*\d{1,2}:\d{2}.*\d{4}/;
const quotedSeparator = /^>+From /;
/** A separator is never longer; longer lines are passed on in pieces. */
const longestLine = 64 * 1024;
const pieceBytes = 64 * 1024;

const isEmptyLine = (line: Buffer): boolean =>
  line.length <= 2 && /^\r?\n$/.test(line.toString('latin1'));

/** Whether a name says that the file holds several mails. */
export const isMboxName = (name: string): boolean => /\.mbo?x$/i.test(name);

/** Lines with their ends; what is longer than any separator comes in pieces, of which only the first begins a line. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<[Buffer, boolean]> {
  let rest = Buffer.alloc(0);
  let begins = true;
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(10, from); end !== -1; end = bytes.indexOf(10, from)) {
      yield [bytes.subarray(from, end + 1), begins];
      begins = true;
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
    if (rest.length > longestLine) {
      yield [rest, begins];
      begins = false;
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0) yield [rest, begins];
}

type MboxEvent = { kind: 'from'; umschlagVon: string } | { kind: 'bytes'; bytes: Buffer };

/** Separators, and what lies between them, with one ">" less before each quoted "From " and without the empty last line. */
async function* eventsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<MboxEvent> {
  let emptyLine: Buffer | undefined;
  let isFirst = true;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flushed = (): MboxEvent => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    return { kind: 'bytes', bytes };
  };
  for await (const [line, begins] of linesOf(stream)) {
    const head = begins && (line[0] === 0x46 || line[0] === 0x3e) ? line.toString('latin1') : '';
    const [, umschlagVon] = isFirst || emptyLine !== undefined ? (separator.exec(head) ?? []) : [];
    isFirst = false;
    if (umschlagVon !== undefined) {
      emptyLine = undefined;
      if (waitingBytes > 0) yield flushed();
      yield { kind: 'from', umschlagVon: umschlagVon.includes('@') ? umschlagVon : '' };
      continue;
    }
    const kept = quotedSeparator.test(head) ? line.subarray(1) : line;
    const before = emptyLine;
    emptyLine = undefined;
    if (before !== undefined) waiting.push(before);
    if (begins && isEmptyLine(line)) emptyLine = Buffer.from(line);
    else waiting.push(Buffer.from(kept));
    waitingBytes += (before?.length ?? 0) + (emptyLine === undefined ? kept.length : 0);
    if (waitingBytes >= pieceBytes) yield flushed();
  }
  if (waitingBytes > 0) yield flushed();
}

const noMbox = (): InvalidInput =>
  new InvalidInput({
    code: 'keine-mbox',
    httpStatus: 415,
    message: 'The file is named as an mbox and does not begin with a "From " line (RFC 4155).',
    clerkMessage:
      'Die Datei ist keine Postfachdatei (MBOX): Sie beginnt nicht mit einer „From “-Zeile.',
  });

/**
 * The messages of an mbox file (RFC 4155, quoting as mboxrd), one after the other, without holding any of them.
 * A separator stands at the beginning or behind an empty line, and holds a time.
 * @throws InvalidInput `keine-mbox`
 */
export async function* splitMbox(stream: AsyncIterable<Buffer>): AsyncGenerator<MboxMessage> {
  const events = eventsOf(stream);
  let opened = await nextSeparator(events);
  if (opened === undefined) throw noMbox();
  while (opened !== undefined) {
    let following: string | undefined;
    let isOver = false;
    const advance = async (): Promise<Buffer | undefined> => {
      if (isOver) return undefined;
      const event = await events.next();
      if (event.done !== true && event.value.kind === 'bytes') return event.value.bytes;
      isOver = true;
      if (event.done !== true && event.value.kind === 'from') following = event.value.umschlagVon;
      return undefined;
    };
    const body = async function* (): AsyncGenerator<Buffer> {
      for (let bytes = await advance(); bytes !== undefined; bytes = await advance()) yield bytes;
    };
    const raw = Readable.from(body(), { objectMode: false });
    yield { umschlagVon: opened, raw };
    // Nobody may have read it to its end.
    raw.destroy();
    while ((await advance()) !== undefined);
    opened = following;
  }
}

/** The address of the separator with which the file has to begin; undefined for anything else. */
const nextSeparator = async (events: AsyncGenerator<MboxEvent>): Promise<string | undefined> => {
  const event = await events.next();
  return event.done === true || event.value.kind === 'bytes' ? undefined : event.value.umschlagVon;
};
