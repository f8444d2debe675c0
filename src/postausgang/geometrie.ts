/** What a letter is laid out for: an envelope after DIN 5008, the letter service E-POST, or a screen. */
export type Blattart = 'din-a' | 'din-b' | 'epost';

/** Where everything stands on a sheet of A4; lengths in mm from its upper left corner. */
export interface Briefgeometrie {
  rand: { links: number; rechts: number; oben: number; unten: number };
  briefkopf: { y: number; hoehe: number };
  /** Field of the address with its two zones, and where the line of the sender ends above them. */
  anschriftfeld: {
    x: number;
    y: number;
    breite: number;
    einzug: number;
    absender: number;
    vermerke: number;
    anschrift: number;
  };
  infoblock: { x: number; y: number; breite: number };
  textbeginn: number;
  /** Upper and lower fold mark on page 1 and the hole mark on every page; none where the service forbids ink. */
  marken: { falz: readonly number[]; loch: readonly number[]; x: number };
  /** Picture of the code by which a sheet is known again, with its quiet zone. */
  kennung: { x: number; y: number; breite: number };
}

const gemeinsam = {
  rand: { links: 25, rechts: 20, oben: 24, unten: 31 },
  // As far from the edge as the margin allows: a sheet that lies askew on the scanner loses its edge.
  kennung: { x: 11, y: 262, breite: 13 },
};

/** DIN 5008: the address field of form A begins at 27 mm, that of form B at 45 mm; both are 45 mm high. */
const din = (field: number, info: number, folds: readonly [number, number], text: number) => ({
  ...gemeinsam,
  anschriftfeld: {
    ...{ x: 20, y: field, breite: 85, einzug: 5 },
    ...{ absender: 15.7, vermerke: 17.7, anschrift: 27.3 },
  },
  infoblock: { x: 125, y: info, breite: 75 },
  textbeginn: text,
  marken: { falz: folds, loch: [148.5], x: 4 },
});

const formB = din(45, 50, [105, 210], 98.46);

/** The places of a letter by what it is laid out for. */
export const geometrien: Readonly<Record<Blattart, Briefgeometrie>> = {
  'din-a': { ...din(27, 32, [87, 192], 80.46), briefkopf: { y: 7, hoehe: 13 } },
  'din-b': { ...formB, briefkopf: { y: 12, hoehe: 24 } },
  // No ink in the left 12 mm and between 53 and 66 mm, where the service prints its franking.
  epost: {
    ...formB,
    briefkopf: { y: 12, hoehe: 24 },
    anschriftfeld: { ...formB.anschriftfeld, absender: 7.2, vermerke: 22.2, anschrift: 22.8 },
    marken: { falz: [], loch: [], x: 4 },
    kennung: { x: 12, y: 262, breite: 13 },
  },
};
