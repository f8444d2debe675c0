/** Width of every glyph in thousandths of the font size. */
export const glyphlessAdvance = 500;

const unitsPerEm = 1000;
const glyphs = 2;

const table = (...fields: readonly [size: 2 | 4, value: number][]): Buffer => {
  const bytes = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) bytes.writeUInt16BE(value & 0xffff, at);
    else bytes.writeUInt32BE(value >>> 0, at);
    at += size;
  }
  return bytes;
};

const shorts = (...values: number[]): Buffer =>
  table(...values.map((value): [2, number] => [2, value]));

type Field = [size: 2 | 4, value: number];

const headTable = (): Buffer => {
  const version: Field[] = [
    [4, 0x00010000],
    [4, 0x00010000],
    [4, 0],
    [4, 0x5f0f3cf5],
    [2, 0],
  ];
  // Created and modified: none, so that the font is the same bytes each time.
  const units: Field[] = [
    [2, unitsPerEm],
    [4, 0],
    [4, 0],
    [4, 0],
    [4, 0],
  ];
  const bounds: Field[] = [
    [2, 0],
    [2, 0],
    [2, glyphlessAdvance],
    [2, unitsPerEm],
  ];
  const style: Field[] = [
    [2, 0],
    [2, 3],
    [2, 2],
    [2, 1],
    [2, 0],
  ];
  return table(...version, ...units, ...bounds, ...style);
};

/**
 * One contour without area, from corner to corner of the em: nothing is drawn, yet the glyph has a height.
 * Readers drop text without one when it runs up or down the page.
 */
const glyph = (): Buffer => {
  const outline = shorts(1, 0, 0, glyphlessAdvance, unitsPerEm, 2, 0);
  const onCurve = Buffer.of(1, 1, 1);
  const across = shorts(0, glyphlessAdvance, -glyphlessAdvance / 2);
  const up = shorts(0, unitsPerEm, -unitsPerEm / 2);
  return Buffer.concat([outline, onCurve, across, up, Buffer.alloc(3)]);
};

const tables = (): [tag: string, bytes: Buffer][] => [
  ['glyf', glyph()],
  ['head', headTable()],
  // Ascent is the whole em and descent nothing: a selection covers exactly the box of the word.
  [
    'hhea',
    shorts(1, 0, unitsPerEm, 0, 0, glyphlessAdvance, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, glyphs),
  ],
  ['hmtx', shorts(glyphlessAdvance, 0, glyphlessAdvance, 0)],
  ['loca', table([4, 0], [4, 0], [4, glyph().length])],
  ['maxp', shorts(1, 0, glyphs, 3, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)],
];

const checksum = (bytes: Buffer): number => {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    const word = Buffer.alloc(4);
    bytes.copy(word, 0, at, at + 4);
    sum = (sum + word.readUInt32BE(0)) >>> 0;
  }
  return sum;
};

/**
 * A TrueType font of two glyphs without ink, each half an em wide. It carries the invisible text of a scanned
 * page: PDF/A wants every font embedded, and nothing of this one is ever drawn.
 */
export const glyphlessFont = (): Buffer => {
  const all = tables();
  const header = shorts(1, 0, all.length, 64, 2, all.length * 16 - 64);
  const directory: Buffer[] = [];
  const bodies: Buffer[] = [];
  let offset = header.length + all.length * 16;
  for (const [tag, bytes] of all) {
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    directory.push(
      Buffer.from(tag, 'latin1'),
      table([4, checksum(padded)], [4, offset], [4, bytes.length]),
    );
    bodies.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([header, ...directory, ...bodies]);
};
