import { describe, expect, it } from 'vitest';
import { basicLatin } from './basic-latin.js';
import { compareSender, knownFrom, nameLikeness } from './compare-sender.js';
import { soundOf } from './koelner-phonetik.js';
import { nameKeyOf, soundKeyOf, streetKeyOf } from './sender-keys.js';

describe('names in any spelling', () => {
  it.each([
    ['Łukasz Wałęsa', 'lukasz walesa'],
    ['Søren Ångström', 'soeren aangstroem'],
    ['Þóra Guðmundsdóttir', 'thora gudmundsdottir'],
    ['Đorđević', 'dordevic'],
    ['Ərəb Yıldız', 'ereb yildiz'],
    ['Strauß', 'strauss'],
    ['Nguyễn Văn Anh', 'nguyen van anh'],
    ['G̀abriela C̨elik', 'gabriela celik'],
  ])('%s is looked up as %s', (name, plain) => {
    expect(basicLatin(name)).toBe(plain);
  });

  it.each([
    ['Müller', 'Mueller'],
    ['Müller', 'Muller'],
    ['Strauß', 'Strauss'],
    ['Dr. Erika Groß', 'Gross, Erika'],
    ['Autohaus Schmidt GmbH & Co. KG', 'Autohaus Schmidt'],
  ])('%s and %s have one key', (one, other) => {
    expect(nameKeyOf(one)).toBe(nameKeyOf(other));
  });

  it.each([
    ['Meyer', 'Maier'],
    ['Schmidt', 'Schmitt'],
    ['Christoph', 'Kristof'],
    ['Wikinger', 'Wiking'],
  ])('the sound of %s against %s', (one, other) => {
    expect(soundKeyOf(one) === soundKeyOf(other)).toBe(other !== 'Wiking');
  });

  it('the published examples of the Kölner Phonetik come out', () => {
    expect(soundOf('wikipedia')).toBe('3412');
    expect(soundOf('breschnew')).toBe('17863');
    expect(soundOf('muellerluedenscheidt')).toBe('65752682');
  });

  it.each(['Hauptstr. 12 A', 'Haupt-Straße 12a', 'Hauptstrasse 12 a', 'HAUPTSTRAßE 12a'])(
    '%s is one street',
    (street) => {
      expect(streetKeyOf(street)).toBe('hauptstr 12a');
    },
  );
});

const erika = {
  name: 'Erika Müller-Lüdenscheidt',
  strasse: 'Lindenstraße 4',
  plz: '05110',
  ort: 'Lohwerda',
};

describe('whether a sender is known', () => {
  it.each([
    ['Erika Mueller-Luedenscheidt', 'Lindenstr. 4'],
    ['Müller-Lüdenscheidt, Erika', 'Lindenstrasse 4'],
    ['Erika Müller Lüdenscheidt', 'Lindenstraße 4'],
    ['Erika Müllerlüdenscheidt', 'Lindenstraße 4'],
    ['Frau Erika Muller-Lüdenscheid', 'Lindenstraße 4'],
    ['Erica Müller-Lüdenscheidt', 'Lindenstraße 4'],
  ])('%s, %s is Erika Müller-Lüdenscheidt', (name, strasse) => {
    const { sicherheit, gruende } = compareSender(erika, { ...erika, name, strasse });
    expect(sicherheit).toBeGreaterThanOrEqual(knownFrom);
    expect(gruende).toContain('gleiche Anschrift');
  });

  it.each([
    [
      'another person of the same family at the same address',
      { name: 'Bernd Müller-Lüdenscheidt' },
    ],
    ['the same name in another town', { strasse: 'Am Markt 1', plz: '09999', ort: 'Musterstadt' }],
    ['the same name next door', { strasse: 'Lindenstraße 6' }],
    ['the family name alone', { name: 'Müller' }],
  ])('%s is somebody else', (_case, change) => {
    expect(compareSender(erika, { ...erika, ...change }).sicherheit).toBeLessThan(knownFrom);
  });

  it('husband and wife with like first names are two people', () => {
    for (const [he, she] of [
      ['Mario', 'Maria'],
      ['Paul', 'Paula'],
      ['Martin', 'Martina'],
    ] as const) {
      expect(nameLikeness(`${he} Sommer`, `${she} Sommer`)).toBeLessThan(0.85);
    }
  });

  it('a person without any address is not known by name alone, a firm is', () => {
    const alone = { name: 'Erika Mustermann' };
    expect(compareSender({ ...erika, ...alone }, alone).sicherheit).toBeLessThan(knownFrom);
    const firm = { name: 'Stadtwerke Lohwerda GmbH' };
    expect(compareSender({ ...erika, ...firm }, firm).sicherheit).toBeGreaterThan(knownFrom);
  });
});
