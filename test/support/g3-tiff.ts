import { runCodes } from '#tools/archive/g4-codes.js';
import type { GreyImage } from '#tools/image/grey-image.js';

const endOfLine = '000000000001';

/** The code words of a run as bits. */
const runBits = (colour: 0 | 1, run: number): string => {
  const { ends, long } = runCodes[colour];
  const word = (of: { bits: number; length: number } | undefined): string =>
    (of?.bits ?? 0).toString(2).padStart(of?.length ?? 0, '0');
  const first = run >= 64 ? word(long[Math.floor(run / 64) - 1]) : '';
  return first + word(ends[run % 64]);
};

const rowBits = (image: GreyImage, y: number): string => {
  const row = image.data.subarray(y * image.width, (y + 1) * image.width);
  let bits = endOfLine;
  let colour: 0 | 1 = 0;
  for (let x = 0; x < row.length; ) {
    let end = x;
    while (end < row.length && (row[end] ?? 255) < 128 === (colour === 1)) end += 1;
    bits += runBits(colour, end - x);
    x = end;
    colour = colour === 0 ? 1 : 0;
  }
  return bits;
};

/** A TIFF as an old fax machine writes it: group 3, one-dimensional, rows of at most 2,500 dots. */
export const g3Tiff = (image: GreyImage, dpi: { x: number; y: number }): Buffer => {
  const bits = Array.from({ length: image.height }, (_value, y) => rowBits(image, y)).join('');
  const bytes = (bits.match(/.{1,8}/g) ?? []).map((part) =>
    Number.parseInt(part.padEnd(8, '0'), 2),
  );
  const strip = Buffer.from(bytes);
  const entries = 11;
  const rationalsAt = 8 + 2 + entries * 12 + 4;
  const stripAt = rationalsAt + 16;
  const tags: [number, number, number][] = [
    [256, 4, image.width],
    [257, 4, image.height],
    [258, 3, 1],
    [259, 3, 3],
    [262, 3, 0],
    [273, 4, stripAt],
    [278, 4, image.height],
    [279, 4, strip.length],
    [282, 5, rationalsAt],
    [283, 5, rationalsAt + 8],
    [296, 3, 2],
  ];
  const head = Buffer.alloc(stripAt);
  head.write('II*\0\x08\0\0\0', 'latin1');
  head.writeUInt16LE(entries, 8);
  for (const [index, [tag, type, value]] of tags.entries()) {
    const at = 10 + index * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(1, at + 4);
    head.writeUInt32LE(value, at + 8);
  }
  for (const [index, value] of [dpi.x, 1, dpi.y, 1].entries())
    head.writeUInt32LE(value, rationalsAt + index * 4);
  return Buffer.concat([head, strip]);
};
