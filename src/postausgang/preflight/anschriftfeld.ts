import { anschriftZeilen } from '../brief-daten.js';
import type { Befund, Empfaenger } from '../postausgang.schema.js';
import { type Blatt, befundAuf, platzOf, umfassend, worteIn } from './blatt.js';
import type { Layoutprofil, Rechteck } from './layoutprofil.js';
import { erweitert, grundlinieIn, linkeKante, tinteIn } from './tinte.js';
import { kantenband, mm, spiel } from './zonen.js';

const squeeze = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, '');

const verschoben = (blatt: Blatt, zone: Rechteck, wie: string): Befund =>
  befundAuf(blatt, zone, {
    stufe: 'fehler',
    code: 'anschrift-verschoben',
    text: `Die Anschrift steht nicht an ihrem Platz: ${wie}.`,
    rat: 'Im Fenster des Umschlags wäre sie abgeschnitten. Bitte wenden Sie sich an die Vorlagenverwaltung.',
  });

/** Where the first line stands; a line is 4.5 mm high, so that its neighbours stay out of sight. */
const pruefeLage = (blatt: Blatt, anschrift: NonNullable<Layoutprofil['anschrift']>): Befund[] => {
  const { zone, links, grundlinie } = anschrift;
  const umgebung = { x: zone.x, y: grundlinie - 2, breite: zone.breite, hoehe: 3.9 };
  const linie = grundlinieIn(blatt.bild, umgebung);
  if (linie === undefined || Math.abs(linie - grundlinie) > spiel) {
    return [verschoben(blatt, zone, 'die erste Zeile ist zu hoch oder zu tief')];
  }
  const kante = linkeKante(blatt.bild, zone);
  const zuWeitLinks = kante !== undefined && kante < links - kantenband.vor;
  const zuWeitRechts = kante !== undefined && kante > links + kantenband.nach;
  if (!zuWeitLinks && !zuWeitRechts) return [];
  return [verschoben(blatt, zone, `sie beginnt bei ${mm(kante)} statt bei ${mm(links)}`)];
};

/** Ink between the words of the address: a stamp, a line, a picture. */
const pruefeFremdes = (blatt: Blatt, zone: Rechteck): Befund[] => {
  const worte = worteIn(blatt, zone).map((word) => erweitert(platzOf(word, blatt), 0.5));
  const fremd = tinteIn(blatt.bild, zone, worte);
  if (fremd === undefined) return [];
  return [
    befundAuf(blatt, fremd, {
      stufe: 'fehler',
      code: 'fenster-fremdes',
      text: 'Im Fenster des Umschlags steht außer der Anschrift noch etwas.',
      rat: 'Im Anschriftfeld darf nur die Anschrift stehen.',
    }),
  ];
};

/** The address is read back from the window: what is printed there is all and only the address. */
export const pruefeAnschrift = (
  blatt: Blatt,
  profil: Layoutprofil,
  { empfaenger, herkunft }: { empfaenger: Empfaenger; herkunft: 'vorlage' | 'fertig' },
): Befund[] => {
  const { anschrift } = profil;
  if (anschrift === null) return [];
  const worte = worteIn(blatt, anschrift.zone);
  const printed = squeeze(worte.map((word) => word.text).join(''));
  if (printed !== squeeze(anschriftZeilen(empfaenger).join(''))) {
    const stelle = umfassend(worte.map((word) => platzOf(word, blatt))) ?? anschrift.zone;
    return [
      befundAuf(blatt, stelle, {
        stufe: 'fehler',
        code: 'anschrift-im-fenster',
        text: 'Im Fenster des Umschlags steht nicht genau die Anschrift.',
        rat: 'Bitte prüfen Sie die Angaben zum Empfänger.',
      }),
    ];
  }
  const fremd = pruefeFremdes(blatt, anschrift.zone);
  const lage = herkunft === 'vorlage' ? pruefeLage(blatt, anschrift) : [];
  if (fremd.length + lage.length > 0) return [...lage, ...fremd];
  return [
    {
      stufe: 'ok',
      code: 'anschrift-lesbar',
      text: 'Die Anschrift steht vollständig und allein im Fenster des Umschlags.',
      seite: null,
    },
  ];
};
