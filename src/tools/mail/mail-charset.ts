import iconv from 'iconv-lite';

/** Labels that mean another charset than they say, or that have no meaning of their own. */
const aliases: Readonly<Record<string, string>> = {
  'us-ascii': 'windows-1252',
  ascii: 'windows-1252',
  'ansi_x3.4-1968': 'windows-1252',
  'iso-8859-1': 'windows-1252',
  iso8859_1: 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-8-i': 'iso-8859-8',
  'ks_c_5601-1987': 'cp949',
  'x-gbk': 'gbk',
  gb2312: 'gbk',
  'unicode-1-1-utf-7': 'utf-7',
  utf7: 'utf-7',
  utf8: 'utf-8',
  'x-unknown': '',
  'unknown-8bit': '',
  default: '',
};

/** Charsets whose texts look like ASCII, so that valid UTF-8 in them can be no accident. */
const oneByte = /^(?:windows-125\d|iso-?8859-|koi8|macintosh|cp125|cp850|cp437)/;

const normalise = (label: string): string => {
  const plain = label
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  return aliases[plain] ?? plain;
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const asUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

const isAscii = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80);

/** Escape sequences of ISO-2022-JP, which many programs send under the label of something else. */
const isJapanese = (bytes: Buffer): boolean =>
  bytes.includes('\x1b$B', 0, 'latin1') || bytes.includes('\x1b$@', 0, 'latin1');

/** ISO-2022-JP by way of Shift-JIS, which the decoder knows (JIS X 0208 to Shift-JIS, RFC 1468). */
const decodeIso2022Jp = (bytes: Buffer): string => {
  const out: number[] = [];
  let double = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x1b) {
      const sequence = bytes.toString('latin1', at + 1, at + 3);
      if (/^(?:\$[B@]|\([BJI])$/.test(sequence)) {
        double = sequence.startsWith('$');
        at += 2;
        continue;
      }
    }
    if (!double || byte < 0x21 || byte > 0x7e || at + 1 >= bytes.length) {
      out.push(byte);
      continue;
    }
    const second = bytes[at + 1] ?? 0;
    const odd = byte % 2 === 1;
    const lead = Math.floor((byte + 1) / 2) + (byte < 0x5f ? 0x70 : 0xb0);
    out.push(lead, odd ? second + (second < 0x60 ? 0x1f : 0x20) : second + 0x7e);
    at += 1;
  }
  return iconv.decode(Buffer.from(out), 'shift_jis');
};

/**
 * Bytes as text. A label that cannot be true, that is unknown or missing is not believed: UTF-8 is tried, then
 * Windows-1252, which fits every byte. Never throws.
 */
export const decodeBytes = (bytes: Buffer, label: string | undefined): string => {
  const charset = normalise(label ?? '');
  if (charset.startsWith('iso-2022-jp') || isJapanese(bytes)) return decodeIso2022Jp(bytes);
  if (charset !== 'utf-7' && !/^(?:utf-?(?:16|32)|ucs|unicode|hz)/.test(charset)) {
    if (charset === '' || charset === 'utf-8' || oneByte.test(charset) || isAscii(bytes)) {
      const text = asUtf8(bytes);
      if (text !== undefined) return text;
    }
    if (charset === 'utf-8') {
      const text = bytes.toString('utf8');
      // A text of which a part broke is still UTF-8; one that never was has hardly any sound character.
      const broken = text.split('\uFFFD').length - 1;
      const sound = text.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0;
      if (sound > broken) return text;
      return iconv.decode(bytes, 'windows-1252');
    }
  }
  if (charset !== '' && iconv.encodingExists(charset)) return iconv.decode(bytes, charset);
  return asUtf8(bytes) ?? iconv.decode(bytes, 'windows-1252');
};
