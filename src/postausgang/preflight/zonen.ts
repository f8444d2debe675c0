import type { Befund } from '../postausgang.schema.js';
import { type Blatt, befundAuf } from './blatt.js';
import {
  bogen,
  type Layoutprofil,
  type Marke,
  type Rechteck,
  type Sperrzone,
} from './layoutprofil.js';
import { ersteLuecke, erweitert, linieIn, linkeKante, tinteIn } from './tinte.js';

/** Less than half a millimetre off is the printer's and the scanner's own error. */
export const spiel = 0.45;

const giltFuer = (seiten: Sperrzone['seiten'], nummer: number): boolean =>
  seiten === 'alle' || (seiten === 'erste') === (nummer === 1);

const markenAuf = (profil: Layoutprofil, nummer: number): readonly Marke[] =>
  profil.marken.filter((marke) => giltFuer(marke.seiten, nummer));

/** What may have ink although it stands in a zone without: the marks and the code, where they belong. */
const erlaubt = (profil: Layoutprofil, nummer: number): Rechteck[] => [
  ...markenAuf(profil, nummer).map((marke) => erweitert(marke.flaeche, spiel)),
  ...(profil.kennung === null ? [] : [erweitert(profil.kennung, spiel)]),
];

/** Ink where the profile allows none. */
export const pruefeSperrzonen = (
  blatt: Blatt,
  profil: Layoutprofil,
  herkunft: 'vorlage' | 'fertig',
): Befund[] => {
  const ausser = erlaubt(profil, blatt.nummer);
  return profil.sperrzonen
    .filter((zone) => giltFuer(zone.seiten, blatt.nummer))
    .filter((zone) => herkunft === 'vorlage' || zone.nurVorlagen !== true)
    .flatMap((zone) => {
      const tinte = tinteIn(blatt.bild, zone.flaeche, ausser);
      if (tinte === undefined) return [];
      const { code, text, rat } = zone;
      return [befundAuf(blatt, tinte, { stufe: 'fehler', code, text, rat })];
    });
};

/** Nearly the whole mark has to be there. */
const markeVollstaendig = 0.9;

/** The marks of the sheet stand where machines and people look for them. */
export const pruefeMarken = (blatt: Blatt, profil: Layoutprofil): Befund[] =>
  markenAuf(profil, blatt.nummer).flatMap((marke) => {
    const found = tinteIn(blatt.bild, erweitert(marke.flaeche, spiel));
    if (found !== undefined && found.breite >= markeVollstaendig * marke.flaeche.breite) return [];
    return [
      befundAuf(blatt, erweitert(marke.flaeche, 2), {
        stufe: 'fehler',
        code: 'marke-fehlt',
        text: `Die ${marke.name} steht nicht an ihrem Platz.`,
        rat: 'Die Vorlage muss berichtigt werden. Bitte wenden Sie sich an die Vorlagenverwaltung.',
      }),
    ];
  });

/** Where the block of facts beside the address ends; text may be wider above. */
const endeDesInformationsblocks = (blatt: Blatt, oben: number): number => {
  const flaeche = { x: 124.4, y: oben + 5, breite: 77, hoehe: 150 };
  return ersteLuecke(blatt.bild, flaeche, 5) ?? oben + 53;
};

const zeileZuLang = (blatt: Blatt, tinte: Rechteck): Befund =>
  befundAuf(blatt, tinte, {
    stufe: 'fehler',
    code: 'zeile-zu-lang',
    text: 'Eine Zeile ist breiter als der Satzspiegel.',
    rat: 'Trennen oder kürzen Sie lange Wörter, Adressen und Tabellenspalten.',
  });

/** Lines that do not fit between the margins. */
export const pruefeZeilenlaenge = (blatt: Blatt, profil: Layoutprofil): Befund[] => {
  const { satzspiegel, anschrift } = profil;
  if (satzspiegel === null) return [];
  const kopf = blatt.nummer === 1 && anschrift !== null ? anschrift.zone.y - 16.7 : undefined;
  const ab = kopf === undefined ? 0 : endeDesInformationsblocks(blatt, kopf);
  const x = satzspiegel.rechts + spiel;
  const flaeche = { x, y: ab, breite: 200.5 - x, hoehe: bogen.hoehe - ab };
  const tinte = tinteIn(blatt.bild, flaeche);
  return tinte === undefined ? [] : [zeileZuLang(blatt, tinte)];
};

/** Lines of text begin where they have to; letters like J reach a little further to the left. */
export const kantenband = { vor: 0.58, nach: 0.5 } as const;

const liegtAn = (kante: number, soll: number): boolean =>
  kante >= soll - kantenband.vor && kante <= soll + kantenband.nach;

/** The left edge of the text, which every page of a template keeps. */
export const pruefeLinkeKante = (blatt: Blatt, profil: Layoutprofil): Befund[] => {
  const { satzspiegel } = profil;
  if (satzspiegel === null) return [];
  const soll = satzspiegel.links;
  const ausser = profil.kennung === null ? [] : [profil.kennung];
  const kante = linkeKante(blatt.bild, { x: 22, y: 0, breite: 20, hoehe: bogen.hoehe }, ausser);
  if (kante === undefined || liegtAn(kante, soll)) return [];
  return [
    befundAuf(
      blatt,
      { x: Math.min(kante, soll), y: 10, breite: Math.max(1, Math.abs(kante - soll)), hoehe: 277 },
      {
        stufe: 'fehler',
        code: 'linke-kante',
        text: `Der Text beginnt ${mm(kante)} vom linken Blattrand statt bei ${mm(soll)}.`,
        rat: 'Die Vorlage muss berichtigt werden. Bitte wenden Sie sich an die Vorlagenverwaltung.',
      },
    ),
  ];
};

/** A length as Germans write it. */
export const mm = (wert: number): string => `${wert.toFixed(1).replace('.', ',')} mm`;

/** The lines under the head of later pages and above the foot of the first keep their height. */
export const pruefeLinien = (blatt: Blatt, profil: Layoutprofil): Befund[] =>
  profil.linien
    .filter((linie) => giltFuer(linie.seiten, blatt.nummer))
    .flatMap((linie) => {
      const flaeche = { x: 25, y: linie.y - 2, breite: 165, hoehe: 4 };
      const y = linieIn(blatt.bild, flaeche);
      if (y !== undefined && Math.abs(y - linie.y) <= spiel) return [];
      return [
        befundAuf(blatt, flaeche, {
          stufe: 'fehler',
          code: 'linie-verschoben',
          text: `Die Linie ${linie.name} steht nicht an ihrem Platz.`,
          rat: 'Die Vorlage muss berichtigt werden. Bitte wenden Sie sich an die Vorlagenverwaltung.',
        }),
      ];
    });
