import type { FeatureVector } from './features.js';

/** One letter as it is remembered: hashed features, never a word of it, and the right answers. */
export interface Remembered {
  vector: FeatureVector;
  /** Places of the right answers among the classes of the two heads; -1 where the answer is not known. */
  kind: number;
  einheit: number;
}

/** Letters of the past that are learned again beside each correction, so that nothing is forgotten. */
export interface ReplayBuffer {
  items: Remembered[];
  /** Letters that were offered so far; the next random numbers depend on it alone. */
  offered: number;
}

/** So many letters are remembered; together they take at most three megabytes. */
export const replayCapacity = 1_500;
/** Of each letter the strongest features are kept; a short letter has no more than these. */
const keptFeatures = 256;

/** A memory of nothing. */
export const createReplayBuffer = (): ReplayBuffer => ({ items: [], offered: 0 });

/** A whole number below `limit` that depends on the two numbers alone (a mixing of murmur3). */
export const scattered = (number: number, limit: number, salt = 0): number => {
  let mixed = Math.imul(number ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 15)) >>> 0) % limit;
};

/** The vector with its strongest features alone, as long as it was. */
const shortened = ({ indices, values }: FeatureVector): FeatureVector => {
  if (indices.length <= keptFeatures) return { indices, values };
  const order = Uint32Array.from(indices.keys()).sort(
    (a, b) => (values[b] ?? 0) - (values[a] ?? 0),
  );
  const kept = order.subarray(0, keptFeatures);
  const lengthOf = (list: Float32Array): number =>
    Math.sqrt(list.reduce((sum, value) => sum + value * value, 0));
  const strongest = Float32Array.from(kept, (at) => values[at] ?? 0);
  const scale = lengthOf(values) / lengthOf(strongest);
  return {
    indices: Uint32Array.from(kept, (at) => indices[at] ?? 0),
    values: strongest.map((value) => value * scale),
  };
};

const groupOf = ({ kind, einheit }: Remembered): string => `${kind}/${einheit}`;

/** Places of the items of the largest group; rare matters are so never pushed out by frequent ones. */
const largestGroup = (items: readonly Remembered[]): { group: string; places: number[] } => {
  const groups = new Map<string, number[]>();
  items.forEach((item, place) => {
    const group = groupOf(item);
    const places = groups.get(group);
    if (places === undefined) groups.set(group, [place]);
    else places.push(place);
  });
  let best: { group: string; places: number[] } = { group: '', places: [] };
  for (const [group, places] of groups)
    if (places.length > best.places.length) best = { group, places };
  return best;
};

/**
 * Offers a letter to the memory. While there is room it is kept; later it takes the place of one of the most
 * frequent sort, or is itself passed over where it is of that sort (a class-balancing reservoir).
 */
export const remember = (
  buffer: ReplayBuffer,
  letter: Remembered,
  capacity = replayCapacity,
): void => {
  buffer.offered += 1;
  const kept = { ...letter, vector: shortened(letter.vector) };
  if (buffer.items.length < capacity) {
    buffer.items.push(kept);
    return;
  }
  const { group, places } = largestGroup(buffer.items);
  const isOfLargest = group === groupOf(letter);
  if (isOfLargest && scattered(buffer.offered, 4) > 0) return;
  const place = places[scattered(buffer.offered, places.length, 1)];
  if (place !== undefined) buffer.items[place] = kept;
};

/** So many remembered letters, drawn anew for each correction; fewer where the memory holds fewer. */
export const recall = (buffer: ReplayBuffer, count: number): Remembered[] => {
  const { items, offered } = buffer;
  if (items.length === 0) return [];
  return Array.from({ length: Math.min(count, items.length) }, (_, salt) =>
    scattered(offered, items.length, salt + 2),
  ).flatMap((place) => items[place] ?? []);
};
