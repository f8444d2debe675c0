import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a ZIP that is built for a test; what is not given is honest. */
export interface ZipEntry {
  name: string;
  content: Buffer;
  stored?: boolean;
  encrypted?: boolean;
  /** The unpacked size that the archive claims. */
  claimedSize?: number;
  /** Unix mode, for example that of a link. */
  mode?: number;
  /** Ready packed bytes instead of those of the content. */
  packed?: Buffer;
}

const fields = (...values: readonly [bytes: 2 | 4, value: number][]): Buffer => {
  const out = Buffer.alloc(values.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of values) {
    if (bytes === 2) out.writeUInt16LE(value & 0xffff, at);
    else out.writeUInt32LE(value >>> 0, at);
    at += bytes;
  }
  return out;
};

const utf8Flag = 0x800;

const facts = new WeakMap<Buffer, { packed: Buffer; check: number }>();

/** The same buffer is packed once only, however many entries hold it. */
const factsOf = (content: Buffer): { packed: Buffer; check: number } => {
  const known = facts.get(content) ?? { packed: deflateRawSync(content), check: crc32(content) };
  facts.set(content, known);
  return known;
};

/** Builds a ZIP of any files, honest or not. */
export const zipOf = (entries: readonly ZipEntry[]): Buffer => {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name, 'utf8');
    const stored = entry.stored === true;
    const data = entry.packed ?? (stored ? entry.content : factsOf(entry.content).packed);
    const fieldsOf: [2 | 4, number][] = [
      [2, utf8Flag | (entry.encrypted === true ? 1 : 0)],
      [2, stored ? 0 : 8],
      [4, 0x58210000],
      [4, factsOf(entry.content).check],
      [4, data.length],
      [4, entry.claimedSize ?? entry.content.length],
      [2, name.length],
      [2, 0],
    ];
    const local = Buffer.concat([fields([4, 0x04034b50], [2, 20], ...fieldsOf), name, data]);
    const mode = ((entry.mode ?? 0o100644) << 16) >>> 0;
    const head = fields([4, 0x02014b50], [2, 0x0314], [2, 20], ...fieldsOf);
    directory.push(head, fields([2, 0], [2, 0], [2, 0], [4, mode], [4, offset]), name);
    bodies.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const count = entries.length;
  const end = fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, list.length],
    [4, offset],
    [2, 0],
  );
  return Buffer.concat([...bodies, list, end]);
};
