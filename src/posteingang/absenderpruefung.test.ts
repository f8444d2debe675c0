import { describe, expect, it } from 'vitest';
import { pruefeAbsender } from '#posteingang/absenderpruefung.js';

const own = { behoerde: 'Stadt Lohwerda', domains: ['stadt-lohwerda.example'] };
const check = (name: string, address: string, replyTo: string[] = []) =>
  pruefeAbsender(
    { from: [{ name, address }], replyTo: replyTo.map((one) => ({ name: '', address: one })) },
    own,
  ).join(' ');

describe('what looks like a false sender', () => {
  it.each([
    ['Erika Mustermann', 'erika@mustermann.example', []],
    ['Kanzlei Weber & Söhne', 'post@kanzlei-weber.example', ['post@kanzlei-weber.example']],
    ['Stadt Lohwerda, Bauamt', 'bauamt@stadt-lohwerda.example', []],
    ['Newsletter', 'news@mail.verband.example', ['antwort@verband.example']],
    ['', 'x@y.example', []],
    ['Иван Петров', 'ivan@petrov.example', []],
    ['Dr. Müller', 'mueller@praxis.example', []],
  ])('nothing is said of an ordinary head (%s)', (name, address, replyTo) => {
    expect(check(name, address, replyTo)).toBe('');
  });

  it.each([
    ['Stadt <info@stadt-lohwerda.example>', 'evil@abzocke.test', 'stadt-lohwerda.example'],
    ['www.sparkasse.de', 'evil@abzocke.test', 'sparkasse.de'],
    ['Stadt Lohwerda Kämmerei', 'kasse@abzocke.test', 'eigene Behörde'],
    ['STADT  LOHWERDA', 'kasse@stadt-lohwerda.example.abzocke.test', 'eigene Behörde'],
    ['Stаdtwerke', 'post@stadtwerke.example', 'Alphabete'],
    ['Bank', 'post@xn--bnk-5cd.example', 'xn--bnk'],
    ['Bank', 'post@bаnk.example', 'ähnlich'],
  ])('%s from %s is worth a look', (name, address, word) => {
    expect(check(name, address)).toContain(word);
  });

  it('says where answers would go, and that there is no sender or more than one', () => {
    expect(check('A', 'a@firma.example', ['b@anders.test'])).toContain('b@anders.test');
    expect(pruefeAbsender({ from: [], replyTo: [] }, own)).toHaveLength(1);
    const two = [
      { name: '', address: 'a@a.example' },
      { name: '', address: 'b@b.example' },
    ];
    expect(pruefeAbsender({ from: two, replyTo: [] }, own).join()).toContain('2 Absender');
  });
});
