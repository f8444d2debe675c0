import type { FeatureVector } from './features.js';
import { type LinearHead, scoresOf, softmax, usualTemperature } from './linear-head.js';

/** Mean negative log-likelihood of the true classes at a temperature. */
const loss = (
  scored: readonly { scores: Float64Array; target: number }[],
  temperature: number,
): number => {
  let sum = 0;
  for (const { scores, target } of scored) {
    sum -= Math.log(Math.max(1e-12, softmax(scores, temperature)[target] ?? 0));
  }
  return sum / scored.length;
};

/**
 * The temperature at which the probabilities of a head fit letters that it has not been trained on;
 * golden-section search on a logarithmic scale. The usual one when there is nothing to fit on.
 */
export const fitTemperature = (
  head: LinearHead,
  held: readonly { vector: FeatureVector; target: number }[],
): number => {
  if (held.length < 5) return usualTemperature;
  const scored = held.map(({ vector, target }) => ({ scores: scoresOf(head, vector), target }));
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.05);
  let high = Math.log(10);
  for (let round = 0; round < 30; round += 1) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (loss(scored, Math.exp(left)) < loss(scored, Math.exp(right))) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
};
