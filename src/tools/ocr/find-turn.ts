import { crop, type GreyImage } from '../image/grey-image.js';
import type { PageInk } from '../image/ink.js';
import type { Engine } from './engine.js';
import { type FlatPage, preparePage } from './prepare-page.js';
import type { PageTurn } from './protocol.js';
import { doubtfulScore, scoreOf } from './score.js';

/** Side of the sample by which the orientation is tried, in millimetres. */
const sampleSide = 90;
const clearlyBetter = 0.1;

/** The square of the page with the most characters. */
const densestSample = (image: GreyImage, ink: PageInk, dpi: number): GreyImage => {
  const side = Math.min(Math.round((sampleSide / 25.4) * dpi), image.width, image.height);
  const step = Math.max(1, Math.round(side / 2));
  let best = { left: 0, top: 0, count: -1 };
  for (let top = 0; top <= image.height - side; top += step) {
    for (let left = 0; left <= image.width - side; left += step) {
      const count = ink.text.filter(
        (patch) =>
          patch.left >= left &&
          patch.right <= left + side &&
          patch.top >= top &&
          patch.bottom <= top + side,
      ).length;
      if (count > best.count) best = { left, top, count };
    }
  }
  const { left, top } = best;
  return crop(image, { left, top, right: left + side, bottom: top + side });
};

/** Reads the same sample all four ways round; undefined where no way is clearly better than upright. */
export const findTurn = async (engine: Engine, flat: FlatPage): Promise<PageTurn | undefined> => {
  const turns: PageTurn[] = flat.skew.sideways ? [90, 270] : [0, 180];
  const others: PageTurn[] = flat.skew.sideways ? [0, 180] : [90, 270];
  const sample = densestSample(flat.image, flat.ink, flat.dpi);
  const scores = new Map<PageTurn, number>();
  for (const turn of [...turns, ...others]) {
    const prepared = preparePage({ image: sample, dpi: flat.dpi }, turn);
    scores.set(turn, scoreOf(await engine.recognise(prepared.image, prepared.dpi, 'block')));
    if (Math.max(...scores.values()) > doubtfulScore + clearlyBetter) break;
  }
  const [best] = [...scores.entries()].sort(([, a], [, b]) => b - a);
  return best !== undefined && best[1] > (scores.get(0) ?? 0) + clearlyBetter ? best[0] : undefined;
};
