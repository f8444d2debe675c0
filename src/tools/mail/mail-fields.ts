import { decodeBytes } from './mail-charset.js';
import { decodeWords } from './mail-words.js';

/** A header field as it came: the name in lower case, the value unfolded, one character for each byte. */
export interface Field {
  name: string;
  raw: string;
}

/** A structured value such as that of Content-Type: `value` in lower case, parameters decoded. */
export interface Structured {
  value: string;
  params: Record<string, string>;
}

/** Header fields beyond these are passed over; the body is found all the same. */
const mostFields = 5_000;
const mostHeaderBytes = 4_000_000;

/** Where a header block ends and its body begins. */
export interface Header {
  fields: Field[];
  bodyStart: number;
}

const namePattern = /^([!-9;-~]{1,200})[ \t]*:/;

/**
 * Reads a header block between `start` and `end`. A line that is no field ends the header, as if the empty line had
 * been forgotten; only in front of the first field such a line is passed over (the envelope line of an mbox).
 */
export const readHeader = (bytes: Buffer, start: number, end: number): Header => {
  const fields: Field[] = [];
  let current: { name: string; lines: string[] } | undefined;
  const finish = (): void => {
    if (current !== undefined && fields.length < mostFields)
      fields.push({ name: current.name, raw: current.lines.join('').trim() });
    current = undefined;
  };
  let at = start;
  while (at < end) {
    const feed = bytes.indexOf(10, at);
    const lineEnd = feed < 0 || feed >= end ? end : feed;
    const next = Math.min(lineEnd + 1, end);
    const textEnd = lineEnd > at && bytes[lineEnd - 1] === 13 ? lineEnd - 1 : lineEnd;
    if (textEnd === at) {
      finish();
      return { fields, bodyStart: next };
    }
    const line = bytes.toString('latin1', at, Math.min(textEnd, at + mostHeaderBytes));
    const first = line.charCodeAt(0);
    if ((first === 32 || first === 9) && current !== undefined) current.lines.push(line);
    else {
      // A boundary may hold a colon and is no field for that.
      const name = line.startsWith('--') ? null : namePattern.exec(line);
      if (name === null) {
        if (!/^>?From /.test(line) || (fields.length > 0 && current !== undefined)) {
          finish();
          return { fields, bodyStart: at };
        }
      } else {
        finish();
        current = { name: (name[1] ?? '').toLowerCase(), lines: [line.slice(name[0].length)] };
      }
    }
    at = next;
  }
  finish();
  return { fields, bodyStart: end };
};

/** The raw value of the first field of that name. */
export const rawOf = (fields: readonly Field[], name: string): string | undefined =>
  fields.find((field) => field.name === name)?.raw;

const withoutComments = (raw: string): string => {
  let depth = 0;
  let quoted = false;
  let out = '';
  for (let at = 0; at < raw.length; at += 1) {
    const char = raw[at] ?? '';
    if (char === '\\') {
      if (depth === 0) out += raw.slice(at, at + 2);
      at += 1;
    } else if (char === '"' && depth === 0) {
      quoted = !quoted;
      out += char;
    } else if (char === '(' && !quoted) depth += 1;
    else if (char === ')' && !quoted && depth > 0) depth -= 1;
    else if (depth === 0) out += char;
  }
  // A bracket that is never closed was none.
  return depth === 0 ? out : raw;
};

const splitAt = (raw: string): string[] => {
  const parts: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < raw.length; at += 1) {
    if (raw[at] === '\\' && quoted) at += 1;
    else if (raw[at] === '"') quoted = !quoted;
    else if (raw[at] === ';' && !quoted) {
      parts.push(raw.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, raw.slice(from)];
};

const unquote = (value: string): string => {
  const quoted = /^"((?:[^"\\]|\\.)*)"?/s.exec(value);
  if (quoted === null) return value.replace(/\s+$/, '');
  // Windows paths come with backslashes that nobody doubled.
  return (quoted[1] ?? '').replace(/\\(["\\])/g, '$1');
};

const percentBytes = (text: string): Buffer =>
  Buffer.from(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );

interface Piece {
  order: number;
  encoded: boolean;
  text: string;
}

/** Joins the pieces of a parameter (RFC 2231); the first one names the charset. */
const joinPieces = (pieces: Piece[]): string => {
  const ordered = [...pieces].sort((a, b) => a.order - b.order);
  if (!ordered.some(({ encoded }) => encoded)) {
    return decodeWords(ordered.map(({ text }) => text).join(''));
  }
  let charset: string | undefined;
  const bytes = ordered.map(({ encoded, text }, index) => {
    if (!encoded) return Buffer.from(text, 'latin1');
    const named = index === 0 ? /^([^']*)'[^']*'(.*)$/s.exec(text) : null;
    if (named !== null) charset = named[1];
    return percentBytes(named === null ? text : (named[2] ?? ''));
  });
  return decodeBytes(Buffer.concat(bytes), charset);
};

const mostParams = 200;

/** Reads a structured value with parameters (RFC 2045 5.1, RFC 2231), forgiving whatever can be guessed. */
export const readStructured = (raw: string | undefined): Structured => {
  const [value = '', ...rest] = splitAt(withoutComments((raw ?? '').slice(0, 100_000)));
  const pieces = new Map<string, Piece[]>();
  for (const one of rest.slice(0, mostParams)) {
    const match = /^\s*([^=\s]{1,80}?)(?:\*(\d{1,4}))?(\*)?\s*=\s*(.*)$/s.exec(one);
    if (match === null) continue;
    const [, name = '', order = '', star, text = ''] = match;
    const key = name.toLowerCase();
    const piece = { order: Number(order), encoded: star !== undefined, text: unquote(text) };
    const known = pieces.get(key) ?? [];
    // What stands there once more is not another piece, unless it is the better form of the same (RFC 6266).
    if (order === '' && known.length > 0) {
      if (piece.encoded) pieces.set(key, [piece]);
    } else pieces.set(key, [...known, piece]);
  }
  return {
    value: value.trim().toLowerCase(),
    params: Object.fromEntries([...pieces].map(([name, all]) => [name, joinPieces(all)])),
  };
};
