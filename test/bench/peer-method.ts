import { createRandom, type Random } from '#sample/index.js';

/*
 * The method of the strongest open peer, written anew from its description: counts of words and pairs of words that
 * occur in at least one letter of a hundred, a network of one hidden layer of 100 (ReLU, Adam, at most 200 rounds,
 * end after ten rounds that gain less than 0.01), the likeliest class whatever its probability. The reduction of
 * words to their stems, which the peer does where its language package is installed, is left out.
 */

/** Letters as counts of known terms. */
interface Counts {
  terms: Uint32Array;
  counts: Float64Array;
}

const hidden = 100;
const batchSize = 200;
const mostRounds = 200;
const patience = 10;
const tolerance = 0.01;
const rate = 0.001;
const decay = 1e-4;

/** Words of at least two letters and their pairs, each as often as it occurs. */
export const termsOf = (text: string): Map<string, number> => {
  const words =
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\s]/gu, ' ')
      .match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  const counts = new Map<string, number>();
  words.forEach((word, index) => {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    const before = words[index - 1];
    if (before !== undefined)
      counts.set(`${before} ${word}`, (counts.get(`${before} ${word}`) ?? 0) + 1);
  });
  return counts;
};

/** Terms that occur in at least the share of the letters, each with its column. */
export const vocabularyOf = (
  texts: readonly ReadonlyMap<string, number>[],
  leastShare = 0.01,
): Map<string, number> => {
  const letters = new Map<string, number>();
  for (const terms of texts)
    for (const term of terms.keys()) letters.set(term, (letters.get(term) ?? 0) + 1);
  const kept = [...letters].filter(([, count]) => count >= leastShare * texts.length);
  return new Map(kept.map(([term], column) => [term, column]));
};

const vectorOf = (terms: ReadonlyMap<string, number>, columns: Map<string, number>): Counts => {
  const found = [...terms].flatMap(([term, count]): [number, number][] => {
    const column = columns.get(term);
    return column === undefined ? [] : [[column, count]];
  });
  return {
    terms: Uint32Array.from(found, ([column]) => column),
    counts: Float64Array.from(found, ([, count]) => count),
  };
};

/** One table of weights with what Adam remembers of it. */
interface Table {
  weights: Float64Array;
  gradient: Float64Array;
  mean: Float64Array;
  square: Float64Array;
  /** Weights are held small, offsets are not. */
  isDecayed: boolean;
}

const createTable = (
  length: number,
  { limit, random, isDecayed }: { limit: number; random: Random; isDecayed: boolean },
): Table => ({
  weights: Float64Array.from({ length }, () => (random.next() * 2 - 1) * limit),
  gradient: new Float64Array(length),
  mean: new Float64Array(length),
  square: new Float64Array(length),
  isDecayed,
});

interface Network {
  classes: number;
  first: Table;
  firstBias: Table;
  second: Table;
  secondBias: Table;
}

const createNetwork = (columns: number, classes: number, random: Random): Network => {
  const firstLimit = Math.sqrt(6 / (columns + hidden));
  const secondLimit = Math.sqrt(6 / (hidden + classes));
  const weights = (length: number, limit: number): Table =>
    createTable(length, { limit, random, isDecayed: true });
  const biases = (length: number, limit: number): Table =>
    createTable(length, { limit, random, isDecayed: false });
  return {
    classes,
    first: weights(columns * hidden, firstLimit),
    firstBias: biases(hidden, firstLimit),
    second: weights(hidden * classes, secondLimit),
    secondBias: biases(classes, secondLimit),
  };
};

const forward = (
  network: Network,
  { terms, counts }: Counts,
): { active: Float64Array; probabilities: Float64Array } => {
  const { classes, first, firstBias, second, secondBias } = network;
  const active = Float64Array.from(firstBias.weights);
  for (let at = 0; at < terms.length; at += 1) {
    const start = (terms[at] as number) * hidden;
    const count = counts[at] as number;
    for (let unit = 0; unit < hidden; unit += 1)
      active[unit] = (active[unit] as number) + (first.weights[start + unit] as number) * count;
  }
  const scores = Float64Array.from(secondBias.weights);
  for (let unit = 0; unit < hidden; unit += 1) {
    const value = active[unit] as number;
    if (value <= 0) {
      active[unit] = 0;
      continue;
    }
    for (let index = 0; index < classes; index += 1)
      scores[index] =
        (scores[index] as number) + (second.weights[unit * classes + index] as number) * value;
  }
  const highest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const raised = scores.map((score) => Math.exp(score - highest));
  const sum = raised.reduce((total, value) => total + value, 0);
  return { active, probabilities: raised.map((value) => value / sum) };
};

/** Adds the gradient of one letter, returns its loss. */
const backward = (network: Network, letter: Counts, target: number): number => {
  const { active, probabilities } = forward(network, letter);
  const loss = -Math.log(Math.max(1e-12, probabilities[target] as number));
  const { classes, first, firstBias, second, secondBias } = network;
  probabilities[target] = (probabilities[target] as number) - 1;
  const back = new Float64Array(hidden);
  for (let index = 0; index < classes; index += 1)
    secondBias.gradient[index] =
      (secondBias.gradient[index] as number) + (probabilities[index] as number);
  for (let unit = 0; unit < hidden; unit += 1) {
    const value = active[unit] as number;
    if (value <= 0) continue;
    let sum = 0;
    for (let index = 0; index < classes; index += 1) {
      const at = unit * classes + index;
      const error = probabilities[index] as number;
      second.gradient[at] = (second.gradient[at] as number) + error * value;
      sum += error * (second.weights[at] as number);
    }
    back[unit] = sum;
    firstBias.gradient[unit] = (firstBias.gradient[unit] as number) + sum;
  }
  for (let at = 0; at < letter.terms.length; at += 1) {
    const start = (letter.terms[at] as number) * hidden;
    const count = letter.counts[at] as number;
    for (let unit = 0; unit < hidden; unit += 1)
      first.gradient[start + unit] =
        (first.gradient[start + unit] as number) + (back[unit] as number) * count;
  }
  return loss;
};

/** One step of Adam over a table, after which its gradient is empty. */
const step = (table: Table, letters: number, round: number): void => {
  const { weights, gradient, mean, square, isDecayed } = table;
  const pace = (rate * Math.sqrt(1 - 0.999 ** round)) / (1 - 0.9 ** round);
  for (let at = 0; at < weights.length; at += 1) {
    const weight = weights[at] as number;
    const slope = ((gradient[at] as number) + (isDecayed ? decay * weight : 0)) / letters;
    const first = 0.9 * (mean[at] as number) + 0.1 * slope;
    const second = 0.999 * (square[at] as number) + 0.001 * slope * slope;
    mean[at] = first;
    square[at] = second;
    weights[at] = weight - (pace * first) / (Math.sqrt(second) + 1e-8);
    gradient[at] = 0;
  }
};

const train = (
  network: Network,
  letters: readonly Counts[],
  targets: readonly number[],
  random: Random,
): number => {
  const tables = [network.first, network.firstBias, network.second, network.secondBias];
  const order = letters.map((_, index) => index);
  let best = Number.POSITIVE_INFINITY;
  let idle = 0;
  let steps = 0;
  let round = 0;
  while (round < mostRounds && idle <= patience) {
    round += 1;
    const shuffled = random.shuffle(order);
    let loss = 0;
    for (let start = 0; start < shuffled.length; start += batchSize) {
      const batch = shuffled.slice(start, start + batchSize);
      for (const index of batch)
        loss += backward(network, letters[index] as Counts, targets[index] as number);
      steps += 1;
      for (const table of tables) step(table, batch.length, steps);
    }
    const mean = loss / letters.length;
    idle = mean > best - tolerance ? idle + 1 : 0;
    best = Math.min(best, mean);
  }
  return round;
};

/** A trained peer: the likeliest class and the probability that the network gives it. */
export interface Peer {
  predict(text: string): { value: string; probability: number };
  columns: number;
  rounds: number;
}

/** Trains the peer's method on texts with their answers; needs at least one. */
export const trainPeer = (
  examples: readonly { text: string; answer: string }[],
  seed: string,
): Peer => {
  const random = createRandom(`peer:${seed}`);
  const terms = examples.map(({ text }) => termsOf(text));
  const columns = vocabularyOf(terms);
  const classes = [...new Set(examples.map(({ answer }) => answer))].sort();
  const places = new Map(classes.map((value, place) => [value, place]));
  const network = createNetwork(columns.size, classes.length, random);
  const rounds = train(
    network,
    terms.map((counts) => vectorOf(counts, columns)),
    examples.map(({ answer }) => places.get(answer) ?? 0),
    random,
  );
  const predict = (text: string): { value: string; probability: number } => {
    const { probabilities } = forward(network, vectorOf(termsOf(text), columns));
    let best = 0;
    probabilities.forEach((probability, index) => {
      if (probability > (probabilities[best] as number)) best = index;
    });
    return { value: classes[best] ?? '', probability: probabilities[best] ?? 0 };
  };
  return { predict, columns: columns.size, rounds };
};
