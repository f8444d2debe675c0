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

/** A run of dark pixels in one row; `to` is exclusive. */
interface Run {
  from: number;
  to: number;
  label: number;
}

const darkRuns = (image: GreyImage, y: number, darkBelow: number): Run[] => {
  const runs: Run[] = [];
  const start = y * image.width;
  let x = 0;
  while (x < image.width) {
    if ((image.data[start + x] ?? 255) >= darkBelow) {
      x += 1;
      continue;
    }
    const from = x;
    while (x < image.width && (image.data[start + x] ?? 255) < darkBelow) x += 1;
    runs.push({ from, to: x, label: -1 });
  }
  return runs;
};

const addRun = (labels: Labels, run: Run, y: number): void => {
  if (run.label < 0) {
    run.label = labels.boxes.length;
    labels.parents.push(run.label);
    labels.boxes.push({ left: run.from, top: y, right: run.to, bottom: y + 1, area: 0 });
  }
  const box = labels.boxes[rootOf(labels, run.label)];
  if (box === undefined) return;
  box.left = Math.min(box.left, run.from);
  box.right = Math.max(box.right, run.to);
  box.bottom = y + 1;
  box.area += run.to - run.from;
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
  const labels: Labels = { parents: [], boxes: [] };
  let previous: Run[] = [];
  for (let y = 0; y < image.height && labels.boxes.length < limit; y += 1) {
    const runs = darkRuns(image, y, darkBelow);
    let first = 0;
    for (const run of runs) {
      while (first < previous.length && (previous[first]?.to ?? 0) < run.from) first += 1;
      for (let at = first; at < previous.length; at += 1) {
        const above = previous[at];
        if (above === undefined || above.from > run.to) break;
        run.label = run.label < 0 ? above.label : merge(labels, run.label, above.label);
      }
      addRun(labels, run, y);
    }
    previous = runs;
  }
  return labels.boxes.filter((_box, label) => labels.parents[label] === label);
};
