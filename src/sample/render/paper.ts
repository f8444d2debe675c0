import type { Random } from '../random.js';
import type { Bitmap } from './bitmap.js';

/** Fast noise: a table of normally distributed values, walked through by a multiplicative generator. */
const createNoise = (random: Random, sigma: number): (() => number) => {
  const table = new Float32Array(4096);
  for (let i = 0; i < table.length; i += 1) {
    table[i] = (random.next() + random.next() + random.next() + random.next() - 2) * 1.73 * sigma;
  }
  let state = random.int(1, 0x7fffffff);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return table[(state >>> 16) & 4095] as number;
  };
};

/** Grain of sensor and paper. */
export const addNoise = (
  { data }: Bitmap,
  { random, sigma }: { random: Random; sigma: number },
): void => {
  const noise = createNoise(random, sigma);
  for (let i = 0; i < data.length; i += 1) {
    const value = (data[i] as number) + noise();
    data[i] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
};

/** Brings black ink and white paper to other tones, for each channel alike or one by one. */
export const setTones = (
  { data, channels }: Bitmap,
  { ink, paper }: { ink: readonly number[]; paper: readonly number[] },
): void => {
  const tables = Array.from({ length: channels }, (_, c) => {
    const from = ink[c] ?? ink[0] ?? 0;
    const to = paper[c] ?? paper[0] ?? 255;
    return Uint8Array.from({ length: 256 }, (_value, v) =>
      Math.round(from + ((to - from) * v) / 255),
    );
  });
  for (let i = 0; i < data.length; i += 1) {
    data[i] = (tables[i % channels] as Uint8Array)[data[i] as number] as number;
  }
};

/** Darkens by a factor that depends on the place; computed on a grid of 16 pixels and kept constant within. */
export const shade = (bitmap: Bitmap, factorAt: (x: number, y: number) => number): void => {
  const { width, height, channels, data } = bitmap;
  const step = 8;
  for (let top = 0; top < height; top += step) {
    for (let left = 0; left < width; left += step) {
      const factor = factorAt(left / width, top / height);
      if (factor === 1) continue;
      const bottom = Math.min(top + step, height);
      const right = Math.min(left + step, width) * channels;
      for (let y = top; y < bottom; y += 1) {
        const row = y * width * channels;
        for (let i = row + left * channels; i < row + right; i += 1) {
          const value = (data[i] as number) * factor;
          data[i] = value > 255 ? 255 : value;
        }
      }
    }
  }
};

/** Creases where the sheet was folded for the envelope: a dark line with a light edge. */
export const addFolds = (
  bitmap: Bitmap,
  { random, strength }: { random: Random; strength: number },
): void => {
  const { width, height, channels, data } = bitmap;
  const tilt = (random.next() - 0.5) * 0.01;
  for (const share of [
    1 / 3 + (random.next() - 0.5) * 0.02,
    2 / 3 + (random.next() - 0.5) * 0.02,
  ]) {
    for (let x = 0; x < width; x += 1) {
      const centre = share * height + tilt * (x - width / 2);
      for (let dy = -4; dy <= 4; dy += 1) {
        const y = Math.round(centre) + dy;
        if (y < 0 || y >= height) continue;
        const change = dy === 0 ? -strength : dy < 0 ? -strength * 0.25 : strength * 0.12;
        for (let c = 0; c < channels; c += 1) {
          const i = (y * width + x) * channels + c;
          const value = (data[i] as number) + change * (0.6 + random.next() * 0.5);
          data[i] = value < 0 ? 0 : value > 255 ? 255 : value;
        }
      }
    }
  }
};

/** Dots of dirt or toner, black on paper and white in ink. */
export const addSpecks = (
  bitmap: Bitmap,
  { random, count, maxRadius }: { random: Random; count: number; maxRadius: number },
): void => {
  const { width, height, channels, data } = bitmap;
  for (let n = 0; n < count; n += 1) {
    const cx = random.int(0, width - 1);
    const cy = random.int(0, height - 1);
    const radius = random.next() * maxRadius;
    const value = random.chance(0.85) ? random.int(0, 70) : 255;
    for (
      let y = Math.max(0, cy - Math.ceil(radius));
      y <= Math.min(height - 1, cy + radius);
      y += 1
    ) {
      for (
        let x = Math.max(0, cx - Math.ceil(radius));
        x <= Math.min(width - 1, cx + radius);
        x += 1
      ) {
        if ((x - cx) ** 2 + (y - cy) ** 2 > radius * radius + 0.3) continue;
        data.fill(value, (y * width + x) * channels, (y * width + x) * channels + channels);
      }
    }
  }
};

/** A tired ribbon or cartridge: tiny gaps in the print. */
export const addWornToner = (
  bitmap: Bitmap,
  { random, share }: { random: Random; share: number },
): void => {
  const { data, channels } = bitmap;
  const noise = createNoise(random, 1);
  const limit = 2 - share * 3;
  for (let i = 0; i < data.length; i += channels) {
    if ((data[i] as number) > 110 || noise() < limit) continue;
    data.fill(190, i, i + channels);
  }
};

/** The brown ring and drops of a cup; lets the print shine through. */
export const addCoffee = (bitmap: Bitmap, random: Random): void => {
  const { width, height, channels, data } = bitmap;
  const cx = width * (0.25 + random.next() * 0.5);
  const cy = height * (0.2 + random.next() * 0.55);
  const radius = width * (0.16 + random.next() * 0.05);
  const ringWidth = radius * 0.055;
  const gap = random.next() * Math.PI * 2;
  const absorption = [0.16, 0.3, 0.5];
  const reach = Math.ceil(radius * 1.25);
  for (let y = Math.max(0, Math.floor(cy - reach)); y < Math.min(height, cy + reach); y += 1) {
    for (let x = Math.max(0, Math.floor(cx - reach)); x < Math.min(width, cx + reach); x += 1) {
      const angle = Math.atan2(y - cy, x - cx);
      const wobble = 1 + 0.012 * Math.sin(angle * 5) + 0.008 * Math.sin(angle * 11 + gap);
      const distance = Math.hypot(x - cx, y - cy) / wobble - radius;
      const ring = Math.exp(-((distance / ringWidth) ** 2)) * (0.55 + 0.45 * Math.cos(angle - gap));
      const inside = distance < 0 ? 0.28 : 0;
      const amount = Math.min(1, ring * 1.3 + inside);
      if (amount < 0.01) continue;
      for (let c = 0; c < channels; c += 1) {
        const i = (y * width + x) * channels + c;
        data[i] =
          (data[i] as number) * (1 - amount * (channels === 1 ? 0.32 : (absorption[c] ?? 0.3)));
      }
    }
  }
};

/** The back of the sheet shines through: the page itself, mirrored and faint. */
export const addShineThrough = (bitmap: Bitmap, strength: number): void => {
  const { width, height, channels, data } = bitmap;
  const copy = data.slice();
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    const from = Math.max(0, y - 23) * width;
    for (let x = 0; x < width; x += 1) {
      const back = copy[(from + width - 1 - x) * channels] as number;
      if (back > 200) continue;
      for (let c = 0; c < channels; c += 1) {
        const i = (row + x) * channels + c;
        data[i] = Math.max(0, (data[i] as number) - (200 - back) * strength);
      }
    }
  }
};

/** Ink or paper, nothing between; a little noise at the edges as in a fax machine. */
export const toBlackAndWhite = (
  { data }: Bitmap,
  { random, threshold, jitter }: { random: Random; threshold: number; jitter: number },
): void => {
  const noise = createNoise(random, jitter);
  for (let i = 0; i < data.length; i += 1) {
    data[i] = (data[i] as number) + noise() < threshold ? 0 : 255;
  }
};
