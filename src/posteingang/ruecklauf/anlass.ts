import type { Ruecklaufanlass } from '../eigene-schreiben.js';

/** The words of the post on stickers and stamps. Our own letters do not use them in this form. */
const words: readonly (readonly [Ruecklaufanlass, RegExp])[] = [
  ['unbekannt_verzogen', /unbekannt\s+verzogen|verzogen[,\s]+(neue\s+)?anschrift\s+unbekannt/iu],
  ['annahme_verweigert', /annahme\s+verweigert/iu],
  ['nicht_abgeholt', /nicht\s+abgeholt|lagerfrist\s+(ist\s+)?abgelaufen/iu],
  [
    'anschrift_unzureichend',
    /(anschrift|adresse)\s+(ist\s+)?(unzureichend|ungen[üu]gend|unvollst[äa]ndig)|unter\s+der\s+angegebenen\s+anschrift\s+nicht\s+zu\s+ermitteln/iu,
  ],
  ['verstorben', /(empf[äa]nger|adressat)(in)?\s+(ist\s+)?verstorben/iu],
];

/** The reason that the post has written on what came back; null where it is not read, or more than one is. */
export const anlassIm = (text: string): Ruecklaufanlass | null => {
  const found = words.filter(([, pattern]) => pattern.test(text)).map(([anlass]) => anlass);
  return found.length === 1 ? (found[0] ?? null) : null;
};
