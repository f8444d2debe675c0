import type { FeatureVector } from './features.js';
import { featureCount } from './features.js';

/** The learned part of one question, e.g. "which unit?": a linear score for each of its classes. */
export interface LinearHead {
  classes: string[];
  /** Weights of one bucket for all classes lie side by side: row `bucket`, `stride` apart, so that learning touches few cache lines. */
  weights: Float32Array;
  /** Room for classes in a row; at least their number. */
  stride: number;
  bias: Float32Array;
  /** Sum of squared gradients a bucket, over all classes (AdaGrad); 0 where nothing was ever learned. */
  squares: Float32Array;
  /** Divides the scores so that probabilities match frequencies. */
  temperature: number;
  /** Answered letters that it has learned from; descriptions that stand in for letters do not count. */
  letters: number;
}

/** One class with its probability, 0 to 1. */
export interface Ranked {
  value: string;
  probability: number;
}

/** Fits most sets of letters; used where there are too few letters to find a better one. */
export const usualTemperature = 0.15;

const stepSize = 0.2;
/** Slopes below this change nothing that anyone could notice; skipping them makes training several times faster. */
const negligible = 4e-3;

/** Rows grow in steps, so that a new class seldom moves all weights. */
const strideFor = (classes: number): number => Math.max(8, Math.ceil((classes + 1) / 4) * 4);

/** An untrained head. */
export const createHead = (classes: readonly string[]): LinearHead => {
  const stride = strideFor(classes.length);
  return {
    classes: [...classes],
    weights: new Float32Array(featureCount * stride),
    stride,
    bias: new Float32Array(stride),
    squares: new Float32Array(featureCount),
    temperature: usualTemperature,
    letters: 0,
  };
};

const widen = (head: LinearHead): void => {
  const stride = strideFor(head.classes.length + 1);
  const weights = new Float32Array(featureCount * stride);
  for (let bucket = 0; bucket < featureCount; bucket += 1) {
    const start = bucket * head.stride;
    weights.set(head.weights.subarray(start, start + head.classes.length), bucket * stride);
  }
  const bias = new Float32Array(stride);
  bias.set(head.bias.subarray(0, head.classes.length));
  Object.assign(head, { weights, stride, bias });
};

/** Adds a class that the head has not met before; it starts with no weight at all. */
export const addClass = (head: LinearHead, value: string): number => {
  if (head.classes.length >= head.stride) widen(head);
  const index = head.classes.length;
  // A newcomer must not win on texts that speak for nobody.
  head.bias[index] = index === 0 ? 0 : Math.min(...head.bias.subarray(0, index));
  head.classes.push(value);
  return index;
};

/** The raw score of each class. */
export const scoresOf = (head: LinearHead, { indices, values }: FeatureVector): Float64Array => {
  const count = head.classes.length;
  const scores = Float64Array.from(head.bias.subarray(0, count));
  const { weights, stride } = head;
  for (let at = 0; at < indices.length; at += 1) {
    const start = (indices[at] as number) * stride;
    const value = values[at] as number;
    for (let index = 0; index < count; index += 1) {
      scores[index] = (scores[index] as number) + (weights[start + index] as number) * value;
    }
  }
  return scores;
};

/** Probabilities of scores at a temperature; they sum to 1. */
export const softmax = (scores: Float64Array, temperature: number): Float64Array => {
  const highest = scores.reduce((best, score) => Math.max(best, score), Number.NEGATIVE_INFINITY);
  const result = scores.map((score) => Math.exp((score - highest) / temperature));
  const sum = result.reduce((total, value) => total + value, 0);
  return result.map((value) => value / sum);
};

/**
 * All classes with their calibrated probabilities, the likeliest first. Who has seen n letters cannot be surer than (n + 1) / (n + 2),
 * by Laplace's rule of succession; the rest stands for classes not met yet.
 */
export const rank = (head: LinearHead, vector: FeatureVector): Ranked[] => {
  const probabilities = softmax(scoresOf(head, vector), head.temperature);
  const surest = (head.letters + 1) / (head.letters + 2);
  return head.classes
    .map((value, index) => ({ value, probability: surest * (probabilities[index] ?? 0) }))
    .sort((a, b) => b.probability - a.probability);
};

/**
 * Slopes of the squared hinge loss, one class against the rest: the right class is to score at least 1, every other
 * at most -1. Rare classes are told apart better so than by a softmax, and a letter that is already clear of all
 * borders teaches nothing more.
 */
const slopesOf = (scores: Float64Array, target: number): Float64Array =>
  scores.map((score, index) =>
    index === target ? -Math.max(0, 1 - score) : Math.max(0, 1 + score),
  );

/** One step of AdaGrad towards `target`; `pace` scales the step. */
export const learnOne = (
  head: LinearHead,
  vector: FeatureVector,
  target: number,
  pace = 1,
): void => {
  const { indices, values } = vector;
  const { weights, squares, stride } = head;
  const slopes = slopesOf(scoresOf(head, vector), target);
  const active: number[] = [];
  let total = 0;
  slopes.forEach((slope, index) => {
    if (Math.abs(slope) < negligible) return;
    active.push(index);
    total += slope * slope;
    head.bias[index] = (head.bias[index] ?? 0) - 0.02 * pace * slope;
  });
  if (active.length === 0) return;
  for (let at = 0; at < indices.length; at += 1) {
    const bucket = indices[at] as number;
    const value = values[at] as number;
    const square = (squares[bucket] as number) + total * value * value;
    squares[bucket] = square;
    const step = (pace * stepSize * value) / Math.sqrt(square + 1e-8);
    const start = bucket * stride;
    for (let position = 0; position < active.length; position += 1) {
      const index = active[position] as number;
      weights[start + index] =
        (weights[start + index] as number) - (slopes[index] as number) * step;
    }
  }
};
