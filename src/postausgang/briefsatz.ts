import type { Config } from '#config/schema.js';
import type { Word } from '#tools/page-text.js';
import type { PdfStandard, Typeset, Typesetter } from '#tools/typst/typesetter.js';
import { type BriefDaten, type Briefinhalt, type Briefkontext, briefDaten } from './brief-daten.js';
import { girocodesOf, pruefeBetraege } from './druckbloecke.js';
import type { Blattart } from './geometrie.js';
import type { Letterhead } from './letterhead.js';
import type { Befund } from './postausgang.schema.js';
import { type Layoutprofilname, layoutprofilOf } from './preflight/layoutprofil.js';
import { blaetterOf, pruefeSeiten } from './preflight/pruefe-seiten.js';
import { type Pruefling, pruefeBrief } from './preflight.js';
import type { Briefvorlage, Vorlagen } from './vorlagen.js';

export interface BriefsatzDeps {
  typesetter: Typesetter;
  vorlagen: Vorlagen;
  letterheads: (kuerzel: string) => Letterhead;
  behoerde: Config['behoerde'];
}

/** The versions that a letter is set with. */
export interface Brieffassung {
  vorlage: Briefvorlage;
  letterhead: Letterhead;
}

/** A letter as it is to be set. */
export interface Satzauftrag {
  vorlage: string;
  /** The versions that it was written with; without them what is delivered. A real letter always names them. */
  fassung?: Brieffassung;
  kontext: Briefkontext;
  brief: Briefinhalt;
  /** Day on the letter, `YYYY-MM-DD`. */
  datum: string;
  /** Text of the code by which its sheets are known again; a preview has none. */
  code?: string;
  /** Over the name of who signs; without it `Im Auftrag`. */
  zeichnung?: string;
  /** What the letter is laid out for; without it DIN 5008 in the form of letter or template. */
  layout?: Blattart;
  /** PDF/A-2a with PDF/UA-1, or what a channel asks for. */
  standard?: PdfStandard;
}

/** The layout that a letter of this template is set in. */
const profilnameOf = (
  vorlage: Briefvorlage,
  inhalt: Briefinhalt['inhalt'],
  layout: Blattart | undefined,
): Layoutprofilname => {
  if (layout !== undefined) return layout;
  if (inhalt.grossdruck === true) return 'grossdruck';
  return (inhalt.form ?? vorlage.form) === 'A' ? 'din-a' : 'din-b';
};

/** Sets letters and looks at the result; preview and dispatch go the same way, so they look the same. */
export const createBriefsatz = (deps: BriefsatzDeps) => {
  const { typesetter, vorlagen, letterheads, behoerde } = deps;

  const fassungOf = ({ fassung, vorlage, kontext }: Satzauftrag): Brieffassung =>
    fassung ?? {
      vorlage: vorlagen.get(vorlage),
      letterhead: letterheads(kontext.einheit.kuerzel),
    };
  const datenOf = (auftrag: Satzauftrag): Brieffassung & { daten: BriefDaten } => {
    const fassung = fassungOf(auftrag);
    return { ...fassung, daten: briefDaten({ ...auftrag, ...fassung, behoerde }) };
  };

  /**
   * The letter as PDF/A-2a, with pictures of its pages where a width is given.
   * @throws InvalidInput `glyph-missing`, `anschrift-zu-lang`; NotFound for an unknown template.
   */
  const setze = (auftrag: Satzauftrag, imageWidth?: number): Promise<Typeset> => {
    const { daten, vorlage, letterhead } = datenOf(auftrag);
    return typesetter.pdf({
      template: vorlagen.source(vorlage, letterhead.files),
      data: daten,
      standard: auftrag.standard ?? 'a-2a',
      ...(imageWidth === undefined ? {} : { imageWidth }),
    });
  };

  /** What is right and wrong with a set letter: with what it says, and with its pages as they look. */
  const pruefe = async (
    auftrag: Satzauftrag,
    pdf: Buffer,
    given: { kanalWunsch: Pruefling['kanalWunsch']; profil?: Layoutprofilname },
  ): Promise<Befund[]> => {
    const { brief, kontext, code } = auftrag;
    const { vorlage, letterhead } = fassungOf(auftrag);
    const { unterzeichner, grussformel, bloecke } = brief.inhalt;
    const profil = layoutprofilOf(
      given.profil ?? profilnameOf(vorlage, brief.inhalt, auftrag.layout),
    );
    const { befunde, seitenzahl } = await pruefeSeiten(blaetterOf(typesetter, pdf, profil), {
      ...{ profil, herkunft: 'vorlage', empfaenger: brief.empfaenger, kennung: code, grussformel },
      girocodes: girocodesOf(bloecke, letterhead.konto),
      rechtsangaben: {
        verwaltungsakt: vorlage.verwaltungsakt,
        behoerde: behoerde.name,
        unterzeichner: unterzeichner === '' ? kontext.verfasser.name : unterzeichner,
      },
    });
    const { kanalWunsch } = given;
    const text = [
      ...pruefeBrief({ vorlage, brief, seitenzahl, kanalWunsch }),
      ...pruefeBetraege(bloecke, letterhead.konto),
    ];
    // The pages also say where it is.
    const gefunden = new Set(befunde.map((one) => one.code));
    return [...text.filter((one) => !gefunden.has(one.code)), ...befunde];
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
