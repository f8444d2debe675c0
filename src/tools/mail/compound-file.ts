/** Markers of the file allocation table (MS-CFB 2.1). */
const endOfChain = 0xfffffffe;
const noStream = 0xffffffff;
const highestSector = 0xfffffffa;
const mostEntries = 100_000;

const headerBytes = 512;

interface Layout {
  sectorBytes: number;
  sectors: number;
  fat: Buffer;
}

const sectorAt = (bytes: Buffer, { sectorBytes }: Pick<Layout, 'sectorBytes'>, at: number) =>
  bytes.subarray((at + 1) * sectorBytes, (at + 2) * sectorBytes);

/** The sectors that hold the table: the first 109 stand in the header, the others in a chain of their own. */
const tableSectors = (
  bytes: Buffer,
  sectorBytes: number,
  sectors: number,
): number[] | undefined => {
  const count = bytes.readUInt32LE(44);
  if (count > sectors) return undefined;
  const found: number[] = [];
  for (let at = 76; at < headerBytes && found.length < count; at += 4)
    found.push(bytes.readUInt32LE(at));
  let next = bytes.readUInt32LE(68);
  for (let step = 0; found.length < count; step += 1) {
    if (next >= sectors || step > sectors) return undefined;
    const sector = sectorAt(bytes, { sectorBytes }, next);
    if (sector.length < sectorBytes) return undefined;
    for (let at = 0; at < sectorBytes - 4 && found.length < count; at += 4)
      found.push(sector.readUInt32LE(at));
    next = sector.readUInt32LE(sectorBytes - 4);
  }
  return found;
};

const layoutOf = (bytes: Buffer): Layout | undefined => {
  if (bytes.length < headerBytes * 2) return undefined;
  const shift = bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return undefined;
  const sectorBytes = 2 ** shift;
  const sectors = Math.ceil(bytes.length / sectorBytes) - 1;
  const table = tableSectors(bytes, sectorBytes, sectors);
  if (table === undefined || table.some((at) => at >= sectors)) return undefined;
  const fat = Buffer.concat(table.map((at) => sectorAt(bytes, { sectorBytes }, at)));
  return { sectorBytes, sectors, fat };
};

/** The sectors of a chain, or undefined where it leaves the file or meets a sector that is taken already. */
const follow = (start: number, layout: Layout, taken: Set<number>): number[] | undefined => {
  const chain: number[] = [];
  for (let at = start; at !== endOfChain; at = layout.fat.readUInt32LE(at * 4)) {
    if (at >= layout.sectors || taken.has(at) || at * 4 + 4 > layout.fat.length) return undefined;
    taken.add(at);
    chain.push(at);
  }
  return chain;
};

/** Whether each entry of the directory is reached at most once by its neighbours and its parent. */
const isTree = (directory: Buffer): boolean => {
  const seen = new Set<number>();
  const open = [0];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at) || (at + 1) * 128 > directory.length || seen.size > mostEntries) return false;
    seen.add(at);
    for (const offset of [68, 72, 76]) {
      const other = directory.readUInt32LE(at * 128 + offset);
      if (other !== noStream) open.push(other);
    }
  }
  return true;
};

/**
 * Whether the tables of a compound file (MS-CFB) lead from sector to sector without circles and without leaving the
 * file. What reads such files follows them blindly.
 */
export const isSoundCompoundFile = (bytes: Buffer): boolean => {
  const layout = layoutOf(bytes);
  if (layout === undefined) return false;
  const taken = new Set<number>();
  const chain = follow(bytes.readUInt32LE(48), layout, taken);
  if (chain === undefined || chain.length === 0) return false;
  const directory = Buffer.concat(chain.map((at) => sectorAt(bytes, layout, at)));
  if (!isTree(directory)) return false;
  const miniStart = bytes.readUInt32LE(60);
  if (miniStart < highestSector && follow(miniStart, layout, taken) === undefined) return false;
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const kind = directory[at + 66];
    const start = directory.readUInt32LE(at + 116);
    const size = directory.readUInt32LE(at + 120);
    // Small streams lie in the stream of the root and have tables of their own.
    const own = kind === 5 || (kind === 2 && size >= 4096);
    if (own && size > 0 && start < highestSector && follow(start, layout, taken) === undefined)
      return false;
  }
  return true;
};
