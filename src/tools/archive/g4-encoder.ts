import type { GreyImage } from '../image/grey-image.js';
import {
  type CodeWord,
  endOfBlock,
  horizontalWord,
  passWord,
  runCodes,
  verticalWords,
} from './g4-codes.js';

const longRun = 64;
const longestRun = 2560;

const createBitWriter = () => {
  let bytes = Buffer.alloc(64 * 1024);
  let length = 0;
  let pending = 0;
  let count = 0;
  return {
    put({ bits, length: width }: CodeWord): void {
      pending = (pending << width) | bits;
      count += width;
      while (count >= 8) {
        count -= 8;
        if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
        bytes[length] = (pending >> count) & 0xff;
        length += 1;
      }
      pending &= (1 << count) - 1;
    },
    finish(): Buffer {
      if (count > 0) this.put({ bits: 0, length: 8 - count });
      return bytes.subarray(0, length);
    },
  };
};

type BitWriter = ReturnType<typeof createBitWriter>;

const putRun = (writer: BitWriter, colour: 0 | 1, run: number): void => {
  const { ends, long } = runCodes[colour];
  let rest = run;
  for (; rest >= longestRun; rest -= longestRun) writer.put(at(long, longestRun / longRun - 1));
  if (rest >= longRun) writer.put(at(long, Math.floor(rest / longRun) - 1));
  writer.put(at(ends, rest % longRun));
};

const at = (list: readonly CodeWord[], index: number): CodeWord => {
  const found = list[index];
  if (found === undefined) throw new Error('there is no such code word');
  return found;
};

/** Where a row changes its colour, beginning with white; closed by the width, several times. */
const findChanges = (image: GreyImage, row: number, changes: Uint32Array): void => {
  const { width, data } = image;
  const start = row * width;
  let count = 0;
  let black = false;
  for (let x = 0; x < width; x += 1) {
    if ((data[start + x] ?? 255) < 128 !== black) {
      changes[count] = x;
      count += 1;
      black = !black;
    }
  }
  changes.fill(width, count, count + 4);
};

/** One row of T.6: `line` is coded by how its changes lie against those of the row above. */
const encodeRow = (
  writer: BitWriter,
  line: Uint32Array,
  above: Uint32Array,
  width: number,
): void => {
  let a0 = -1;
  let colour: 0 | 1 = 0;
  let own = 0;
  let other = 0;
  while (a0 < width) {
    while ((line[own] ?? width) <= a0 && (line[own] ?? width) < width) own += 2;
    // The next change above to the opposite colour; it may lie before the last one that was looked at.
    while (other >= 2 && (above[other - 2] ?? 0) > a0) other -= 2;
    while ((above[other] ?? width) <= a0 && (above[other] ?? width) < width) other += 2;
    const a1 = line[own] ?? width;
    const b1 = above[other] ?? width;
    const b2 = above[other + 1] ?? width;
    if (b2 < a1) {
      writer.put(passWord);
      a0 = b2;
      continue;
    }
    const distance = a1 - b1;
    if (distance >= -3 && distance <= 3) {
      writer.put(at(verticalWords, distance + 3));
      a0 = a1;
      colour = colour === 0 ? 1 : 0;
      own += 1;
      other += 1;
      continue;
    }
    const a2 = line[own + 1] ?? width;
    writer.put(horizontalWord);
    putRun(writer, colour, a1 - Math.max(0, a0));
    putRun(writer, colour === 0 ? 1 : 0, a2 - a1);
    a0 = a2;
    own += 2;
  }
};

/**
 * Codes a picture as one block of ITU-T T.6 (fax group 4); pixels below 128 are black. A page of text at 300 dpi
 * takes about 50 ms. In PDF: `/CCITTFaxDecode` with `/K -1` and `/BlackIs1 false`.
 */
export const encodeG4 = (image: GreyImage): Buffer => {
  const writer = createBitWriter();
  let above = new Uint32Array(image.width + 8).fill(image.width);
  let line = new Uint32Array(image.width + 8);
  for (let row = 0; row < image.height; row += 1) {
    findChanges(image, row, line);
    encodeRow(writer, line, above, image.width);
    [above, line] = [line, above];
  }
  writer.put(endOfBlock);
  writer.put(endOfBlock);
  return writer.finish();
};

/** Whether a picture has no other tones than black and white, so that nothing is lost at one bit a pixel. */
export const isBilevel = ({ data }: GreyImage): boolean => {
  for (let index = 0; index < data.length; index += 1) {
    const value = data[index];
    if (value !== 0 && value !== 255) return false;
  }
  return data.length > 0;
};
