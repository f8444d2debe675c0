import { describe, expect, it } from 'vitest';
import type { FeatureVector } from './features.js';
import { createReplayBuffer, recall, remember, scattered } from './replay-buffer.js';

const vector = (length: number): FeatureVector => ({
  indices: Uint32Array.from({ length }, (_, index) => index),
  values: Float32Array.from({ length }, (_, index) => (index + 1) / length),
});

describe('remembering letters', () => {
  it('keeps rare matters when frequent ones fill the memory', () => {
    const buffer = createReplayBuffer();
    for (let count = 0; count < 5; count += 1)
      remember(buffer, { vector: vector(3), kind: 1, einheit: 1 }, 50);
    for (let count = 0; count < 500; count += 1)
      remember(buffer, { vector: vector(3), kind: 0, einheit: 0 }, 50);
    expect(buffer.items).toHaveLength(50);
    expect(buffer.items.filter(({ kind }) => kind === 1)).toHaveLength(5);
    expect(buffer.offered).toBe(505);
  });

  it('makes room for what is new', () => {
    const buffer = createReplayBuffer();
    for (let count = 0; count < 50; count += 1)
      remember(buffer, { vector: vector(3), kind: 0, einheit: 0 }, 50);
    for (let count = 0; count < 60; count += 1)
      remember(buffer, { vector: vector(3), kind: 2, einheit: -1 }, 50);
    const fresh = buffer.items.filter(({ kind }) => kind === 2).length;
    expect(fresh).toBeGreaterThan(20);
    expect(fresh).toBeLessThan(30);
  });

  it('keeps the strongest features of a long letter and the length of its vector', () => {
    const buffer = createReplayBuffer();
    remember(buffer, { vector: vector(1_000), kind: 0, einheit: 0 });
    const kept = buffer.items[0]?.vector;
    expect(kept?.indices).toHaveLength(256);
    expect(Math.min(...(kept?.indices ?? []))).toBe(744);
    const lengthOf = (values: Iterable<number>): number => Math.hypot(...values);
    expect(lengthOf(kept?.values ?? [])).toBeCloseTo(lengthOf(vector(1_000).values), 3);
  });

  it('recalls others after every letter, the same ones in the same state', () => {
    const buffer = createReplayBuffer();
    expect(recall(buffer, 2)).toEqual([]);
    for (let kind = 0; kind < 40; kind += 1)
      remember(buffer, { vector: vector(2), kind, einheit: 0 });
    const first = recall(buffer, 3);
    expect(recall(buffer, 3)).toEqual(first);
    remember(buffer, { vector: vector(2), kind: 40, einheit: 0 });
    expect(recall(buffer, 3)).not.toEqual(first);
  });

  it('draws evenly', () => {
    const counts = new Array<number>(10).fill(0);
    for (let number = 0; number < 10_000; number += 1) {
      const drawn = scattered(number, 10);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
