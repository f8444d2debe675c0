import { type GreyImage, shrink } from './grey-image.js';

/** Angles beyond this are no crooked feed but another orientation. */
const largestAngle = 4;
const coarseStep = 0.2;
const fineStep = 0.02;
/** Fewer stroke edges than this do not make lines. */
const fewestEdges = 150;
const mostEdges = 60_000;

interface Edges {
  x: Float32Array;
  y: Float32Array;
  extent: number;
}

/** The lower edges of strokes stand in sharp rows along baselines; `sideways` takes right edges instead. */
const strokeEdges = (image: GreyImage, sideways: boolean): Edges => {
  const xs: number[] = [];
  const ys: number[] = [];
  const { width, height, data } = image;
  const step = sideways ? 1 : width;
  for (let y = 1; y < height - 2; y += 1) {
    for (let x = 1; x < width - 2; x += 1) {
      const at = y * width + x;
      if ((data[at + step] ?? 255) - (data[at] ?? 255) <= 40) continue;
      xs.push(sideways ? y : x);
      ys.push(sideways ? x : y);
    }
  }
  const keep = Math.ceil(xs.length / mostEdges);
  const pick = (values: number[]): Float32Array =>
    Float32Array.from(keep > 1 ? values.filter((_v, index) => index % keep === 0) : values);
  return { x: pick(xs), y: pick(ys), extent: sideways ? width : height };
};

/** How peaked the profile of edges is when the page is turned back by the angle. */
const sharpness = ({ x, y, extent }: Edges, angle: number): number => {
  const slope = Math.tan((angle * Math.PI) / 180);
  const offset = Math.ceil(extent * 0.5);
  const bins = new Float64Array(extent * 2 + 2);
  for (let at = 0; at < x.length; at += 1) {
    const bin = ((y[at] ?? 0) - (x[at] ?? 0) * slope + offset) | 0;
    if (bin >= 0 && bin < bins.length) bins[bin] = (bins[bin] ?? 0) + 1;
  }
  let sum = 0;
  for (const count of bins) sum += count * count;
  return sum / (x.length * x.length);
};

const bestAngle = (edges: Edges, from: number, to: number, step: number): [number, number] => {
  let best: [number, number] = [0, -1];
  for (let angle = from; angle <= to + step / 2; angle += step) {
    const value = sharpness(edges, angle);
    if (value > best[1]) best = [angle, value];
  }
  return best;
};

/** What the profile of a page says about how it lay in the scanner. */
export interface Skew {
  /** Degrees by which text lines fall to the right (clockwise); turn back by this much. 0 where unsure. */
  angle: number;
  /** Text lines run from top to bottom: the page lies on its side. */
  sideways: boolean;
}

/** Measures the skew of a flattened page of 200 to 300 dpi to about 0.03 degrees. */
export const measureSkew = (flat: GreyImage): Skew => {
  const small = shrink(flat, 4);
  const edges = strokeEdges(small, false);
  if (edges.x.length < fewestEdges) return { angle: 0, sideways: false };
  const upright = bestAngle(edges, -largestAngle, largestAngle, coarseStep);
  const across = bestAngle(strokeEdges(small, true), -2, 2, coarseStep);
  const sideways = across[1] > upright[1] * 1.5;
  const fine = bestAngle(edges, upright[0] - coarseStep, upright[0] + coarseStep, fineStep);
  const sure = fine[1] > sharpness(edges, 0) * 1.03;
  return { angle: sure && !sideways ? fine[0] : 0, sideways };
};
