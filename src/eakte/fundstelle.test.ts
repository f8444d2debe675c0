import { describe, expect, it } from 'vitest';
import { toFundstelle } from './fundstelle.js';
import { hasOperators, likePatterns, tameQuery } from './such-muster.js';
import { foundMarks } from './suche.repository.js';

const marked = (text: string): string =>
  text.replaceAll('[', foundMarks.start).replaceAll(']', foundMarks.stop);

describe('a found place', () => {
  it('begins with ordinary text, even when the first word is found', () => {
    expect(toFundstelle(marked('[Bescheid] vom Montag'), [])).toEqual([
      '',
      'Bescheid',
      ' vom Montag',
    ]);
  });

  it('shows the part of a compound that was searched', () => {
    expect(toFundstelle('Gewerbesteuerbescheid 2026', ['bescheid'])).toEqual([
      'Gewerbesteuer',
      'bescheid',
      ' 2026',
    ]);
  });

  it('shows a word in either spelling of its umlaut', () => {
    expect(toFundstelle('Frau Müller', ['mueller'])).toEqual(['Frau ', 'Müller']);
    expect(toFundstelle('Frau Mueller', ['Müller'])).toEqual(['Frau ', 'Mueller']);
  });

  it('joins what the stemmer and the letters found', () => {
    expect(toFundstelle(marked('die [Bescheide] liegen bei'), ['bescheid'])).toEqual([
      'die ',
      'Bescheide',
      ' liegen bei',
    ]);
  });

  it('keeps markup of a letter as text', () => {
    expect(toFundstelle('<img onerror=x>', ['img']).join('')).toBe('<img onerror=x>');
  });
});

describe('the words of a query', () => {
  it('become patterns, the longest first, without what is too short for the index', () => {
    expect(likePatterns('an Hundesteuer, (Müller)')).toEqual(['%Hundesteuer%', '%Müller%']);
  });

  it('cannot bring wildcards of their own', () => {
    expect(likePatterns('100%_ig')).toEqual(['%100\\%\\_ig%']);
  });

  it.each(['"erster Bescheid"', 'Bescheid -Hund', 'Katze or Hund'])(
    'are left to the stemmer when operators join them: %s',
    (query) => {
      expect(hasOperators(query)).toBe(true);
      expect(hasOperators('Bescheid vom 3-4-2026')).toBe(false);
    },
  );

  it('keep a single exclusion, and lose dashes that exclude nothing', () => {
    expect(tameQuery('Bescheid  -Hund Schmidt-Rohr')).toBe('Bescheid -Hund Schmidt-Rohr');
    expect(tameQuery('----- a -- "b" -')).toBe('a "b"');
    expect(tameQuery('w '.repeat(100)).split(' ')).toHaveLength(24);
  });
});
