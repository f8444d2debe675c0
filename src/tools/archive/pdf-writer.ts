import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** A reference to an object of the file. */
export const reference = (object: number): string => `${object} 0 R`;

/** A text string in the one form that holds every character. */
export const textString = (text: string): string =>
  `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()}>`;

/** A number with at most three digits behind the point, never in scientific notation. */
export const decimal = (value: number): string => String(Math.round(value * 1000) / 1000);

const header = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');

/**
 * Writes a PDF object by object, so that only one page is in memory at a time. Numbers of objects are taken with
 * `next` and may be used before their object is written. The file ends with the bytes of `end`; its identifier is
 * the hash of everything before it, so that the same content gives the same file.
 */
export const createPdfWriter = () => {
  const places: number[] = [];
  const hash = createHash('sha256');
  let offset = 0;
  const count = (...parts: readonly Uint8Array[]): Buffer => {
    const bytes = Buffer.concat(parts);
    hash.update(bytes);
    offset += bytes.length;
    return bytes;
  };
  const begin = (object: number): Buffer => {
    places[object] = offset;
    return Buffer.from(`${object} 0 obj\n`, 'latin1');
  };
  const next = (): number => {
    places.push(0);
    return places.length - 1;
  };
  next();
  return {
    next,
    start: (): Buffer => count(header),
    /** An object without a stream; `body` is its PDF syntax. */
    object: (object: number, body: string): Buffer =>
      count(begin(object), Buffer.from(`${body}\nendobj\n`, 'latin1')),
    /** A stream with the entries of its dictionary besides the length. */
    stream: (object: number, entries: string, data: Uint8Array): Buffer =>
      count(
        begin(object),
        Buffer.from(`<< ${entries} /Length ${data.length} >>\nstream\n`, 'latin1'),
        data,
        Buffer.from('\nendstream\nendobj\n', 'latin1'),
      ),
    /** The same, packed. */
    packed(object: number, entries: string, data: Uint8Array): Buffer {
      return this.stream(object, `${entries} /Filter /FlateDecode`, deflateSync(data));
    },
    end(entries: string): Buffer {
      const start = offset;
      const rows = places.slice(1).map((at) => `${String(at).padStart(10, '0')} 00000 n \n`);
      const id = hash.digest('hex').slice(0, 32).toUpperCase();
      return Buffer.from(
        `xref\n0 ${places.length}\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size ${places.length} ${entries} /ID [<${id}> <${id}>] >>\nstartxref\n${start}\n%%EOF\n`,
        'latin1',
      );
    },
  };
};

export type PdfWriter = ReturnType<typeof createPdfWriter>;
