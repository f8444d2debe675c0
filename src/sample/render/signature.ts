import { createRandom, type Random } from '../random.js';

const number = (value: number): string => value.toFixed(1);

/** Loops of a quick hand: the first letter tall, then ever flatter waves, at the end a stroke. */
const strokes = (random: Random, letters: number): string => {
  let x = 4;
  const base = 34;
  let path = `M ${number(x)} ${number(base - 4)}`;
  const curve = (dx1: number, y1: number, dx2: number, y2: number, dx: number, y: number): void => {
    path += ` C ${number(x + dx1)} ${number(y1)}, ${number(x + dx2)} ${number(y2)}, ${number(x + dx)} ${number(y)}`;
    x += dx;
  };
  curve(
    -3 + random.int(0, 4),
    base - 34,
    12 + random.int(0, 6),
    base - 38,
    10,
    base - random.int(0, 6),
  );
  curve(4, base + 10, -8, base + 6, 6, base - 14);
  for (let i = 0; i < letters; i += 1) {
    const height = Math.max(2, (14 - i * 1.6) * (0.5 + random.next()));
    const tall = random.chance(0.18) ? 16 : 0;
    curve(
      2,
      base - height - tall,
      6,
      base - height - tall,
      5 + random.next() * 5,
      base - random.next() * 3,
    );
    curve(1, base + 3, 2, base + random.int(0, 5), 1 + random.next() * 2, base - random.next() * 2);
  }
  curve(
    14,
    base + random.int(-8, 6),
    26,
    base - random.int(-6, 10),
    30 + random.int(0, 24),
    base - random.int(0, 12),
  );
  return path;
};

/** A drawn signature for a name as SVG; nobody's hand, always the same for the same name. */
export const signatureSvg = (name: string): string => {
  const random = createRandom(`signature:${name}`);
  const path = strokes(random, Math.min(9, Math.max(4, Math.round(name.length / 2))));
  const ink = random.pick(['#1b2a6b', '#15205a', '#202020', '#2b3f8c']);
  const tilt = random.int(-9, 2);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="220" height="56" viewBox="0 -6 220 62"><path d="${path}" transform="rotate(${tilt} 10 34)" fill="none" stroke="${ink}" stroke-width="${(1 + random.next() * 0.8).toFixed(2)}" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
};
