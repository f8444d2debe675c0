import type { GreyImage } from '#tools/image/grey-image.js';
import type { Rechteck } from './layoutprofil.js';

/** A drawn page with its resolution. */
export interface Seitenbild extends GreyImage {
  dpi: number;
}

const mmPerInch = 25.4;
/** Paper is 255; thin grey lines that fall between two pixels are hardly darker. */
const papier = 240;

const jeMm = ({ dpi }: Seitenbild): number => dpi / mmPerInch;

/** Pixels that lie wholly within the part of the sheet; `bis` is exclusive. */
const pixelOf = (bild: Seitenbild, { x, y, breite, hoehe }: Rechteck) => {
  const scale = jeMm(bild);
  const slack = 0.02;
  return {
    links: Math.max(0, Math.ceil(x * scale - slack)),
    oben: Math.max(0, Math.ceil(y * scale - slack)),
    rechts: Math.min(bild.width, Math.floor((x + breite) * scale + slack)),
    unten: Math.min(bild.height, Math.floor((y + hoehe) * scale + slack)),
  };
};

/** The part of the sheet with that much more on every side. */
export const erweitert = ({ x, y, breite, hoehe }: Rechteck, mm: number): Rechteck => ({
  x: x - mm,
  y: y - mm,
  breite: breite + 2 * mm,
  hoehe: hoehe + 2 * mm,
});

/** The same page, but white in these parts of it; pixels that they touch count. */
const ohne = (bild: Seitenbild, ausser: readonly Rechteck[]): Seitenbild => {
  if (ausser.length === 0) return bild;
  const data = bild.data.slice();
  const rand = 1 / jeMm(bild);
  for (const flaeche of ausser) {
    const { links, oben, rechts, unten } = pixelOf(bild, erweitert(flaeche, rand));
    for (let y = oben; y < unten; y += 1) {
      if (rechts > links) data.fill(255, y * bild.width + links, y * bild.width + rechts);
    }
  }
  return { ...bild, data };
};

/** Bounds of the ink in a part of the sheet, in mm; undefined where the paper is blank. */
export const tinteIn = (
  bild: Seitenbild,
  flaeche: Rechteck,
  ausser: readonly Rechteck[] = [],
): Rechteck | undefined => {
  const { data, width } = ohne(bild, ausser);
  const { links, oben, rechts, unten } = pixelOf(bild, flaeche);
  let [left, top, right, bottom] = [rechts, -1, -1, -1];
  for (let y = oben; y < unten; y += 1) {
    const row = y * width;
    for (let x = links; x < rechts; x += 1) {
      if ((data[row + x] ?? 255) >= papier) continue;
      if (top === -1) top = y;
      bottom = y;
      if (x < left) left = x;
      if (x > right) right = x;
    }
  }
  if (top === -1) return undefined;
  const scale = jeMm(bild);
  return {
    x: left / scale,
    y: top / scale,
    breite: (right + 1 - left) / scale,
    hoehe: (bottom + 1 - top) / scale,
  };
};

const dunkelheit = (bild: Seitenbild, x: number, y: number): number =>
  255 - (bild.data[y * bild.width + x] ?? 255);

/**
 * The left edge of the ink in a part of the sheet, in mm, to a fraction of a pixel: a pixel that the edge
 * crosses is as dark as it is covered.
 */
export const linkeKante = (
  seite: Seitenbild,
  flaeche: Rechteck,
  ausser: readonly Rechteck[] = [],
): number | undefined => {
  const bild = ohne(seite, ausser);
  const { links, oben, rechts, unten } = pixelOf(bild, flaeche);
  let least: number | undefined;
  for (let y = oben; y < unten; y += 1) {
    for (let x = links; x < rechts; x += 1) {
      const dark = dunkelheit(bild, x, y);
      if (dark <= 255 - papier) continue;
      const next = dunkelheit(bild, x + 1, y);
      const edge = x + 1 - (next > dark ? dark / next : 1);
      if (least === undefined || edge < least) least = edge;
      break;
    }
  }
  return least === undefined ? undefined : least / jeMm(bild);
};

/** How dark each row of pixels in the part of the sheet is. */
const zeilenschwaerze = (
  bild: Seitenbild,
  flaeche: Rechteck,
): { oben: number; werte: number[] } => {
  const { links, oben, rechts, unten } = pixelOf(bild, flaeche);
  const werte: number[] = [];
  for (let y = oben; y < unten; y += 1) {
    let sum = 0;
    for (let x = links; x < rechts; x += 1) sum += dunkelheit(bild, x, y);
    werte.push(sum);
  }
  return { oben, werte };
};

/**
 * The line on which letters stand, in mm from the top: where the rows lose most of their ink at once.
 * Undefined where there is none.
 */
export const grundlinieIn = (bild: Seitenbild, flaeche: Rechteck): number | undefined => {
  const { oben, werte } = zeilenschwaerze(bild, flaeche);
  const at = (row: number): number => werte[row] ?? 0;
  let best = 0;
  let where = -1;
  for (let row = 0; row + 2 < werte.length; row += 1) {
    const fall = at(row) - at(row + 2);
    if (fall > best) [best, where] = [fall, row];
  }
  if (where === -1) return undefined;
  const covered = Math.min(1, Math.max(0, (at(where + 1) - at(where + 2)) / best));
  return (oben + where + 1 + covered) / jeMm(bild);
};

/** The first blank strip of at least that height within the part of the sheet; the y of its begin, in mm. */
export const ersteLuecke = (
  bild: Seitenbild,
  flaeche: Rechteck,
  mindestens: number,
): number | undefined => {
  const { oben, werte } = zeilenschwaerze(bild, flaeche);
  const needed = Math.ceil(mindestens * jeMm(bild));
  let blank = 0;
  for (const [row, wert] of werte.entries()) {
    blank = wert <= 255 - papier ? blank + 1 : 0;
    if (blank >= needed) return (oben + row + 1 - blank) / jeMm(bild);
  }
  return undefined;
};

/** The height of a horizontal line across nearly all of the part of the sheet, in mm; undefined without one. */
export const linieIn = (bild: Seitenbild, flaeche: Rechteck): number | undefined => {
  const { links, oben, rechts, unten } = pixelOf(bild, flaeche);
  let [sum, weighted] = [0, 0];
  for (let y = oben; y < unten; y += 1) {
    let [inked, dark] = [0, 0];
    for (let x = links; x < rechts; x += 1) {
      const here = dunkelheit(bild, x, y);
      if (here > 255 - papier) inked += 1;
      dark += here;
    }
    if (inked < 0.9 * (rechts - links)) continue;
    sum += dark;
    weighted += dark * (y + 0.5);
  }
  return sum === 0 ? undefined : weighted / sum / jeMm(bild);
};
