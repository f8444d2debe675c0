/** Tells which characters a TrueType font can draw. */
export type Coverage = (codePoint: number) => boolean;

const tableOf = (font: Buffer, tag: string): Buffer | undefined => {
  const count = font.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const at = 12 + 16 * index;
    if (font.toString('latin1', at, at + 4) !== tag) continue;
    const offset = font.readUInt32BE(at + 8);
    return font.subarray(offset, offset + font.readUInt32BE(at + 12));
  }
  return undefined;
};

const segments = (table: Buffer): Coverage => {
  const count = table.readUInt16BE(6) / 2;
  const ranges: [number, number][] = [];
  for (let index = 0; index < count; index += 1) {
    const end = table.readUInt16BE(14 + 2 * index);
    ranges.push([table.readUInt16BE(16 + 2 * count + 2 * index), end]);
  }
  return (codePoint) =>
    codePoint < 0xffff && ranges.some(([from, to]) => codePoint >= from && codePoint <= to);
};

const groups = (table: Buffer): Coverage => {
  const count = table.readUInt32BE(12);
  const ranges: [number, number][] = [];
  for (let index = 0; index < count; index += 1) {
    const at = 16 + 12 * index;
    ranges.push([table.readUInt32BE(at), table.readUInt32BE(at + 4)]);
  }
  return (codePoint) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to);
};

/** Reads the character map of a font (formats 4 and 12 of the table `cmap`); for fonts that we ship. */
export const coverageOf = (font: Buffer): Coverage => {
  const map = tableOf(font, 'cmap');
  if (map === undefined) throw new Error('the font has no character map');
  const readers: Coverage[] = [];
  for (let index = 0; index < map.readUInt16BE(2); index += 1) {
    const table = map.subarray(map.readUInt32BE(4 + 8 * index + 4));
    const format = table.readUInt16BE(0);
    if (format === 4) readers.push(segments(table));
    if (format === 12) readers.push(groups(table));
  }
  const known = new Map<number, boolean>();
  return (codePoint) => {
    const before = known.get(codePoint);
    if (before !== undefined) return before;
    const covered = readers.some((reader) => reader(codePoint));
    known.set(codePoint, covered);
    return covered;
  };
};

// Joiners, soft hyphens and variation selectors steer shaping and have no picture of their own.
const withoutPicture = /^(?:[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]|\p{Variation_Selector})$/u;

/** The distinct characters of a text that the font cannot draw, in the order of their first appearance. */
export const missingCharacters = (text: string, covers: Coverage): string[] => {
  const missing = new Set<string>();
  // A decomposed letter is drawn as its composed one where the font has only that.
  for (const character of text.normalize('NFC')) {
    if (withoutPicture.test(character)) continue;
    if (!covers(character.codePointAt(0) ?? 0)) missing.add(character);
  }
  return [...missing];
};
