import { createHash } from 'node:crypto';
import type { Typeset } from '#tools/typst/typesetter.js';
import type { Briefsatz, Satzauftrag } from './briefsatz.js';
import type { Vorschau } from './postausgang.schema.js';

/** Letters that several clerks write at the same time; each of them asks at least twice for the same text. */
const mostKept = 24;

/** Equal letters have equal keys; the coat of arms is named by its letterhead. */
const keyOf = ({ fassung, ...auftrag }: Satzauftrag): string => {
  const letterhead = fassung === undefined ? undefined : { ...fassung.letterhead, files: null };
  const facts = JSON.stringify({ ...auftrag, vorlage: fassung?.vorlage, letterhead });
  return createHash('sha256').update(facts).digest('hex');
};

/**
 * Sets letters for their preview. What was set last is kept for a moment, so that the check and the pages further
 * down, which are asked for after the pages on the screen, do not set it again.
 */
export const createVorschausatz = (briefsatz: Briefsatz) => {
  const kept = new Map<string, Promise<Typeset>>();

  /** The letter without pictures. @throws as `Briefsatz.setze` */
  const setze = (auftrag: Satzauftrag): Promise<Typeset> => {
    const key = keyOf(auftrag);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const setting = briefsatz.setze(auftrag);
    kept.set(key, setting);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    // A refusal is told to who asked; the next one asks anew.
    setting.catch(() => kept.delete(key));
    return setting;
  };

  /** Pictures of the wanted pages, of all without any wish; pages that there are not are left out. */
  const zeichne = async (
    satz: Typeset,
    wanted: { seiten: readonly number[] | undefined; breite: number },
  ): Promise<Vorschau['seiten']> => {
    const pages = wanted.seiten ?? Array.from({ length: satz.pages }, (_, index) => index + 1);
    const drawn: Vorschau['seiten'] = [];
    for (const page of pages.filter((number) => number <= satz.pages)) {
      const { images } = await briefsatz.draw({ pdf: satz.bytes, page, imageWidth: wanted.breite });
      for (const { number, width, height, png } of images) {
        const bild = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
        drawn.push({ nummer: number, breite: width, hoehe: height, bild });
      }
    }
    return drawn;
  };

  return { setze, zeichne };
};
