import { findComponents } from './components.js';
import { crop, type GreyImage, type PixelBox } from './grey-image.js';

/** Millimetres at each side in which the shadow of an edge, the lid or the table is looked for. */
const margin = 12;
/** No character is so long; what is, in the margin, is the edge of the sheet or what lay behind it. */
const leastLength = 25;
/** The soft edge of what is removed goes with it. */
const softer = 50;

const marginsOf = ({ width, height }: GreyImage, dpi: number): PixelBox[] => {
  const pixels = Math.round((margin / 25.4) * dpi);
  const across = Math.min(pixels, width);
  const down = Math.min(pixels, height);
  return [
    { left: 0, top: 0, right: across, bottom: height },
    { left: width - across, top: 0, right: width, bottom: height },
    { left: 0, top: 0, right: width, bottom: down },
    { left: 0, top: height - down, right: width, bottom: height },
  ];
};

/** Whitens what is connected to the first dark pixel on the upper edge of the box, within the box. */
const whiten = ({ width, data }: GreyImage, box: PixelBox, darkBelow: number): void => {
  const row = box.top * width;
  const open: number[] = [];
  for (let x = box.left; x < box.right; x += 1)
    if ((data[row + x] ?? 255) < darkBelow) open.push(row + x);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if ((data[at] ?? 255) >= darkBelow) continue;
    data[at] = 255;
    const x = at % width;
    const y = (at - x) / width;
    if (x > box.left) open.push(at - 1);
    if (x < box.right - 1) open.push(at + 1);
    if (y > box.top) open.push(at - width);
    if (y < box.bottom - 1) open.push(at + width);
  }
};

/**
 * Takes the dark edges around a sheet out of a flattened page, in place: framed by them the engine's layout takes
 * the whole page for a picture. Answers how many pieces there were.
 */
export const removeBorders = (page: GreyImage, dpi: number, inkBelow: number): number => {
  const least = (leastLength / 25.4) * dpi;
  let found = 0;
  for (const side of marginsOf(page, dpi)) {
    const upright = side.right - side.left < side.bottom - side.top;
    for (const piece of findComponents(crop(page, side), inkBelow)) {
      const length = upright ? piece.bottom - piece.top : piece.right - piece.left;
      if (length < least) continue;
      found += 1;
      const box = {
        left: side.left + piece.left,
        top: side.top + piece.top,
        right: side.left + piece.right,
        bottom: side.top + piece.bottom,
      };
      whiten(page, box, Math.min(235, inkBelow + softer));
    }
  }
  return found;
};
