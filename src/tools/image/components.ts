import type { GreyImage, PixelBox } from './grey-image.js';

/** A connected patch of ink: its bounding box and its number of dark pixels. */
export interface Component extends PixelBox {
  area: number;
}

interface Labels {
  parents: number[];
  boxes: Component[];
}

const rootOf = ({ parents }: Labels, label: number): number => {
  let root = label;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root] ?? root] ?? root;
    root = parents[root] ?? root;
  }
  return root;
};

const merge = (labels: Labels, a: number, b: number): number => {
  const first = rootOf(labels, a);
  const second = rootOf(labels, b);
  if (first === second) return first;
  const kept = labels.boxes[first];
  const gone = labels.boxes[second];
  if (kept === undefined || gone === undefined) return first;
  labels.parents[second] = first;
  kept.left = Math.min(kept.left, gone.left);
  kept.top = Math.min(kept.top, gone.top);
  kept.right = Math.max(kept.right, gone.right);
  kept.bottom = Math.max(kept.bottom, gone.bottom);
  kept.area += gone.area;
  return first;
};

/** Runs of dark pixels of one row; `to` is exclusive. Kept from row to row, because a page has a million of them. */
interface Runs {
  count: number;
  from: Int32Array;
  to: Int32Array;
  labels: Int32Array;
}

const createRuns = (width: number): Runs => {
  const most = (width >> 1) + 1;
  const list = (): Int32Array => new Int32Array(most);
  return { count: 0, from: list(), to: list(), labels: list() };
};

const findRuns = (
  runs: Runs,
  data: Uint8Array,
  row: { start: number; end: number },
  darkBelow: number,
): void => {
  const { start, end } = row;
  let count = 0;
  let at = start;
  while (at < end) {
    if ((data[at] ?? 255) >= darkBelow) {
      at += 1;
      continue;
    }
    runs.from[count] = at - start;
    while (at < end && (data[at] ?? 255) < darkBelow) at += 1;
    runs.to[count] = at - start;
    count += 1;
  }
  runs.count = count;
};

const addRun = (labels: Labels, known: number, y: number, from: number, to: number): number => {
  if (known < 0) {
    const label = labels.boxes.length;
    labels.parents.push(label);
    labels.boxes.push({ left: from, top: y, right: to, bottom: y + 1, area: to - from });
    return label;
  }
  const box = labels.boxes[rootOf(labels, known)];
  if (box === undefined) return known;
  if (from < box.left) box.left = from;
  if (to > box.right) box.right = to;
  box.bottom = y + 1;
  box.area += to - from;
  return known;
};

/** Joins the runs of a row to the patches that they touch in the row above. */
const joinRows = (labels: Labels, above: Runs, runs: Runs, y: number): void => {
  let first = 0;
  for (let run = 0; run < runs.count; run += 1) {
    const from = runs.from[run] ?? 0;
    const to = runs.to[run] ?? 0;
    let label = -1;
    while (first < above.count && (above.to[first] ?? 0) < from) first += 1;
    for (let at = first; at < above.count && (above.from[at] ?? 0) <= to; at += 1) {
      const other = above.labels[at] ?? 0;
      label = label < 0 || label === other ? other : merge(labels, label, other);
    }
    runs.labels[run] = addRun(labels, label, y, from, to);
  }
};

/**
 * Finds all 8-connected patches of pixels darker than `darkBelow`.
 * Gives up with what it has after `limit` labels, so that pure noise costs no more than a letter.
 */
export const findComponents = (
  image: GreyImage,
  darkBelow: number,
  limit = 200_000,
): Component[] => {
  const { width, height, data } = image;
  const labels: Labels = { parents: [], boxes: [] };
  let above = createRuns(width);
  let runs = createRuns(width);
  for (let y = 0; y < height && labels.boxes.length < limit; y += 1) {
    findRuns(runs, data, { start: y * width, end: (y + 1) * width }, darkBelow);
    joinRows(labels, above, runs, y);
    [above, runs] = [runs, above];
  }
  return labels.boxes.filter((_box, label) => labels.parents[label] === label);
};
