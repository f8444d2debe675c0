import { decompressRTF } from '@kenjiuno/decompressrtf';
import iconv from 'iconv-lite';
import { deEncapsulateSync } from 'rtf-stream-parser';

/** What an Outlook message says, in the forms in which it came. */
export interface OutlookBody {
  text: string;
  html: string;
}

const mostRtfBytes = 20_000_000;

const skippedGroups = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'header',
  'footer',
  'listtable',
  'listoverridetable',
  'themedata',
]);
const breaks = new Set(['par', 'line', 'row', 'sect', 'page']);
const symbols: Readonly<Record<string, string>> = {
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  '~': ' ',
  _: '-',
};
const tokenPattern =
  /\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+/g;

/** The words of RTF (Rich Text Format 1.9) that holds no mail of another form, without fonts, pictures and marks. */
export const textOfRtf = (rtf: Buffer): string => {
  const source = rtf.toString('latin1');
  const page = /\\ansicpg(\d{3,5})/.exec(source)?.[1] ?? '1252';
  const charset = iconv.encodingExists(`cp${page}`) ? `cp${page}` : 'windows-1252';
  const out: string[] = [];
  let bytes: number[] = [];
  const groups: { hidden: boolean; fallback: number }[] = [];
  let state = { hidden: false, fallback: 1 };
  let pending = 0;
  const flush = (): void => {
    if (bytes.length > 0) out.push(iconv.decode(Buffer.from(bytes), charset));
    bytes = [];
  };
  const add = (text: string): void => {
    if (state.hidden) return;
    flush();
    out.push(text);
  };
  const word = (name: string, value: number): void => {
    if (skippedGroups.has(name)) state.hidden = true;
    else if (name === 'uc') state.fallback = value;
    else if (name === 'u') {
      add(String.fromCharCode(value < 0 ? value + 0x1_0000 : value));
      pending = state.fallback;
    } else if (breaks.has(name)) add('\n');
    else if (symbols[name] !== undefined) add(symbols[name] ?? '');
  };
  for (const [, hex, name, value, symbol, brace, plain] of source.matchAll(tokenPattern)) {
    if (brace === '{') groups.push({ ...state });
    else if (brace === '}') state = groups.pop() ?? { hidden: false, fallback: 1 };
    else if (name !== undefined) word(name, value === undefined ? 1 : Number(value));
    else if (symbol === '*') state.hidden = true;
    else if (symbol !== undefined) add(symbols[symbol] ?? symbol);
    else if (hex !== undefined) {
      if (pending > 0) pending -= 1;
      else if (!state.hidden) bytes.push(Number.parseInt(hex, 16));
    } else if (plain !== undefined) {
      const rest = plain.slice(pending);
      pending = Math.max(0, pending - plain.length);
      add(rest);
    }
  }
  flush();
  return out.join('');
};

/** Decodes what the RTF library asks for; it names code pages as `cp1252`. */
const decode = (bytes: Buffer, charset: string): string =>
  iconv.decode(bytes, iconv.encodingExists(charset) ? charset : 'windows-1252');

/** Text or HTML out of the RTF in which Outlook wraps it (MS-OXRTFEX); plain RTF becomes text. Never throws. */
export const bodyOfRtf = (rtf: Buffer): OutlookBody => {
  try {
    const { mode, text } = deEncapsulateSync(rtf, { decode, mode: 'either', outputMode: 'string' });
    const found = text.toString();
    return mode === 'html' ? { text: '', html: found } : { text: found, html: '' };
  } catch {
    return { text: textOfRtf(rtf), html: '' };
  }
};

/** The same for compressed RTF (MS-OXRTFCP). */
export const bodyOfCompressedRtf = (compressed: Uint8Array): OutlookBody => {
  const empty = { text: '', html: '' };
  // The second word of the head promises the size of the whole.
  const head = Buffer.from(compressed.subarray(0, 8));
  if (head.length < 8 || head.readUInt32LE(4) > mostRtfBytes) return empty;
  try {
    return bodyOfRtf(Buffer.from(decompressRTF([...compressed])));
  } catch {
    return empty;
  }
};
