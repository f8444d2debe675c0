/** Dots per inch across and down; fax machines write other values for the two. */
export interface Resolution {
  x: number;
  y: number;
}

const xResolutionTag = 282;
const yResolutionTag = 283;
const unitTag = 296;
const centimetres = 3;
const mostEntries = 512;
const mostPages = 4096;

interface Reader {
  bytes: Buffer;
  short(at: number): number;
  long(at: number): number;
}

const createReader = (bytes: Buffer): Reader | undefined => {
  const order = bytes.toString('latin1', 0, 2);
  if ((order !== 'II' && order !== 'MM') || bytes.length < 8) return undefined;
  const little = order === 'II';
  const within = (at: number, size: number): boolean => at >= 0 && at + size <= bytes.length;
  return {
    bytes,
    short: (at) => (!within(at, 2) ? 0 : little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)),
    long: (at) => (!within(at, 4) ? 0 : little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)),
  };
};

const rational = (reader: Reader, at: number): number => {
  const divisor = reader.long(at + 4);
  return divisor === 0 ? 0 : reader.long(at) / divisor;
};

/**
 * Reads the resolution of one page (from 0) out of the tags of a classic TIFF; undefined where there is
 * none. The image library reports only the horizontal one, and a fax in standard mode would come out
 * squeezed to half its height.
 */
export const readTiffResolution = (bytes: Buffer, page: number): Resolution | undefined => {
  const reader = createReader(bytes);
  if (reader === undefined || reader.short(2) !== 42 || page > mostPages) return undefined;
  let directory = reader.long(4);
  for (let skipped = 0; skipped < page && directory !== 0; skipped += 1) {
    directory = reader.long(directory + 2 + reader.short(directory) * 12);
  }
  if (directory === 0) return undefined;
  const entries = Math.min(reader.short(directory), mostEntries);
  const found = { x: 0, y: 0, unit: 2 };
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * 12;
    const tag = reader.short(entry);
    if (tag === xResolutionTag) found.x = rational(reader, reader.long(entry + 8));
    if (tag === yResolutionTag) found.y = rational(reader, reader.long(entry + 8));
    if (tag === unitTag) found.unit = reader.short(entry + 8);
  }
  if (found.x <= 1 || found.y <= 1 || found.unit === 1) return undefined;
  const factor = found.unit === centimetres ? 2.54 : 1;
  return { x: found.x * factor, y: found.y * factor };
};
