import { basicLatin } from './basic-latin.js';
import { soundOf } from './koelner-phonetik.js';

/** Words that say nothing about who somebody is: titles, forms of address, legal forms. */
const fillers = new Set(
  `herr herrn frau familie eheleute firma fa dr prof dipl ing med jur phil mag gez ia iv i v
  gmbh ggmbh mbh ag kg ohg ug eg se gbr ek ev co cokg partgmbb vvag haftungsbeschraenkt und u the der die das
  von vom zu zur zum van de den del des fuer am im an in bei`.split(/\s+/),
);

/** What folds away the ways to write an umlaut: Müller, Mueller and the reading Muller are muller. */
const withoutUmlaut = (word: string): string => word.replace(/([aou])e/g, '$1');

/** The telling words of a name in basic Latin letters, in their order; all words where none tells anything. */
export const nameWordsOf = (name: string): string[] => {
  const words = basicLatin(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1)
    .map(withoutUmlaut);
  const telling = words.filter((word) => !fillers.has(word));
  return telling.length > 0 ? telling : words;
};

/** Equal for all ways to write a name in any order of its words: the key by which it is looked up. */
export const nameKeyOf = (name: string): string => [...new Set(nameWordsOf(name))].sort().join(' ');

/** Equal for names that sound alike, whatever the order of their words. */
export const soundKeyOf = (name: string): string =>
  [...new Set(nameWordsOf(name).map(soundOf))]
    .filter((sound) => sound !== '')
    .sort()
    .join(' ');

/** The name in one piece, so that a compound is the same with dash, blank or nothing between its parts. */
export const compactNameOf = (name: string): string => nameWordsOf(name).join('');

/**
 * A street with its house number in one form: Hauptstr. 12 A, Haupt-Straße 12a and Hauptstrasse 12 a are hauptstr 12a.
 * Empty for nothing.
 */
export const streetKeyOf = (street: string): string => {
  const text = basicLatin(street)
    .replace(/stra(?:ss|s|b|8)e\b|str\b\.?/g, 'str')
    .replace(/\bpl\.|platz\b/g, 'pl')
    .replace(/\bpostf(?:ach|\.)/g, 'postfach');
  const number = /(\d+(?:\s*[-/]\s*\d+)?)\s*([a-z]?)\s*$/.exec(text);
  const name = withoutUmlaut(
    (number === null ? text : text.slice(0, number.index)).replace(/[^a-z]/g, ''),
  );
  if (number === null) return name;
  return `${name} ${(number[1] ?? '').replace(/\s/g, '')}${number[2] ?? ''}`.trim();
};
