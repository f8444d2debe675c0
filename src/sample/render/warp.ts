import type { Bitmap } from './bitmap.js';

/** Corners of the paper in the picture: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point];
type Point = readonly [x: number, y: number];

/** Coefficients of `(ax+by+c)/(gx+hy+1)`, `(dx+ey+f)/(gx+hy+1)`. */
type Homography = readonly [number, number, number, number, number, number, number, number];

/** Maps the unit square onto the quad (Heckbert's closed form). */
const squareToQuad = ([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Quad): Homography => {
  const dx1 = x1 - x2;
  const dx2 = x3 - x2;
  const dy1 = y1 - y2;
  const dy2 = y3 - y2;
  const sx = x0 - x1 + x2 - x3;
  const sy = y0 - y1 + y2 - y3;
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h];
};

/** The inverse mapping, again up to its common factor. */
const inverted = ([a, b, c, d, e, f, g, h]: Homography): Homography => {
  const scale = a * e - b * d;
  return [
    (e - f * h) / scale,
    (c * h - b) / scale,
    (b * f - c * e) / scale,
    (f * g - d) / scale,
    (a - c * g) / scale,
    (c * d - a * f) / scale,
    (d * h - e * g) / scale,
    (b * g - a * h) / scale,
  ];
};

const sample = (source: Bitmap, x: number, y: number, channel: number): number => {
  const { width, channels, data } = source;
  const left = x | 0;
  const top = y | 0;
  const fx = x - left;
  const fy = y - top;
  const at = (top * width + left) * channels + channel;
  const below = at + width * channels;
  const upper = (data[at] as number) * (1 - fx) + (data[at + channels] as number) * fx;
  const lower = (data[below] as number) * (1 - fx) + (data[below + channels] as number) * fx;
  return upper * (1 - fy) + lower * fy;
};

/**
 * Lays the page onto a ground so that its corners fall on the quad, with bilinear interpolation.
 * The ground is what a camera sees beside the paper, or a scanner's white lid.
 */
export const placeOnQuad = (
  source: Bitmap,
  {
    quad,
    width,
    height,
    ground,
  }: { quad: Quad; width: number; height: number; ground: readonly [number, number, number] },
): Bitmap => {
  const { channels } = source;
  const data = new Uint8Array(width * height * channels);
  const [a, b, c, d, e, f, g, h] = inverted(squareToQuad(quad));
  const maxX = source.width - 1.001;
  const maxY = source.height - 1.001;
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    let nx = b * y + c;
    let ny = e * y + f;
    let nw = h * y + 1;
    for (let x = 0; x < width; x += 1, nx += a, ny += d, nw += g, to += channels) {
      const sx = (nx / nw) * source.width;
      const sy = (ny / nw) * source.height;
      const inside = sx >= 0 && sy >= 0 && sx <= maxX && sy <= maxY;
      if (channels === 1) data[to] = inside ? sample(source, sx, sy, 0) : ground[0];
      else {
        for (let k = 0; k < 3; k += 1) {
          data[to + k] = inside ? sample(source, sx, sy, k) : (ground[k] as number);
        }
      }
    }
  }
  return { width, height, channels, data };
};

/** Turns the page by a small angle around its centre; positive is clockwise; the size stays. */
export const skewed = (source: Bitmap, degrees: number): Bitmap => {
  const { width, height } = source;
  const angle = (degrees * Math.PI) / 180;
  const turn = (x: number, y: number): Point => {
    const dx = x - width / 2;
    const dy = y - height / 2;
    return [
      width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle),
      height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle),
    ];
  };
  const quad: Quad = [turn(0, 0), turn(width, 0), turn(width, height), turn(0, height)];
  return placeOnQuad(source, { quad, width, height, ground: [250, 250, 250] });
};
