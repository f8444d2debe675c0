import type { Config } from '#config/schema.js';
import type { Word } from '#tools/page-text.js';
import type { Typeset, Typesetter } from '#tools/typst/typesetter.js';
import { type BriefDaten, type Briefinhalt, type Briefkontext, briefDaten } from './brief-daten.js';
import type { Letterhead } from './letterhead.js';
import type { Befund } from './postausgang.schema.js';
import { type Pruefling, pruefeBrief } from './preflight.js';
import type { Vorlagen } from './vorlagen.js';

export interface BriefsatzDeps {
  typesetter: Typesetter;
  vorlagen: Vorlagen;
  letterheads: (kuerzel: string) => Letterhead;
  behoerde: Config['behoerde'];
}

/** A letter as it is to be set. */
export interface Satzauftrag {
  vorlage: string;
  kontext: Briefkontext;
  brief: Briefinhalt;
  /** Day on the letter, `YYYY-MM-DD`. */
  datum: string;
  /** Text of the code by which its sheets are known again; a preview has none. */
  code?: string;
}

/** Sets letters and looks at the result; preview and dispatch go the same way, so they look the same. */
export const createBriefsatz = (deps: BriefsatzDeps) => {
  const { typesetter, vorlagen, letterheads, behoerde } = deps;

  const datenOf = (auftrag: Satzauftrag): { daten: BriefDaten; letterhead: Letterhead } => {
    const letterhead = letterheads(auftrag.kontext.einheit.kuerzel);
    const vorlage = vorlagen.get(auftrag.vorlage);
    return { daten: briefDaten({ ...auftrag, behoerde, letterhead, vorlage }), letterhead };
  };

  /**
   * The letter as PDF/A-2a, with pictures of its pages where a width is given.
   * @throws InvalidInput `glyph-missing`, `anschrift-zu-lang`; NotFound for an unknown template.
   */
  const setze = (auftrag: Satzauftrag, imageWidth?: number): Promise<Typeset> => {
    const { daten, letterhead } = datenOf(auftrag);
    return typesetter.pdf({
      template: vorlagen.source(auftrag.vorlage, letterhead.files),
      data: daten,
      standard: 'a-2a',
      ...(imageWidth === undefined ? {} : { imageWidth }),
    });
  };

  /** What is right and wrong with a set letter, read back from its PDF. */
  const pruefe = async (
    auftrag: Satzauftrag,
    pdf: Buffer,
    kanalWunsch: Pruefling['kanalWunsch'],
  ): Promise<Befund[]> => {
    const { pages, words } = await typesetter.read({ pdf, page: 1 });
    return pruefeBrief({
      vorlage: vorlagen.get(auftrag.vorlage),
      brief: auftrag.brief,
      seitenzahl: pages,
      erstesBlatt: words,
      kanalWunsch,
    });
  };

  /** All words of the letter in reading order, one page after the other, for the search in the E-Akte. */
  const volltext = async (pdf: Buffer, seitenzahl: number): Promise<string> => {
    const pages: string[] = [];
    for (let page = 1; page <= seitenzahl; page += 1) {
      const { words } = await typesetter.read({ pdf, page });
      pages.push(words.map((word) => word.text).join(' '));
    }
    return pages.join('\n\n');
  };

  /** The words of one page, from 1, with their places as shares of the page. */
  const worteAuf = async (pdf: Buffer, page: number): Promise<Word[]> =>
    (await typesetter.read({ pdf, page })).words;

  return { setze, pruefe, volltext, worteAuf, draw: typesetter.draw };
};

/** Sets and checks letters. */
export type Briefsatz = ReturnType<typeof createBriefsatz>;
