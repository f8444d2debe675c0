import type { Word } from '#tools/page-text.js';
import type { Befund } from '../postausgang.schema.js';
import { bogen, type Rechteck } from './layoutprofil.js';
import type { Seitenbild } from './tinte.js';

/** One page of a set letter as the check sees it. */
export interface Blatt {
  nummer: number;
  seiten: number;
  breite: number;
  hoehe: number;
  bild: Seitenbild;
  /** The surroundings of the code, sharp enough to be read; undefined where none is expected. */
  kennungsbild?: Seitenbild;
  worte: readonly Word[];
}

/** Place of a word on the sheet in mm. */
export const platzOf = (
  { box }: Word,
  { breite, hoehe }: Pick<Blatt, 'breite' | 'hoehe'> = bogen,
) => ({
  x: box.x * breite,
  y: box.y * hoehe,
  breite: box.width * breite,
  hoehe: box.height * hoehe,
});

/** Words whose middle lies in the part of the sheet. */
export const worteIn = (blatt: Blatt, flaeche: Rechteck): Word[] =>
  blatt.worte.filter((word) => {
    const platz = platzOf(word, blatt);
    const x = platz.x + platz.breite / 2;
    const y = platz.y + platz.hoehe / 2;
    return (
      x > flaeche.x &&
      x < flaeche.x + flaeche.breite &&
      y > flaeche.y &&
      y < flaeche.y + flaeche.hoehe
    );
  });

/** The smallest part of the sheet that holds them all. */
export const umfassend = (parts: readonly Rechteck[]): Rechteck | undefined => {
  if (parts.length === 0) return undefined;
  const x = Math.min(...parts.map((part) => part.x));
  const y = Math.min(...parts.map((part) => part.y));
  const rechts = Math.max(...parts.map((part) => part.x + part.breite));
  const unten = Math.max(...parts.map((part) => part.y + part.hoehe));
  return { x, y, breite: rechts - x, hoehe: unten - y };
};

const gerundet = (mm: number): number => Math.round(mm * 10) / 10;

/** A finding with its place on the page; `rat` says what to do. */
export const befundAuf = (
  blatt: Pick<Blatt, 'nummer'>,
  flaeche: Rechteck | undefined,
  befund: { stufe: Befund['stufe']; code: string; text: string; rat?: string },
): Befund => ({
  ...befund,
  seite: blatt.nummer,
  ...(flaeche === undefined
    ? {}
    : {
        stelle: {
          seite: blatt.nummer,
          x: gerundet(flaeche.x),
          y: gerundet(flaeche.y),
          breite: gerundet(flaeche.breite),
          hoehe: gerundet(flaeche.hoehe),
        },
      }),
});
