import { createRandom, type Random } from '../random.js';

type Point = readonly [x: number, y: number];

const between = (random: Random, low: number, high: number): number =>
  low + random.next() * (high - low);

/** The way of a quick pen: a tall first letter, smaller and smaller swings, a long stroke at the end. */
const penPoints = (random: Random, swings: number): Point[] => {
  const points: Point[] = [[between(random, 8, 16), between(random, 40, 50)]];
  let x = points[0]?.[0] ?? 10;
  const step = (dx: number, y: number): void => {
    x += dx;
    points.push([x, y]);
  };
  step(between(random, 2, 8), between(random, 4, 10));
  step(between(random, -9, -2), between(random, 44, 58));
  if (random.chance(0.6)) step(between(random, 12, 20), between(random, 10, 18));
  step(between(random, 4, 10), between(random, 40, 47));
  for (let i = 0; i < swings; i += 1) {
    const fade = 1 - i / (swings + 2);
    const tall = random.chance(0.22) ? between(random, 12, 20) : 0;
    const deep = random.chance(0.15) ? between(random, 8, 16) : 0;
    step(between(random, 3, 8), 42 - fade * between(random, 6, 15) - tall);
    step(
      between(random, 2, 6) * (random.chance(0.15) ? -0.6 : 1),
      42 + fade * between(random, 0, 4) + deep,
    );
  }
  step(between(random, 18, 34), between(random, 30, 44));
  if (random.chance(0.5)) {
    step(between(random, 8, 20), between(random, 36, 40));
    step(-between(random, 60, 120), between(random, 50, 56));
    step(between(random, 70, 130), between(random, 46, 54));
  }
  return points;
};

/** A smooth curve through the points (Catmull-Rom as cubic Béziers). */
const smoothPath = (points: readonly Point[]): string => {
  const at = (i: number): Point => points[Math.max(0, Math.min(points.length - 1, i))] ?? [0, 0];
  const first = at(0);
  let path = `M${first[0].toFixed(1)} ${first[1].toFixed(1)}`;
  for (let i = 0; i + 1 < points.length; i += 1) {
    const [x0, y0] = at(i - 1);
    const [x1, y1] = at(i);
    const [x2, y2] = at(i + 1);
    const [x3, y3] = at(i + 2);
    const numbers = [
      x1 + (x2 - x0) / 5,
      y1 + (y2 - y0) / 5,
      x2 - (x3 - x1) / 5,
      y2 - (y3 - y1) / 5,
      x2,
      y2,
    ];
    path += `C${numbers.map((value) => value.toFixed(1)).join(' ')}`;
  }
  return path;
};

/** A drawn signature for a name as SVG; nobody's hand, always the same for the same name. */
export const signatureSvg = (name: string): string => {
  const random = createRandom(`signature:${name}`);
  const path = smoothPath(
    penPoints(random, Math.min(9, Math.max(4, Math.round(name.length / 2.5)))),
  );
  const ink = random.pick(['#1b2a6b', '#15205a', '#202020', '#2b3f8c']);
  const tilt = random.int(-8, 1);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="64" viewBox="0 0 200 64"><path d="${path}" transform="rotate(${tilt} 20 42)" fill="none" stroke="${ink}" stroke-width="${between(random, 1.1, 2).toFixed(2)}" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
};
