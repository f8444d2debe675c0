import { type Component, findComponents } from './components.js';
import type { GreyImage, PixelBox } from './grey-image.js';
import { countTones, inkThreshold } from './tones.js';

const millimetresPerInch = 25.4;

/** What is printed or written on a page, after its background has been removed. */
export interface PageInk {
  /** Patches of the size of characters, from 1.2 to 9 mm high. */
  text: Component[];
  /** Patches as high as the characters of fine print, 0.7 to 1.2 mm; dust may be among them. */
  fine: Component[];
  /** Patches smaller than any character. */
  specks: Component[];
  /** Share of the page that they cover with ink. */
  textShare: number;
  /** Share of the page, without its outer 7 mm, that larger patches cover with ink. */
  largeShare: number;
}

const isTextSized = (component: Component, perMillimetre: number): boolean => {
  const height = (component.bottom - component.top) / perMillimetre;
  const width = (component.right - component.left) / perMillimetre;
  const filled =
    component.area / ((component.bottom - component.top) * (component.right - component.left));
  return height >= 1.2 && height <= 9 && width >= 0.2 && width <= 60 && filled > 0.08;
};

/** Sorts the ink of a flattened page; meant for 100 to 300 dpi. */
export const measureInk = (
  flat: GreyImage,
  dpi: number,
  threshold = inkThreshold(countTones(flat)),
): PageInk => {
  const perMillimetre = dpi / millimetresPerInch;
  const edge = 7 * perMillimetre;
  const text: Component[] = [];
  const fine: Component[] = [];
  const specks: Component[] = [];
  let large = 0;
  for (const component of findComponents(flat, threshold)) {
    const height = (component.bottom - component.top) / perMillimetre;
    const width = (component.right - component.left) / perMillimetre;
    if (isTextSized(component, perMillimetre)) text.push(component);
    else if (height < 0.6 && width < 0.6) specks.push(component);
    else if (height >= 0.7 && height < 1.2 && width >= 0.35 && width < 3) fine.push(component);
    else if (
      component.left > edge &&
      component.top > edge &&
      component.right < flat.width - edge &&
      component.bottom < flat.height - edge
    )
      large += component.area;
  }
  const pixels = flat.width * flat.height;
  const textArea = text.reduce((sum, { area }) => sum + area, 0);
  return { text, fine, specks, textShare: textArea / pixels, largeShare: large / pixels };
};

/** Fewer patches than this on a page of paper are dust, not writing. */
const fewestCharacters = 4;
const leastShare = 0.0005;

/** A page is blank when it shows neither characters nor anything larger; a signature is not blank. */
export const isBlank = ({ text, textShare, largeShare }: PageInk): boolean =>
  text.length < fewestCharacters && textShare + largeShare < leastShare;

/** Share of the text-sized patches whose centre lies in one of the boxes (same pixels as the patches). */
export const coveredShare = (text: readonly Component[], boxes: readonly PixelBox[]): number => {
  if (text.length === 0) return 1;
  return 1 - uncovered(text, boxes).length / text.length;
};

/** The text-sized patches whose centre lies in none of the boxes. */
export const uncovered = (
  text: readonly Component[],
  boxes: readonly PixelBox[],
): readonly Component[] => {
  const band = 64;
  const bands = new Map<number, PixelBox[]>();
  for (const box of boxes) {
    for (let at = Math.floor(box.top / band); at <= Math.floor(box.bottom / band); at += 1) {
      const list = bands.get(at);
      if (list === undefined) bands.set(at, [box]);
      else list.push(box);
    }
  }
  return text.filter((component) => {
    const x = (component.left + component.right) / 2;
    const y = (component.top + component.bottom) / 2;
    const near = bands.get(Math.floor(y / band)) ?? [];
    return !near.some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
  });
};
