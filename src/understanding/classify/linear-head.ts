import type { FeatureVector } from './features.js';
import { featureCount } from './features.js';

/** The learned part of one question, e.g. "which unit?": a softmax over its classes. */
export interface LinearHead {
  classes: string[];
  /** One row of `featureCount` weights a class. */
  weights: Float32Array[];
  bias: Float32Array;
  /** Sum of squared gradients a bucket, over all classes (AdaGrad). */
  squares: Float32Array;
  /** Divides the scores so that probabilities match frequencies. */
  temperature: number;
}

/** One class with its probability, 0 to 1. */
export interface Ranked {
  value: string;
  probability: number;
}

const stepSize = 0.6;
/** Gradients below this change nothing that anyone could notice; skipping them makes training several times faster. */
const negligible = 2e-3;

/** An untrained head. */
export const createHead = (classes: readonly string[]): LinearHead => ({
  classes: [...classes],
  weights: classes.map(() => new Float32Array(featureCount)),
  bias: new Float32Array(classes.length),
  squares: new Float32Array(featureCount),
  temperature: 1,
});

/** Adds a class that the head has not met before; it starts with no weight at all. */
export const addClass = (head: LinearHead, value: string): number => {
  head.classes.push(value);
  head.weights.push(new Float32Array(featureCount));
  const bias = new Float32Array(head.classes.length);
  bias.set(head.bias);
  // A newcomer must not win on texts that speak for nobody.
  bias[bias.length - 1] = head.bias.length === 0 ? 0 : Math.min(...head.bias);
  head.bias = bias;
  return head.classes.length - 1;
};

/** The raw score of each class. */
export const scoresOf = (head: LinearHead, { indices, values }: FeatureVector): Float64Array => {
  const scores = new Float64Array(head.classes.length);
  for (let row = 0; row < scores.length; row += 1) {
    const weights = head.weights[row];
    if (weights === undefined) continue;
    let score = head.bias[row] ?? 0;
    for (let at = 0; at < indices.length; at += 1) {
      score += (weights[indices[at] as number] as number) * (values[at] as number);
    }
    scores[row] = score;
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

/** All classes with their calibrated probabilities, the likeliest first. */
export const rank = (head: LinearHead, vector: FeatureVector): Ranked[] => {
  const probabilities = softmax(scoresOf(head, vector), head.temperature);
  return head.classes
    .map((value, index) => ({ value, probability: probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
};

/** One step of AdaGrad towards `target`; `pace` scales the step. */
export const learnOne = (
  head: LinearHead,
  vector: FeatureVector,
  target: number,
  pace = 1,
): void => {
  const { indices, values } = vector;
  const gradients = softmax(scoresOf(head, vector), 1);
  gradients[target] = (gradients[target] ?? 0) - 1;
  let total = 0;
  for (const gradient of gradients) total += gradient * gradient;
  if (total < negligible * negligible) return;
  const steps = new Float32Array(indices.length);
  for (let at = 0; at < indices.length; at += 1) {
    const bucket = indices[at] as number;
    const value = values[at] as number;
    const square = (head.squares[bucket] as number) + total * value * value;
    head.squares[bucket] = square;
    steps[at] = (pace * stepSize * value) / Math.sqrt(square + 1e-8);
  }
  for (let row = 0; row < gradients.length; row += 1) {
    const gradient = gradients[row] as number;
    const weights = head.weights[row];
    if (weights === undefined || Math.abs(gradient) < negligible) continue;
    for (let at = 0; at < indices.length; at += 1) {
      const bucket = indices[at] as number;
      weights[bucket] = (weights[bucket] as number) - gradient * (steps[at] as number);
    }
    head.bias[row] = (head.bias[row] ?? 0) - 0.02 * pace * gradient;
  }
};
