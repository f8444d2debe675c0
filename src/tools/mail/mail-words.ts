import { decodeBytes } from './mail-charset.js';

/** Bytes of quoted-printable text; what is no escape stays as it is (RFC 2045 6.7). Works on Latin-1 text. */
export const decodeQuotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/[ \t]+(?=\r?\n|$)/g, '')
      .replace(/=\r?\n|=$/g, '')
      .replace(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  );

const decodeQ = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/_/g, ' ')
      .replace(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  );

interface Word {
  charset: string;
  bytes: Buffer;
}

const longestHeader = 200_000;
const wordPattern = /=\?([^?\s]{1,60})\?([BbQq])\?([^?]*)\?=/g;

const flush = (words: Word[]): string => {
  let text = '';
  for (let at = 0; at < words.length; ) {
    const charset = words[at]?.charset ?? '';
    const bytes: Buffer[] = [];
    // Characters are cut in two between words of the same charset, although RFC 2047 forbids it.
    for (; at < words.length && words[at]?.charset === charset; at += 1)
      bytes.push(words[at]?.bytes ?? Buffer.alloc(0));
    text += decodeBytes(Buffer.concat(bytes), charset);
  }
  return text;
};

/**
 * The value of a header field as text: encoded words (RFC 2047) and raw bytes, which are taken for UTF-8 or else
 * Windows-1252. `raw` holds one character for each byte, unfolded.
 */
export const decodeWords = (raw: string): string => {
  const value = raw.slice(0, longestHeader);
  let text = '';
  let from = 0;
  let words: Word[] = [];
  for (const match of value.matchAll(wordPattern)) {
    const between = value.slice(from, match.index);
    if (words.length === 0 || between.trim() !== '') {
      text += flush(words) + decodeBytes(Buffer.from(between, 'latin1'), undefined);
      words = [];
    }
    const [all, label = '', kind = '', content = ''] = match;
    const bytes = /b/i.test(kind) ? Buffer.from(content, 'base64') : decodeQ(content);
    // A language may follow the charset (RFC 2231 5).
    words.push({ charset: (label.split('*')[0] ?? '').toLowerCase(), bytes });
    from = match.index + all.length;
  }
  return text + flush(words) + decodeBytes(Buffer.from(value.slice(from), 'latin1'), undefined);
};
