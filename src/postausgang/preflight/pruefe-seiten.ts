import type { GreyImage } from '#tools/image/grey-image.js';
import type { Typesetter } from '#tools/typst/typesetter.js';
import type { Befund, Empfaenger } from '../postausgang.schema.js';
import { pruefeAnschrift } from './anschriftfeld.js';
import { type Blatt, befundAuf } from './blatt.js';
import { leseGirocodes, pruefeGirocodes } from './girocode.js';
import { kennungsDpi, kennungsumgebung, pruefeKennung } from './kennung.js';
import { bogen, type Layoutprofil } from './layoutprofil.js';
import {
  pruefePlatzhalter,
  pruefeRechtsteile,
  type Rechtsangaben,
  type Seitentext,
} from './rechtsteile.js';
import { pruefeLetzteSeite, pruefeSeitenzaehlung, pruefeUeberlappung } from './umbruch.js';
import {
  pruefeLinien,
  pruefeLinkeKante,
  pruefeMarken,
  pruefeSperrzonen,
  pruefeZeilenlaenge,
} from './zonen.js';

/** What the pages are compared with. */
export interface Seitenwunsch {
  profil: Layoutprofil;
  /** A letter of a template keeps more rules than one that was made elsewhere. */
  herkunft: 'vorlage' | 'fertig';
  empfaenger: Empfaenger;
  /** Text of the code on each sheet; without it none is expected. */
  kennung?: string | undefined;
  grussformel: string;
  /** What the GiroCodes of the letter have to say. */
  girocodes: readonly string[];
  rechtsangaben: Rechtsangaben;
}

/** A pixel is a quarter of a millimetre: what is half a millimetre off shows. */
const dpi = 100;
const formatSpiel = 1;

/** The pages of a set letter, one after the other, so that a long letter needs no more memory than a short one. */
export async function* blaetterOf(
  typesetter: Pick<Typesetter, 'look'>,
  pdf: Buffer,
  profil: Layoutprofil,
): AsyncGenerator<Blatt> {
  const umgebung = profil.kennung === null ? undefined : kennungsumgebung(profil.kennung);
  const details =
    umgebung === undefined
      ? []
      : [
          {
            x: umgebung.x,
            y: umgebung.y,
            width: umgebung.breite,
            height: umgebung.hoehe,
            dpi: kennungsDpi,
          },
        ];
  const scharf = (image: GreyImage | undefined): Pick<Blatt, 'kennungsbild'> =>
    image === undefined ? {} : { kennungsbild: { ...image, dpi: kennungsDpi } };
  let pages = 1;
  for (let page = 1; page <= pages; page += 1) {
    const look = await typesetter.look({ pdf, page, dpi, details });
    pages = look.pages;
    yield {
      nummer: page,
      seiten: pages,
      breite: look.widthMm,
      hoehe: look.heightMm,
      bild: { ...look.image, dpi },
      worte: look.words,
      ...scharf(look.details[0]),
    };
  }
}

const pruefeFormat = (blatt: Blatt): Befund[] => {
  const passt =
    Math.abs(blatt.breite - bogen.breite) <= formatSpiel &&
    Math.abs(blatt.hoehe - bogen.hoehe) <= formatSpiel;
  if (passt) return [];
  return [
    befundAuf(blatt, undefined, {
      stufe: 'fehler',
      code: 'kein-a4',
      text: `Seite ${blatt.nummer} ist nicht A4 hoch (${Math.round(blatt.breite)} mal ${Math.round(blatt.hoehe)} mm).`,
      rat: 'Gedruckt wird nur auf A4 im Hochformat.',
    }),
  ];
};

/** What is wrong with one page. */
export const pruefeBlatt = async (blatt: Blatt, wunsch: Seitenwunsch): Promise<Befund[]> => {
  const { profil, herkunft, empfaenger, kennung } = wunsch;
  const immer = [
    ...pruefeFormat(blatt),
    ...pruefeSperrzonen(blatt, profil, herkunft),
    ...(blatt.nummer === 1 ? pruefeAnschrift(blatt, profil, { empfaenger, herkunft }) : []),
    ...(await pruefeKennung(blatt, profil, kennung)),
  ];
  if (herkunft === 'fertig') return immer;
  return [
    ...immer,
    ...pruefeMarken(blatt, profil),
    ...pruefeLinkeKante(blatt, profil),
    ...pruefeZeilenlaenge(blatt, profil),
    ...pruefeLinien(blatt, profil),
    ...pruefeSeitenzaehlung(blatt),
    ...pruefeLetzteSeite(blatt, wunsch.grussformel),
    ...pruefeUeberlappung(blatt),
    ...pruefePlatzhalter(blatt),
  ];
};

const inOrdnung = (code: string, text: string): Befund => ({
  stufe: 'ok',
  code,
  text,
  seite: null,
});

/** Checks what stands on the pages, as they will be printed. */
export const pruefeSeiten = async (
  blaetter: AsyncIterable<Blatt>,
  wunsch: Seitenwunsch,
): Promise<{ befunde: Befund[]; seitenzahl: number }> => {
  const found: Befund[] = [];
  const texte: Seitentext[] = [];
  const gelesen: string[] = [];
  for await (const blatt of blaetter) {
    found.push(...(await pruefeBlatt(blatt, wunsch)));
    const { nummer, breite, hoehe, worte } = blatt;
    gelesen.push(...(await leseGirocodes(blatt, wunsch.girocodes)));
    texte.push({ nummer, breite, hoehe, worte });
  }
  found.push(...pruefeGirocodes(wunsch.girocodes, gelesen));
  found.push(...pruefeRechtsteile(texte, wunsch.rechtsangaben));
  const { profil, kennung } = wunsch;
  if (texte.length > profil.hoechstSeiten) {
    found.push({
      stufe: 'fehler',
      code: 'zu-viele-seiten',
      text: `Der Brief hat ${texte.length} Seiten; möglich sind ${profil.hoechstSeiten}.`,
      rat: 'Teilen Sie das Schreiben, oder legen Sie Unterlagen als Anlage bei.',
      seite: null,
    });
  }
  const result = { befunde: found, seitenzahl: texte.length };
  if (found.some((one) => one.stufe === 'fehler')) return result;
  if (profil.kennung !== null && kennung !== undefined) {
    found.push(
      inOrdnung(
        'kennung-lesbar',
        'Die Kennung ist auf jeder Seite lesbar und gehört zu diesem Schreiben.',
      ),
    );
  }
  found.push(
    inOrdnung('raender-frei', 'Ränder, Fensterumgebung und Marken entsprechen den Vorgaben.'),
  );
  return result;
};
