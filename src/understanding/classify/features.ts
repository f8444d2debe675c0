/** Buckets for single words and pairs of words. */
export const wordBuckets = 2 ** 15;
/** Buckets for runs of three to five characters within a word. */
const runBuckets = 2 ** 15;
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

/** The letter that a scan turned into a digit, by look. */
const letterOfDigit: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
};

/** A word with a few digits among many letters was misread; one of many digits is the number of something. */
const withoutDigits = (word: string): string | undefined => {
  const digits = word.match(/\p{N}/gu)?.length ?? 0;
  if (digits === 0) return word;
  const letters = word.length - digits;
  return letters >= 3 && letters >= 2 * digits
    ? word.replace(/\p{N}/gu, (digit) => letterOfDigit[digit] ?? '')
    : undefined;
};

/** The form in which words are counted: small, without umlauts, misread digits as letters; numbers are left out. */
export const countedWords = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/(?<=\p{L})[|!](?=\p{L})/gu, 'l')
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => (word.length > 1 && word.length < 40 ? (withoutDigits(word) ?? []) : []));

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

/** What never occurred weighs half as much as what occurred once: enough that unfamiliar texts get unsure answers, not so much that faults of a scan drown the words that can be read. */
const unfamiliar = 0.5;

/** Weight of each bucket by its rarity in the training texts. */
export const inverseDocumentFrequency = (vectors: Iterable<FeatureVector>): Float32Array => {
  const frequency = new Float32Array(featureCount);
  let documents = 0;
  for (const { indices } of vectors) {
    documents += 1;
    for (const bucket of indices) frequency[bucket] = (frequency[bucket] ?? 0) + 1;
  }
  const rarest = Math.log(documents + 1) + 1;
  return frequency.map((count) =>
    count === 0 ? unfamiliar * rarest : Math.log((documents + 1) / (count + 1)) + 1,
  );
};
