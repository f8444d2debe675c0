import { describe, expect, it } from 'vitest';
import { longDate, money, numericDate } from './german-format.js';
import {
  createMunicipality,
  type GeneratedLetter,
  generateLetters,
  letterKinds,
  textOf,
} from './index.js';
import { kindTexts } from './texts/kinds.js';
import { themen } from './texts/themen.js';

const municipality = createMunicipality({ seed: 'test' });
const letters = generateLetters({ seed: 'test', count: 400, municipality });
const offices = municipality.organisationseinheiten.filter(({ ebene }) => ebene === 'amt');

const shareOf = (matches: (letter: GeneratedLetter) => boolean): number =>
  letters.filter(matches).length / letters.length;

const ibanIsValid = (iban: string): boolean => {
  const moved = `${iban.slice(4)}${iban.slice(0, 4)}`.replace(/[A-Z]/g, (c) =>
    String(c.charCodeAt(0) - 55),
  );
  return BigInt(moved) % 97n === 1n;
};

describe('the sample municipality', () => {
  it('is the same city for the same seed and another for another', () => {
    expect(createMunicipality({ seed: 'test' })).toEqual(municipality);
    expect(createMunicipality({ seed: 'other' }).personen).not.toEqual(municipality.personen);
  });

  it('hangs every unit below one that exists', () => {
    const known = new Set(municipality.organisationseinheiten.map(({ kuerzel }) => kuerzel));
    for (const { parent } of municipality.organisationseinheiten)
      expect(parent === null || known.has(parent)).toBe(true);
    expect(
      municipality.organisationseinheiten.filter(({ istPoststelle }) => istPoststelle),
    ).toHaveLength(1);
  });

  it('gives every office a head and several clerks, and fills the central roles', () => {
    const having = (role: string, kuerzel?: string): number =>
      municipality.personen.filter(({ roles }) =>
        roles.some(
          (entry) => entry.role === role && (kuerzel === undefined || entry.kuerzel === kuerzel),
        ),
      ).length;
    expect(municipality.personen).toHaveLength(60);
    expect(new Set(municipality.personen.map(({ login }) => login)).size).toBe(60);
    for (const { kuerzel } of offices) {
      expect(having('leitung', kuerzel)).toBe(1);
      expect(having('sachbearbeitung', kuerzel)).toBeGreaterThan(1);
    }
    expect([
      having('poststelle'),
      having('postausgang'),
      having('revision'),
      having('administration'),
    ]).toEqual([4, 2, 2, 2]);
  });

  it('orders its file plan as a tree whose leaves belong to an office and have texts', () => {
    const known = new Set(municipality.aktenplan.map(({ kennzeichen }) => kennzeichen));
    const leaves = municipality.aktenplan.filter(
      ({ federfuehrung }) => federfuehrung !== undefined,
    );
    for (const { parent } of municipality.aktenplan)
      expect(parent === null || known.has(parent)).toBe(true);
    expect(leaves.map(({ kennzeichen }) => kennzeichen)).toEqual(
      themen.map(({ kennzeichen }) => kennzeichen),
    );
    expect(
      offices.filter(
        ({ kuerzel }) => !leaves.some(({ federfuehrung }) => federfuehrung === kuerzel),
      ),
    ).toEqual([]);
  });

  it('keeps 400 Vorgaenge with distinct Geschaeftszeichen in Akten that exist, each with a clerk of the office', () => {
    const akten = new Map(municipality.akten.map((akte) => [akte.aktenzeichen, akte]));
    const clerks = new Map(municipality.personen.map((person) => [person.login, person]));
    expect(
      new Set(municipality.vorgaenge.map(({ geschaeftszeichen }) => geschaeftszeichen)).size,
    ).toBe(400);
    for (const vorgang of municipality.vorgaenge) {
      expect(vorgang.geschaeftszeichen).toMatch(/^\d\d-\d{4}\/\d+\/\d+-20\d\d$/);
      expect(akten.get(vorgang.akte)?.federfuehrung).toBe(vorgang.federfuehrung);
      expect(clerks.get(vorgang.bearbeiter)?.roles[0]?.kuerzel).toBe(vorgang.federfuehrung);
      expect(vorgang.angelegtAm <= municipality.today).toBe(true);
    }
  });
});

describe('the sample letters', () => {
  it('are the same for the same seed, also when more of them are written', () => {
    expect(generateLetters({ seed: 'test', count: 25, municipality })).toEqual(
      letters.slice(0, 25),
    );
  });

  it('cover every kind and every office within 400', () => {
    expect(new Set(letters.map(({ truth }) => truth.kind))).toEqual(new Set(letterKinds));
    expect(new Set(letters.map(({ truth }) => truth.organisationseinheit))).toEqual(
      new Set(offices.map(({ kuerzel }) => kuerzel)),
    );
    expect(kindTexts.map(({ kind }) => kind).sort()).toEqual([...letterKinds].sort());
  });

  it('name one of our Geschaeftszeichen in about two thirds of the cases, in many spellings', () => {
    const printed = shareOf(({ truth }) => truth.geschaeftszeichenPrinted !== undefined);
    expect(printed).toBeGreaterThan(0.58);
    expect(printed).toBeLessThan(0.75);
    expect(shareOf(({ truth }) => truth.geschaeftszeichen === undefined)).toBeGreaterThan(0.1);
    const altered = shareOf(
      ({ truth }) =>
        truth.geschaeftszeichenPrinted !== undefined &&
        truth.geschaeftszeichenPrinted !== truth.geschaeftszeichen,
    );
    expect(altered).toBeGreaterThan(0.2);
  });

  it('belong to Vorgaenge that exist, unless the sender mistyped the reference', () => {
    const known = new Set(municipality.vorgaenge.map(({ geschaeftszeichen }) => geschaeftszeichen));
    for (const { truth } of letters) {
      if (truth.geschaeftszeichen !== undefined)
        expect(known.has(truth.geschaeftszeichen)).toBe(true);
      if (truth.geschaeftszeichenMistyped)
        expect(known.has(truth.geschaeftszeichenPrinted ?? '')).toBe(false);
    }
  });

  it('claim nothing that is not on the paper', () => {
    for (const letter of letters) {
      const text = textOf(letter);
      const { truth } = letter;
      for (const fact of [
        truth.betreff,
        truth.geschaeftszeichenPrinted,
        truth.fremdesZeichen,
        truth.sender.name,
        ...truth.betraege,
      ]) {
        if (fact !== undefined) expect(text).toContain(fact);
      }
      if (truth.frist !== undefined) expect(text).toContain(numericDate(truth.frist));
      if (truth.zahlbetragCents !== undefined) expect(text).toContain(money(truth.zahlbetragCents));
      if (truth.iban !== undefined) expect(text.replace(/\s/g, '')).toContain(truth.iban);
    }
  });

  it('use accounts with valid check digits at a bank that does not exist', () => {
    const ibans = letters.flatMap(({ truth }) => truth.iban ?? []);
    expect(ibans.length).toBeGreaterThan(50);
    for (const iban of ibans) {
      expect(ibanIsValid(iban)).toBe(true);
      expect(iban).toMatch(/^DE\d\d9\d{17}$/);
    }
  });

  it('leave no template mark behind and are between 40 and 450 words long', () => {
    for (const letter of letters) {
      const text = textOf(letter);
      expect(text).not.toMatch(/[[\]{}|]|undefined/);
      const words = text.split(/\s+/).length;
      expect(words).toBeGreaterThanOrEqual(40);
      expect(words).toBeLessThanOrEqual(450);
    }
  });

  it('are all different', () => {
    const texts = letters.map((letter) =>
      letter.blocks.flatMap((block) => (block.type === 'paragraph' ? [block.text] : [])).join('\n'),
    );
    expect(new Set(texts).size).toBe(letters.length);
  });
});

describe('German formats', () => {
  it('prints days and money as a German letter does', () => {
    expect(numericDate('2026-03-05')).toBe('05.03.2026');
    expect(longDate('2026-03-05')).toBe('5. März 2026');
    expect(money(123456789)).toBe('1.234.567,89');
    expect(money(5)).toBe('0,05');
  });
});
