import type { Befund } from '../postausgang.schema.js';
import { type Blatt, befundAuf, platzOf, umfassend, worteIn } from './blatt.js';
import { bogen, type Rechteck } from './layoutprofil.js';

/** Text of a page between head and foot. */
const textraum = (nummer: number): Rechteck =>
  nummer === 1
    ? { x: 20, y: 79, breite: 185, hoehe: 190 }
    : { x: 20, y: 18, breite: 185, hoehe: 260 };

const textOf = (blatt: Blatt, flaeche: Rechteck = { x: 0, y: 0, ...bogen }): string =>
  worteIn(blatt, flaeche)
    .map((word) => word.text)
    .join(' ');

/** Whether later pages say which page of how many they are. */
export const pruefeSeitenzaehlung = (blatt: Blatt): Befund[] => {
  if (blatt.nummer === 1) return [];
  const wanted = `Seite ${blatt.nummer} von ${blatt.seiten}`;
  if (textOf(blatt).includes(wanted)) return [];
  return [
    befundAuf(
      blatt,
      { x: 25, y: 10, breite: 165, hoehe: 8 },
      {
        stufe: 'fehler',
        code: 'seitenzaehlung',
        text: `Auf Seite ${blatt.nummer} fehlt die Angabe „${wanted}“.`,
        rat: 'Die Vorlage muss berichtigt werden. Bitte wenden Sie sich an die Vorlagenverwaltung.',
      },
    ),
  ];
};

const squeeze = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, '');

/** A last page that carries nothing but the closing: it could be exchanged, and it looks careless. */
export const pruefeLetzteSeite = (blatt: Blatt, grussformel: string): Befund[] => {
  if (blatt.nummer === 1 || blatt.nummer < blatt.seiten || grussformel.trim() === '') return [];
  const flaeche = textraum(blatt.nummer);
  if (!squeeze(textOf(blatt, flaeche)).startsWith(squeeze(grussformel))) return [];
  const stelle = umfassend(worteIn(blatt, flaeche).map((word) => platzOf(word, blatt)));
  return [
    befundAuf(blatt, stelle, {
      stufe: 'hinweis',
      code: 'nur-unterschrift',
      text: 'Auf der letzten Seite steht nur der Gruß mit der Unterschrift.',
      rat: 'Kürzen Sie den Text um einige Zeilen, oder schreiben Sie einen Satz mehr.',
    }),
  ];
};

/** Boxes of glyphs are a little larger than their ink. */
const leastOverlap = 0.35;

const ueberlappt = (a: Rechteck, b: Rechteck): boolean => {
  const across = Math.min(a.x + a.breite, b.x + b.breite) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.hoehe, b.y + b.hoehe) - Math.max(a.y, b.y);
  if (across <= 0.4 || down <= 0) return false;
  return (across * down) / Math.min(a.breite * a.hoehe, b.breite * b.hoehe) > leastOverlap;
};

/** Words that are printed over one another, as in a column that is too narrow. */
export const pruefeUeberlappung = (blatt: Blatt): Befund[] => {
  const places = blatt.worte.map((word) => platzOf(word, blatt)).sort((a, b) => a.y - b.y);
  for (const [index, a] of places.entries()) {
    for (let next = index + 1; next < places.length; next += 1) {
      const b = places[next];
      if (b === undefined || b.y > a.y + a.hoehe) break;
      if (!ueberlappt(a, b)) continue;
      return [
        befundAuf(blatt, umfassend([a, b]), {
          stufe: 'fehler',
          code: 'text-uebereinander',
          text: 'Wörter sind übereinander gedruckt.',
          rat: 'Kürzen Sie den Text der Tabellenspalte, oder teilen Sie die Tabelle.',
        }),
      ];
    }
  }
  return [];
};
