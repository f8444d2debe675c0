import type { EngineWord } from './engine.js';

/**
 * Frequent little words by which a text tells its language, also where it was read with the data of another one; so
 * hardly any has letters that only its own language has. None stands in two lists.
 */
const telltales: Readonly<Record<string, string>> = {
  deu: 'der die das und ist nicht mit für von dem ich wir sie auf bei eine einen zum zur sich auch haben werden',
  eng: 'the and of to for with you your that are have this our which from would been please',
  fra: 'les des vous nous est dans pour une avec votre cette sont par que qui',
  ita: 'della che gli sono per questo nella vostra alla dei',
  spa: 'los las para del con por este esta usted como',
  pol: 'nie jest oraz przez dla panu pani jego tego tym',
  ces: 'jsem pro nebo jsou byl podle jeho tak vsak',
  nld: 'het een van niet voor zijn deze wij uw naar bij heeft',
  tur: 'bir bu ile olarak olan daha veya gibi kadar',
  ron: 'pentru sunt care din prin nu cu sau',
};

const fewest = 6;

const countsOf = (words: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  const lists = Object.entries(telltales).map(
    ([language, list]) => [language, new Set(list.split(' '))] as const,
  );
  for (const word of words) {
    for (const [language, list] of lists)
      if (list.has(word)) counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return counts;
};

/**
 * Languages of a configuration, given as names of trained data with the usual one first, in which a page should be read
 * once more after its first reading: the one whose little words it has, more than twice as many as those of the usual one.
 * `unclear` is set where the first reading made little sense; then languages of which no words are known come too.
 */
export const languagesToTry = (
  words: readonly EngineWord[],
  languages: readonly string[],
  unclear: boolean,
): string[] => {
  const [usual = 'deu', ...others] = languages;
  if (others.length === 0) return [];
  const counts = countsOf(words.map(({ text }) => text.toLowerCase().replace(/[^\p{L}]/gu, '')));
  const own = counts.get(usual) ?? 0;
  const [best] = others
    .map((language) => ({ language, count: counts.get(language) ?? 0 }))
    .filter(({ count }) => count >= fewest && count > 2 * own)
    .sort((a, b) => b.count - a.count);
  const unknown = unclear ? others.filter((language) => telltales[language] === undefined) : [];
  return [...(best === undefined ? [] : [best.language]), ...unknown];
};
