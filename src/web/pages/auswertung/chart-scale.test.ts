import { expect, it } from 'vitest';
import { labelStep, shortened, ticksOf } from './chart-scale.js';

it('an axis begins at 0, reaches the largest value, and has few round marks', () => {
  expect(ticksOf(0, 'anzahl')).toEqual([0, 1, 2, 3, 4, 5]);
  expect(ticksOf(3, 'anzahl')).toEqual([0, 1, 2, 3, 4, 5]);
  expect(ticksOf(7, 'anzahl')).toEqual([0, 2, 4, 6, 8]);
  expect(ticksOf(1_234, 'anzahl')).toEqual([0, 500, 1_000, 1_500]);
  expect(ticksOf(0.4, 'anteil')).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
  expect(ticksOf(1, 'anteil')).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
});

it('durations are marked in minutes, hours and days', () => {
  expect(ticksOf(200, 'sekunden')).toEqual([0, 60, 120, 180, 240]);
  expect(ticksOf(86_000, 'sekunden')).toEqual([0, 21_600, 43_200, 64_800, 86_400]);
  expect(ticksOf(86_400 * 30, 'sekunden').at(-1)).toBe(86_400 * 30);
});

it('labels are left out where they would lie upon each other, and long names are cut', () => {
  expect([labelStep(7, 16), labelStep(31, 16), labelStep(0, 16)]).toEqual([1, 2, 1]);
  expect(shortened('32.1 Bußgeldstelle', 40)).toBe('32.1 Bußgeldstelle');
  expect(shortened('32.1 Bußgeldstelle', 6)).toBe('32.1…');
});
