import type { Bekanntgabeweg, Verfahren } from './bekanntgabe.js';
import type { Ort } from './feiertage.js';
import { type Beginn, berechneFrist, bisZuTag, type Einheit, verlaengere } from './frist.js';
import { datumText, type Tag } from './kalender.js';
import { berechneNachRegel } from './rechner.js';
import { findRegel } from './regeln.js';

/** What a Frist is computed from; stored with it, so that it can be computed anew when a day is corrected. */
export type Fristfrage =
  /** By a rule of the law. */
  | {
      art: 'regel';
      regel: string;
      tag: Tag;
      /** Of a remedy: days after the end in which a later posting or delivery may still make it timely. */
      spielraum?: number | undefined;
      bekanntgabe?:
        | { weg: Bekanntgabeweg; verfahren: Verfahren; zugang?: Tag | undefined }
        | undefined;
    }
  /** A length that somebody has set. */
  | {
      art: 'dauer';
      zahl: number;
      einheit: Einheit;
      tag: Tag;
      beginn?: Beginn | undefined;
      /** What happens on `tag`, in German. */
      ereignis: string;
      /** Whether the end moves to the next Werktag; it does not without. */
      werktag?: boolean | undefined;
    }
  /** A day that somebody has named. */
  | { art: 'tag'; tag: Tag; werktag?: boolean | undefined }
  /** A period that is extended by a length. */
  | { art: 'verlaengerung'; tag: Tag; zahl: number; einheit: Einheit };

/** A computed Frist. */
export interface Fristergebnis {
  /** Day of the event with which it begins. */
  start: Tag;
  ende: Tag;
  grundlage: string;
  rechenweg: string[];
  /** Short name of the rule, where one was applied. */
  name?: string;
}

const byLength = (frage: Extract<Fristfrage, { art: 'dauer' }>, ort: Ort): Fristergebnis => {
  const result = berechneFrist({
    start: frage.tag,
    dauer: { zahl: frage.zahl, einheit: frage.einheit },
    beginn: frage.beginn ?? 'ereignis',
    verschiebung: frage.werktag === true ? 'naechster-werktag' : 'keine',
    ort,
    ereignis: frage.ereignis,
    ...(frage.werktag === true ? {} : { verschiebungNach: 'der frühere Tag ist der sichere' }),
  });
  return {
    start: frage.tag,
    ende: result.ende,
    grundlage: frage.werktag === true ? '§§ 187 bis 193 BGB' : '§§ 187, 188 BGB',
    rechenweg: [...result.rechenweg, `Letzter Tag: ${datumText(result.ende)}.`],
  };
};

const byDay = (frage: Extract<Fristfrage, { art: 'tag' }>, ort: Ort): Fristergebnis => {
  const result = bisZuTag(frage.tag, {
    ort,
    verschiebung: frage.werktag === true ? 'naechster-werktag' : 'keine',
    ...(frage.werktag === true ? {} : { verschiebungNach: 'der genannte Tag ist der sichere' }),
  });
  return {
    start: frage.tag,
    ende: result.ende,
    grundlage: frage.werktag === true ? '§ 193 BGB' : 'vom Absender genannter Tag',
    rechenweg: result.rechenweg,
  };
};

const byRule = (
  frage: Extract<Fristfrage, { art: 'regel' }>,
  ort: Ort,
): Fristergebnis | undefined => {
  const regel = findRegel(frage.regel);
  if (regel === undefined) return undefined;
  const result = berechneNachRegel({ regel, tag: frage.tag, ort, bekanntgabe: frage.bekanntgabe });
  if (result === undefined) return undefined;
  return {
    start: result.ereignistag,
    ende: result.ende,
    grundlage: result.grundlage,
    rechenweg: result.rechenweg,
    name: regel.name,
  };
};

/** Computes a Frist at a place; undefined where the rule does not exist or was not in force on that day. */
export const berechne = (frage: Fristfrage, ort: Ort): Fristergebnis | undefined => {
  switch (frage.art) {
    case 'regel':
      return byRule(frage, ort);
    case 'dauer':
      return byLength(frage, ort);
    case 'tag':
      return byDay(frage, ort);
    case 'verlaengerung': {
      const { tag, zahl, einheit } = frage;
      const longer = verlaengere(
        { ende: tag },
        { dauer: { zahl, einheit }, verschiebung: 'naechster-werktag', ort },
      );
      return {
        start: tag,
        ende: longer.ende,
        grundlage: '§§ 188, 190, 193 BGB',
        rechenweg: longer.rechenweg,
      };
    }
  }
};
