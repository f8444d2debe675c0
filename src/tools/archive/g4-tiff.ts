import type { GreyImage } from '../image/grey-image.js';
import { encodeG4 } from './g4-encoder.js';

const headSize = 8;
const group4 = 4;

const entriesOf = (width: number, height: number, size: number, stripAt: number) =>
  [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 1],
    [259, 3, group4],
    // White is zero.
    [262, 3, 0],
    [273, 4, stripAt],
    [277, 3, 1],
    [278, 4, height],
    [279, 4, size],
  ] as const;

/** A black and white picture as TIFF with one strip of fax group 4; every viewer shows it. */
export const writeG4Tiff = (image: GreyImage): Buffer => {
  const strip = encodeG4(image);
  const count = entriesOf(0, 0, 0, 0).length;
  const directory = Buffer.alloc(2 + count * 12 + 4);
  directory.writeUInt16LE(count, 0);
  const stripAt = headSize + directory.length;
  const entries = entriesOf(image.width, image.height, strip.length, stripAt);
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = 2 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  }
  const head = Buffer.alloc(headSize);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(headSize, 4);
  return Buffer.concat([head, directory, strip]);
};

/** What `writeG4Tiff` has written; undefined for any other file. */
export const readG4Tiff = (
  bytes: Buffer,
): { width: number; height: number; strip: Buffer } | undefined => {
  const count = entriesOf(0, 0, 0, 0).length;
  const stripAt = headSize + 2 + count * 12 + 4;
  if (bytes.length < stripAt || bytes.toString('latin1', 0, 4) !== 'II*\0') return undefined;
  if (bytes.readUInt32LE(4) !== headSize || bytes.readUInt16LE(headSize) !== count)
    return undefined;
  const entryValue = (index: number): number => bytes.readUInt32LE(headSize + 2 + index * 12 + 8);
  const [width, height, size] = [entryValue(0), entryValue(1), entryValue(8)];
  const expected = entriesOf(width, height, size, stripAt);
  const same = expected.every(([tag, , value], index) => {
    return bytes.readUInt16LE(headSize + 2 + index * 12) === tag && entryValue(index) === value;
  });
  if (!same || width < 1 || height < 1 || bytes.length !== stripAt + size) return undefined;
  return { width, height, strip: bytes.subarray(stripAt) };
};
