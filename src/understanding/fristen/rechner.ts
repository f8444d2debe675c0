import { type Bekanntgabeweg, berechneBekanntgabe, type Verfahren } from './bekanntgabe.js';
import type { Ort } from './feiertage.js';
import { berechneFrist, type Fristende } from './frist.js';
import { datumText, type Tag } from './kalender.js';
import type { Fristregel } from './regel.js';
import { fassungAm } from './regeln.js';

/** A period by a rule, with the day on which it began and the law that it follows. */
export interface Regelfrist extends Fristende {
  /** The day of the event after any fiction. */
  ereignistag: Tag;
  grundlage: string;
}

/** How the act reached its addressee, where a fiction of the law decides about the day of the event. */
export interface Bekanntgabefrage {
  weg: Bekanntgabeweg;
  verfahren: Verfahren;
  zugang?: Tag | undefined;
}

/**
 * Applies a rule to the day of its event. With `bekanntgabe`, `tag` is the day that the way asks for (handed over to the post, sent,
 * retrieved, delivered, published), and the day of the event follows from it. Undefined where the rule was not in force.
 */
export const berechneNachRegel = (frage: {
  regel: Fristregel;
  tag: Tag;
  ort: Ort;
  bekanntgabe?: Bekanntgabefrage | undefined;
}): Regelfrist | undefined => {
  const { regel, ort } = frage;
  const known =
    frage.bekanntgabe === undefined
      ? undefined
      : berechneBekanntgabe({ ...frage.bekanntgabe, tag: frage.tag, ort });
  const start = known?.tag ?? frage.tag;
  const fassung = fassungAm(regel, start);
  if (fassung === undefined) return undefined;
  const result = berechneFrist({
    start,
    dauer: fassung.dauer,
    verschiebung: regel.verschiebung,
    ort,
    ereignis: regel.ereignis,
    ...(regel.beginn === undefined ? {} : { beginn: regel.beginn }),
    ...(regel.verschiebungNach === undefined ? {} : { verschiebungNach: regel.verschiebungNach }),
  });
  return {
    ...result,
    ereignistag: start,
    grundlage:
      known === undefined || known.grundlage === 'Zustellungsnachweis'
        ? fassung.grundlage
        : `${fassung.grundlage}, ${known.grundlage}`,
    rechenweg: [
      ...(known?.rechenweg ?? []),
      ...result.rechenweg,
      `Letzter Tag nach ${fassung.grundlage}: ${datumText(result.ende)}.`,
      ...(regel.hinweis === undefined ? [] : [regel.hinweis]),
    ],
  };
};
