import { decodeBytes } from './mail-charset.js';
import { bodyOfCompressedRtf } from './outlook-body.js';

/** A file that came in a winmail.dat. */
export interface TnefFile {
  name: string;
  mediaType: string;
  contentId: string;
  bytes: Buffer;
}

/** What a winmail.dat holds. */
export interface TnefContent {
  text: string;
  html: string;
  files: TnefFile[];
  /** It breaks off or contradicts itself; what could be read is here. */
  damaged: boolean;
}

const signature = 0x223e9f78;
const attributes = {
  body: 0x0002800c,
  messageProps: 0x00069003,
  renderData: 0x00069002,
  title: 0x00018010,
  data: 0x0006800f,
  attachment: 0x00069005,
  codepage: 0x00069007,
} as const;
const properties = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  attachData: 0x3701,
  longName: 0x3707,
  mimeTag: 0x370e,
  contentId: 0x3712,
} as const;
const mostFiles = 1_000;
const mostDepth = 5;
const mostProperties = 5_000;
const mostValues = 10_000;

/** Reads numbers and bytes one after the other; throws a RangeError behind the end, as Buffer does. */
const createCursor = (bytes: Buffer) => {
  let at = 0;
  const take = (count: number): Buffer => {
    if (count < 0 || at + count > bytes.length) throw new RangeError('behind the end');
    at += count;
    return bytes.subarray(at - count, at);
  };
  return {
    take,
    skip: (count: number): void => {
      take(count);
    },
    u16: () => take(2).readUInt16LE(),
    u32: () => take(4).readUInt32LE(),
    ended: () => at >= bytes.length,
  };
};
type Cursor = ReturnType<typeof createCursor>;

const padded = (count: number): number => Math.ceil(count / 4) * 4;

/** Sizes of property values of fixed length, padded (MS-OXTNEF 2.1.3.4). */
const fixedSizes: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
const variable = new Set([0x1e, 0x1f, 0x102, 0x0d]);

const readValues = (cursor: Cursor, type: number): Buffer[] => {
  const base = type & ~0x1000;
  const isVariable = variable.has(base);
  const count = isVariable || base !== type ? cursor.u32() : 1;
  if (count > mostValues) throw new RangeError('too many values');
  return Array.from({ length: count }, () => {
    if (!isVariable) {
      const size = fixedSizes[base];
      if (size === undefined) throw new RangeError('unknown type');
      return cursor.take(size);
    }
    const length = cursor.u32();
    const value = cursor.take(length);
    cursor.skip(Math.min(padded(length) - length, 3));
    return value;
  });
};

interface Property {
  type: number;
  value: Buffer;
}

/** Properties by their id; what follows a broken one is lost, and said to be so. */
const readProperties = (bytes: Buffer) => {
  const cursor = createCursor(bytes);
  const found = new Map<number, Property>();
  let damaged = false;
  try {
    const count = Math.min(cursor.u32(), mostProperties);
    for (let index = 0; index < count; index += 1) {
      const type = cursor.u16();
      const id = cursor.u16();
      if (id >= 0x8000) {
        cursor.skip(16);
        if (cursor.u32() === 0) cursor.skip(4);
        else cursor.skip(padded(cursor.u32()));
      }
      const [value] = readValues(cursor, type);
      if (value !== undefined) found.set(id, { type, value });
    }
  } catch {
    damaged = true;
  }
  return { found, damaged };
};

const createTexts = () => {
  let charset = 'windows-1252';
  const trim = (text: string): string => text.replace(/\0+$/, '');
  return {
    setCodepage: (bytes: Buffer): void => {
      if (bytes.length >= 4) charset = `windows-${bytes.readUInt32LE()}`;
    },
    plain: (bytes: Buffer): string => trim(decodeBytes(bytes, charset)),
    of: (property: Property | undefined): string => {
      if (property === undefined) return '';
      const { type, value } = property;
      return trim(type === 0x1f ? value.toString('utf16le') : decodeBytes(value, charset));
    },
  };
};

/** Bytes of an object property follow the 16 bytes that name its interface. */
const objectOf = (property: Property | undefined): Buffer | undefined => {
  if (property === undefined) return undefined;
  return property.type === 0x0d ? property.value.subarray(16) : property.value;
};

/** Whether these are the bytes of a winmail.dat. */
export const isTnef = (bytes: Buffer): boolean =>
  bytes.length >= 6 && bytes.readUInt32LE() === signature;

/**
 * Takes a winmail.dat apart (Transport Neutral Encapsulation Format, MS-OXTNEF). Messages within it give their files
 * to it. Never throws; what is broken is left out and `damaged` says so.
 */
export const readTnef = (bytes: Buffer, depth = 1): TnefContent => {
  const content: TnefContent = { text: '', html: '', files: [], damaged: false };
  const texts = createTexts();
  let current: TnefFile | undefined;
  const file = (): TnefFile => {
    current ??= { name: '', mediaType: '', contentId: '', bytes: Buffer.alloc(0) };
    if (!content.files.includes(current) && content.files.length < mostFiles)
      content.files.push(current);
    return current;
  };

  const readMessage = (data: Buffer): void => {
    const { found, damaged } = readProperties(data);
    content.damaged ||= damaged;
    const rtf = found.get(properties.rtf);
    const wrapped = rtf === undefined ? { text: '', html: '' } : bodyOfCompressedRtf(rtf.value);
    content.html = texts.of(found.get(properties.html)) || wrapped.html;
    content.text = texts.of(found.get(properties.body)) || content.text || wrapped.text;
  };

  const readAttachment = (data: Buffer): void => {
    const { found, damaged } = readProperties(data);
    content.damaged ||= damaged;
    const one = file();
    one.name = texts.of(found.get(properties.longName)) || one.name;
    one.mediaType = texts.of(found.get(properties.mimeTag));
    one.contentId = texts.of(found.get(properties.contentId));
    const object = objectOf(found.get(properties.attachData));
    if (object === undefined || object.length === 0) return;
    if (!isTnef(object) || depth >= mostDepth) {
      one.bytes = object;
      return;
    }
    const inner = readTnef(object, depth + 1);
    content.damaged ||= inner.damaged;
    one.mediaType = 'text/plain';
    one.name = `${one.name || 'Nachricht'}.txt`;
    one.bytes = Buffer.from(inner.text);
    content.files.push(...inner.files.slice(0, mostFiles - content.files.length));
  };

  const readAttribute = (id: number, data: Buffer): void => {
    if (id === attributes.codepage) texts.setCodepage(data);
    else if (id === attributes.body) content.text ||= texts.plain(data);
    else if (id === attributes.messageProps) readMessage(data);
    else if (id === attributes.renderData) {
      current = undefined;
      file();
    } else if (id === attributes.title) file().name ||= texts.plain(data);
    else if (id === attributes.data) file().bytes = data;
    else if (id === attributes.attachment) readAttachment(data);
  };

  const cursor = createCursor(bytes);
  try {
    if (cursor.u32() !== signature) return { ...content, damaged: true };
    cursor.skip(2);
    while (!cursor.ended()) {
      cursor.skip(1);
      const id = cursor.u32();
      const data = cursor.take(cursor.u32());
      readAttribute(id, data);
      cursor.skip(2);
    }
  } catch {
    content.damaged = true;
  }
  return content;
};
