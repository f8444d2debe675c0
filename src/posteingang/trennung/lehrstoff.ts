import { type Merkmal, merkmale, type StapelText } from './merkmale.js';
import type { GemerkteOrdnung } from './seitenordnung.schema.js';

/** What a page is to the letters of its stack. */
export type Rolle = 'anfang' | 'fortsetzung' | 'trennseite' | 'ausgeschlossen';

/** A stack that people have put in order: what the machine made of it, what they made of it. */
export interface KorrigierterStapel {
  stapel: string;
  korrigiertAm: string;
  seiten: readonly StapelText[];
  /** Confidence of each proposed cut by the page in front of which it lies. */
  vorschlaege: ReadonlyMap<number, number>;
  vorher: GemerkteOrdnung;
  nachher: GemerkteOrdnung;
}

/** One page as an example to learn from; it carries signs and numbers, never words of the letter. */
export interface Lehrbeispiel {
  stapel: string;
  korrigiertAm: string;
  seite: number;
  leer: boolean;
  /** Signs that a letter begins here, seen with the written page before; none for empty pages and the first. */
  zeichen: Merkmal[];
  vorschlag: number | null;
  vorher: Rolle;
  nachher: Rolle;
  /** Degrees clockwise by which the person has turned the page. */
  gedreht: number;
}

interface Stelle {
  rolle: Rolle;
  drehung: number;
}

const stellenOf = ({ briefe, trennseiten }: GemerkteOrdnung): Map<number, Stelle> => {
  const stellen = new Map<number, Stelle>();
  for (const seite of trennseiten) stellen.set(seite, { rolle: 'trennseite', drehung: 0 });
  for (const { seiten } of briefe) {
    const [first] = seiten.filter((page) => !page.ausgeschlossen);
    for (const page of seiten) {
      const inside = page === first ? 'anfang' : 'fortsetzung';
      stellen.set(page.stapelSeite, {
        rolle: page.ausgeschlossen ? 'ausgeschlossen' : inside,
        drehung: page.drehung,
      });
    }
  }
  return stellen;
};

/** One example for each page of the stack, in the order in which it was scanned. */
export const lehrbeispiele = (one: KorrigierterStapel): Lehrbeispiel[] => {
  const [vorher, nachher] = [stellenOf(one.vorher), stellenOf(one.nachher)];
  let written: StapelText | undefined;
  return one.seiten.flatMap((page): Lehrbeispiel[] => {
    const zeichen = written === undefined || page.leer ? [] : merkmale(written, page);
    if (!page.leer) written = page;
    const [alt, neu] = [vorher.get(page.nummer), nachher.get(page.nummer)];
    if (alt === undefined || neu === undefined) return [];
    const turned =
      alt.rolle === 'trennseite' || neu.rolle === 'trennseite' ? 0 : neu.drehung - alt.drehung;
    return [
      {
        stapel: one.stapel,
        korrigiertAm: one.korrigiertAm,
        seite: page.nummer,
        leer: page.leer,
        zeichen,
        vorschlag: one.vorschlaege.get(page.nummer) ?? null,
        vorher: alt.rolle,
        nachher: neu.rolle,
        gedreht: (turned + 360) % 360,
      },
    ];
  });
};
