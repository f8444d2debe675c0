import { decodeQuotedPrintable } from './mail-words.js';

/** Bytes of a mail that are decoded at once; a multiple of no line length in particular. */
const step = 1_000_000;

/** Some programs pad every block; what follows the padding counts as well. */
const decodeBlocks = (text: string): Buffer => {
  if (!text.includes('=')) return Buffer.from(text, 'base64');
  const out = Buffer.alloc(text.length);
  let size = 0;
  for (const [block] of text.matchAll(/[^=]+/g)) size += out.write(block, size, 'base64');
  return out.subarray(0, size);
};

function* decodeBase64(bytes: Buffer): Generator<Buffer> {
  let rest = '';
  for (let at = 0; at < bytes.length; at += step) {
    const text = rest + bytes.toString('latin1', at, Math.min(at + step, bytes.length));
    const clean = text.replace(/[^A-Za-z0-9+/=]/g, '');
    const usable = clean.length - (clean.length % 4);
    rest = clean.slice(usable);
    yield decodeBlocks(clean.slice(0, usable));
  }
  if (rest !== '') yield decodeBlocks(rest);
}

function* decodeQuoted(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const cut = bytes.indexOf(10, Math.min(at + step, bytes.length));
    const next = cut < 0 ? bytes.length : cut + 1;
    yield decodeQuotedPrintable(bytes.toString('latin1', at, next));
    at = next;
  }
}

function* decodeUu(bytes: Buffer): Generator<Buffer> {
  for (const line of bytes.toString('latin1').split(/\r?\n/)) {
    if (/^begin \d{3}/.test(line) || line === '') continue;
    if (/^end\s*$/.test(line)) return;
    const length = (line.charCodeAt(0) - 32) & 63;
    const out = Buffer.alloc(Math.ceil((line.length - 1) / 4) * 3 + 3);
    for (let from = 1, to = 0; from < line.length; from += 4, to += 3) {
      const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map(
        (offset) => ((line.charCodeAt(from + offset) || 32) - 32) & 63,
      );
      out.writeUIntBE((a << 18) | (b << 12) | (c << 6) | d, to, 3);
    }
    yield out.subarray(0, length);
  }
}

/** What is decoded of a body, in pieces of about a megabyte (RFC 2045 6); unknown encodings pass as they are. */
export function* decodedPieces(bytes: Buffer, encoding: string): Generator<Buffer> {
  if (encoding === 'base64') yield* decodeBase64(bytes);
  else if (encoding === 'quoted-printable') yield* decodeQuoted(bytes);
  else if (/^(?:x-)?uu(?:encode|e)?$/.test(encoding)) yield* decodeUu(bytes);
  else yield bytes;
}

/** The decoded body as one buffer of at most `most` bytes. */
export const decodeBody = (bytes: Buffer, encoding: string, most: number): Buffer => {
  const pieces: Buffer[] = [];
  let size = 0;
  for (const piece of decodedPieces(bytes, encoding)) {
    pieces.push(piece);
    size += piece.length;
    if (size >= most) break;
  }
  return (pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces)).subarray(
    0,
    most,
  );
};
