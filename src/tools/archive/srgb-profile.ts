// An sRGB profile of our own after ICC.1:2001-04 and IEC 61966-2-1, so that none of somebody else is shipped.

const headerSize = 128;
const curveEntries = 1024;

const fixed = (value: number): number => Math.round(value * 65_536) >>> 0;

/** D50, the white of the connection space. */
const white = [0.9642, 1, 0.8249] as const;
/** The primaries of sRGB, brought to D50 by Bradford's method. */
const primaries = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
} as const;

const xyz = (values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(20);
  bytes.write('XYZ ', 'latin1');
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(fixed(value), 8 + index * 4);
  return bytes;
};

const text = (value: string): Buffer =>
  Buffer.concat([Buffer.from('text\0\0\0\0', 'latin1'), Buffer.from(`${value}\0`, 'latin1')]);

/** A description: ASCII, and neither Unicode nor a Macintosh script. */
const description = (value: string): Buffer => {
  const head = Buffer.alloc(12);
  head.write('desc', 'latin1');
  head.writeUInt32BE(value.length + 1, 8);
  return Buffer.concat([head, Buffer.from(`${value}\0`, 'latin1'), Buffer.alloc(8 + 3 + 67)]);
};

const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

const curve = (): Buffer => {
  const bytes = Buffer.alloc(12 + curveEntries * 2);
  bytes.write('curv', 'latin1');
  bytes.writeUInt32BE(curveEntries, 8);
  for (let index = 0; index < curveEntries; index += 1) {
    const value = linear(index / (curveEntries - 1));
    bytes.writeUInt16BE(Math.round(value * 65_535), 12 + index * 2);
  }
  return bytes;
};

const header = (size: number): Buffer => {
  const bytes = Buffer.alloc(headerSize);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x02400000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  for (const [index, value] of [2026, 1, 1, 0, 0, 0].entries())
    bytes.writeUInt16BE(value, 24 + index * 2);
  bytes.write('acsp', 36, 'latin1');
  for (const [index, value] of white.entries()) bytes.writeUInt32BE(fixed(value), 68 + index * 4);
  return bytes;
};

/** The colour space of our archive copies as an ICC profile of version 2.4: the same bytes each time, about 3 kB. */
export const srgbProfile = (): Buffer => {
  const shared = curve();
  const tags: [string, Buffer][] = [
    ['desc', description('sRGB, Poststelle')],
    ['cprt', text('Public domain')],
    ['wtpt', xyz([0.9505, 1, 1.089])],
    ...Object.entries(primaries).map(([name, values]): [string, Buffer] => [name, xyz(values)]),
    ['rTRC', shared],
    ['gTRC', shared],
    ['bTRC', shared],
  ];
  const directory = Buffer.alloc(4 + tags.length * 12);
  directory.writeUInt32BE(tags.length, 0);
  const bodies: Buffer[] = [];
  const places = new Map<Buffer, number>();
  let end = headerSize + directory.length;
  for (const [index, [name, body]] of tags.entries()) {
    if (!places.has(body)) {
      places.set(body, end);
      const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
      bodies.push(padded);
      end += padded.length;
    }
    directory.write(name, 4 + index * 12, 'latin1');
    directory.writeUInt32BE(places.get(body) ?? 0, 8 + index * 12);
    directory.writeUInt32BE(body.length, 12 + index * 12);
  }
  return Buffer.concat([header(end), directory, ...bodies]);
};
