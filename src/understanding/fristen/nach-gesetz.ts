import type { Ort } from './feiertage.js';
import { berechne, type Fristfrage } from './frage.js';
import type { Tag } from './kalender.js';
import type { Fristvorschlag } from './vorschlag.js';

/** The proposal of a period that the law lets run from the day of receipt; undefined where its rule was not in force. */
export const vorschlagNachGesetz = (
  given: Pick<Fristvorschlag, 'bezeichnung' | 'konfidenz' | 'fundstelle'> & { regel: string },
  { eingang, ort }: { eingang: Tag; ort: Ort },
): Fristvorschlag | undefined => {
  const { regel, ...rest } = given;
  const frage: Fristfrage = { art: 'regel', regel, tag: eingang };
  const result = berechne(frage, ort);
  if (result === undefined) return undefined;
  const { grundlage, start, ende, rechenweg } = result;
  return {
    schluessel: `gesetzlich:${regel}`,
    art: 'gesetzlich',
    ...rest,
    ...{ grundlage, frage, abEingang: true, start, ende, rechenweg, ergebnis: null },
  };
};
