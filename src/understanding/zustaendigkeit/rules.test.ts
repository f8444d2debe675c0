import { describe, expect, it } from 'vitest';
import { type ResponsibilityFacts, type ResponsibilityRule, responsibilityHints } from './rules.js';

const rule = (given: Partial<ResponsibilityRule>): ResponsibilityRule => ({
  einheit: '50.1',
  name: 'Wohngeld A bis K',
  keywords: [],
  kind: null,
  letters: null,
  street: null,
  validFrom: '2026-01-01',
  validUntil: null,
  ...given,
});
const facts = (given: Partial<ResponsibilityFacts> = {}): ResponsibilityFacts => ({
  text: 'Ich beantrage Wohngeld für meine Wohnung.',
  kind: 'antrag',
  person: 'Jens Hartwig',
  organisation: null,
  street: 'Lindenweg 4',
  day: '2026-11-23',
  ...given,
});
const fits = (given: Partial<ResponsibilityRule>, letter: Partial<ResponsibilityFacts> = {}) =>
  responsibilityHints([rule(given)], facts(letter)).length === 1;

describe('a rule of the Geschäftsverteilung', () => {
  it.each([
    ['Jens Hartwig', true],
    ['Hartwig, Jens', true],
    ['Dr. Anna Knut', true],
    ['Ulla Kolbe', false],
    ['Özgür Äpfelbaum', true],
    ['Max Müller', false],
  ])('by letters A to Kn: %s %s', (person, expected) => {
    expect(fits({ letters: { from: 'A', to: 'Kn' } }, { person })).toBe(expected);
  });

  it('sorts an organisation by its first word, and knows nothing of a sender without a name', () => {
    const letters = { from: 'A', to: 'K' };
    expect(fits({ letters }, { organisation: 'Bäckerei Zander GmbH' })).toBe(true);
    expect(fits({ letters }, { person: null })).toBe(false);
  });

  it.each([
    ['Lindenstraße 12', 'gerade', true],
    ['Lindenstr. 12a', 'gerade', true],
    ['Lindenstraße 13', 'gerade', false],
    ['Lindenstraße 40', 'alle', false],
    ['Lindenallee 12', 'alle', false],
  ] as const)('by street and numbers 1 to 30: %s, %s: %s', (street, numbers, expected) => {
    const wanted = { name: 'Lindenstraße', from: 1, to: 30, numbers };
    expect(fits({ street: wanted }, { street })).toBe(expected);
  });

  it('finds the street of which the letter speaks, not only that of its sender', () => {
    const street = { name: 'Gartenstraße', from: null, to: null, numbers: 'alle' as const };
    expect(fits({ street }, { text: 'Das Schlagloch vor der Gartenstraße 7 ist tief.' })).toBe(
      true,
    );
    expect(fits({ street }, { text: 'Das Schlagloch ist tief.' })).toBe(false);
  });

  it('needs one of its words and its kind, and applies from its first to its last day', () => {
    expect(fits({ keywords: ['Wohngeld', 'Lastenzuschuss'] })).toBe(true);
    expect(fits({ keywords: ['Elterngeld'] })).toBe(false);
    expect(fits({ kind: 'antrag' })).toBe(true);
    expect(fits({ kind: 'rechnung' })).toBe(false);
    expect(fits({ keywords: ['Wohngeld'], validUntil: '2026-11-23' })).toBe(true);
    expect(fits({ keywords: ['Wohngeld'], validUntil: '2026-11-22' })).toBe(false);
    expect(fits({ keywords: ['Wohngeld'], validFrom: '2026-11-24' })).toBe(false);
  });

  it('says which it is and why it fits', () => {
    const [hint] = responsibilityHints(
      [rule({ keywords: ['Wohngeld'], letters: { from: 'A', to: 'K' } })],
      facts(),
    );
    expect(hint).toMatchObject({
      einheit: '50.1',
      reason: 'Geschäftsverteilung „Wohngeld A bis K“: „Wohngeld“, Buchstaben A bis K',
    });
  });
});
