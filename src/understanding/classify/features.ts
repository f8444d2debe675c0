/** Buckets for single words and pairs of words. */
export const wordBuckets = 2 ** 15;
/** Buckets for runs of three to five characters within a word. */
const runBuckets = 2 ** 16;
/** Length of a feature vector. */
export const featureCount = wordBuckets + runBuckets;

/** A sparse vector: strictly the buckets that occur, in no particular order. */
export interface FeatureVector {
  indices: Uint32Array;
  values: Float32Array;
}

const fnvStart = 0x811c9dc5;
const fnvStep = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193) >>> 0;

/** Folds a hash into a power of two with all of its bits. */
const bucketOf = (hash: number, buckets: number): number => ((hash >>> 16) ^ hash) & (buckets - 1);

const hashWord = (word: string, start: number): number => {
  let hash = start;
  for (let index = 0; index < word.length; index += 1) hash = fnvStep(hash, word.charCodeAt(index));
  return hash;
};

/** The first pages say what a letter is; enclosures behind them would drown it. */
const mostCharacters = 30_000;

/** The form in which words are counted: small, without umlauts; words with digits are left out, they are numbers of something. */
export const countedWords = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && word.length < 40 && !/\p{N}/u.test(word));

/** Calls back with the bucket of every feature that one word yields, and of its pair with the word before. */
export const eachFeature = (
  word: string,
  before: string | undefined,
  visit: (bucket: number) => void,
): void => {
  visit(bucketOf(hashWord(word, fnvStart), wordBuckets));
  if (before !== undefined) {
    visit(bucketOf(hashWord(word, fnvStep(hashWord(before, fnvStart), 32)), wordBuckets));
  }
  const padded = `_${word}_`;
  for (let start = 0; start + 3 <= padded.length; start += 1) {
    let hash = fnvStart;
    for (let length = 1; length <= 5 && start + length <= padded.length; length += 1) {
      hash = fnvStep(hash, padded.charCodeAt(start + length - 1));
      if (length >= 3) visit(wordBuckets + bucketOf(hash, runBuckets));
    }
  }
};

const normalise = (indices: Uint32Array, values: Float32Array): void => {
  let words = 0;
  let runs = 0;
  for (let at = 0; at < indices.length; at += 1) {
    const value = values[at] ?? 0;
    if ((indices[at] ?? 0) < wordBuckets) words += value * value;
    else runs += value * value;
  }
  const wordScale = words > 0 ? Math.SQRT1_2 / Math.sqrt(words) : 0;
  const runScale = runs > 0 ? Math.SQRT1_2 / Math.sqrt(runs) : 0;
  for (let at = 0; at < indices.length; at += 1) {
    values[at] = (values[at] ?? 0) * ((indices[at] ?? 0) < wordBuckets ? wordScale : runScale);
  }
};

/** Turns texts into vectors; keeps one scratch table, so that a text costs only what it contains. */
export const createFeaturizer = (): ((text: string, idf: Float32Array | null) => FeatureVector) => {
  const counts = new Uint16Array(featureCount);
  return (text, idf) => {
    const touched: number[] = [];
    const count = (bucket: number): void => {
      if (counts[bucket] === 0) touched.push(bucket);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    };
    let before: string | undefined;
    for (const word of countedWords(text.slice(0, mostCharacters))) {
      eachFeature(word, before, count);
      before = word;
    }
    const indices = Uint32Array.from(touched);
    const values = new Float32Array(indices.length);
    for (let at = 0; at < indices.length; at += 1) {
      const bucket = indices[at] ?? 0;
      values[at] = (1 + Math.log(counts[bucket] ?? 1)) * (idf === null ? 1 : (idf[bucket] ?? 1));
      counts[bucket] = 0;
    }
    normalise(indices, values);
    return { indices, values };
  };
};

/** Weight of each bucket by its rarity in the training texts; what never occurred weighs most, so that unfamiliar texts get unsure answers. */
export const inverseDocumentFrequency = (vectors: Iterable<FeatureVector>): Float32Array => {
  const frequency = new Float32Array(featureCount);
  let documents = 0;
  for (const { indices } of vectors) {
    documents += 1;
    for (const bucket of indices) frequency[bucket] = (frequency[bucket] ?? 0) + 1;
  }
  return frequency.map((count) => Math.log((documents + 1) / (count + 1)) + 1);
};
