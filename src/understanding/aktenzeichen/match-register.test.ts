import { describe, expect, it } from 'vitest';
import { createMemoryRegister } from '#test/support/memory-register.js';
import { plainPage } from '#test/support/page-of.js';
import { extractFields } from '../extract/extract-fields.js';
import { matchGeschaeftszeichen } from './match-register.js';
import type { RegisterEntry } from './register.js';

/** Stands for the register's own folding: only letters and digits, look-alikes as digits. */
const fold = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/[OQD]/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/Z/g, '2')
    .replace(/S/g, '5')
    .replace(/B/g, '8');

const vorgang = (
  geschaeftszeichen: string,
  name: string,
  betreff = 'Hundesteuer',
): RegisterEntry => ({
  vorgangId: `id ${geschaeftszeichen}`,
  geschaeftszeichen,
  einheit: geschaeftszeichen.slice(0, 2),
  betreff,
  beteiligte: name === '' ? [] : [{ name, plz: '09999' }],
});

const own = { plz: '09999', ort: 'Musterstadt', name: 'Stadt Musterstadt' };

const match = (entries: readonly RegisterEntry[], text: string) =>
  matchGeschaeftszeichen(
    extractFields([{ number: 1, text: plainPage(text) }], {
      knownOrganisationseinheiten: ['20', '32', '63'],
      ownAddress: own,
      today: '2026-11-20',
    }),
    { register: createMemoryRegister(entries, fold), fold },
  );

const letterOf = (name: string, ...body: string[]): string =>
  `${name}\nLindenstraße 12\n09999 Musterstadt\n\nStadt Musterstadt\nRathausplatz 1\n09999 Musterstadt\n\n3. November 2026\n\n${body.join('\n\n')}\n\nMit freundlichen Grüßen\n\n${name}`;

const register = [
  vorgang('20-2110/3/9-2026', 'Erika Mustermann'),
  vorgang('20-2110/3/47-2026', 'Bernd Sommerfeld'),
  vorgang('20-2110/3/44-2026', 'Heike Winterstein'),
  vorgang('20-2110/34/7-2026', 'Olaf Kirschbaum'),
  vorgang('63-6110/12/118-2025', 'Jutta Lindner'),
  vorgang('32-1212/5/3-2026', '', 'Lärm'),
];

describe('finding the Vorgang of a letter', () => {
  it('a Geschäftszeichen that the register knows leads to its Vorgang', async () => {
    const result = await match(
      register,
      letterOf('Erika Mustermann', 'Ihr Zeichen 20-2110/3/9-2026'),
    );
    expect(result).toMatchObject({
      outcome: 'found',
      vorgangId: 'id 20-2110/3/9-2026',
      einheit: '20',
      repaired: false,
    });
    expect(result.outcome === 'found' && result.confidence).toBeGreaterThan(0.95);
  });

  it.each([
    '20-21.10/3/9-2026',
    '20-2110/3/9-2026/4',
    '20 - 2110 / 3 / 9 - 26',
    '2O-21l0/3/9-2O26',
    '20–2110/3/9–2026',
  ])('the spelling %s leads to the same Vorgang', async (spelling) => {
    const result = await match(register, letterOf('Erika Mustermann', `Ihr Zeichen: ${spelling}`));
    expect(result).toMatchObject({ outcome: 'found', vorgangId: 'id 20-2110/3/9-2026' });
  });

  it('two signs with one folded key are told apart by their slashes', async () => {
    const twins = [
      vorgang('20-2110/3/47-2026', 'Bernd Sommerfeld'),
      vorgang('20-2110/34/7-2026', 'Bernd Sommerfeld'),
    ];
    const result = await match(
      twins,
      letterOf('Bernd Sommerfeld', 'Ihr Zeichen 20-2110/34/7-2026'),
    );
    expect(result).toMatchObject({ outcome: 'found', vorgangId: 'id 20-2110/34/7-2026' });
  });

  it('when the slash between them is lost, nobody guesses', async () => {
    const result = await match(
      register,
      letterOf('Bernd Sommerfeld', 'Ihr Zeichen 20-2110/3 47-2026, 20-2110/34'),
    );
    expect(result.outcome === 'found' ? result.vorgangId : 'id 20-2110/3/47-2026').toBe(
      'id 20-2110/3/47-2026',
    );
    const twins = [
      vorgang('20-2110/3/47-2026', 'Bernd Sommerfeld'),
      vorgang('20-2110/34/7-2026', 'Bernd Sommerfeld'),
    ];
    const lost = await match(twins, letterOf('Bernd Sommerfeld', 'Ihr Zeichen 20-2110/347-2026'));
    expect(lost.outcome).not.toBe('found');
  });

  it('a slash read as l is put right when the letter names the party', async () => {
    const text = 'Ihr Zeichen 63-6110l12/118-2025';
    expect(await match(register, letterOf('Jutta Lindner', text))).toMatchObject({
      outcome: 'found',
      repaired: true,
    });
    expect((await match(register, letterOf('Kurt Fremder', text))).outcome).not.toBe('found');
  });

  it('one wrong digit is put right only when the letter names the party', async () => {
    const text = 'Ihr Zeichen 63-6170/12/118-2025';
    expect(await match(register, letterOf('Jutta Lindner', text))).toMatchObject({
      outcome: 'found',
      vorgangId: 'id 63-6110/12/118-2025',
      repaired: true,
    });
    const stranger = await match(register, letterOf('Kurt Fremder', text));
    expect(stranger).toMatchObject({ outcome: 'none', read: '63-6170/12/118-2025' });
    expect(
      stranger.outcome === 'none' && stranger.candidates.map((one) => one.geschaeftszeichen),
    ).toEqual(['63-6110/12/118-2025']);
  });

  it('one wrong digit between two Vorgänge of the same party is for a person', async () => {
    const same = [
      vorgang('20-2110/3/47-2026', 'Bernd Sommerfeld'),
      vorgang('20-2110/3/44-2026', 'Bernd Sommerfeld'),
    ];
    const result = await match(same, letterOf('Bernd Sommerfeld', 'Ihr Zeichen 20-2110/3/41-2026'));
    expect(result).toMatchObject({ outcome: 'none', read: '20-2110/3/41-2026' });
  });

  it("a sign that belongs to somebody else, one digit beside the sender's own, is for a person", async () => {
    const result = await match(
      register,
      letterOf('Heike Winterstein', 'Ihr Zeichen 20-2110/3/47-2026'),
    );
    expect(result.outcome).toBe('ambiguous');
    expect(
      result.outcome === 'ambiguous' && result.candidates.map((one) => one.geschaeftszeichen),
    ).toEqual(['20-2110/3/44-2026', '20-2110/3/47-2026']);
  });

  it('a sender who is not in the Vorgang and names nobody in it contradicts the sign', async () => {
    const result = await match(register, letterOf('Kurt Fremder', 'Ihr Zeichen 20-2110/3/9-2026'));
    expect(result).toMatchObject({ outcome: 'ambiguous', cause: 'contradiction' });
  });

  it('a lawyer who is not in the Vorgang yet but names the client is believed', async () => {
    const text = letterOf(
      'Kanzlei Dr. Marquard',
      'Ihr Zeichen 20-2110/3/9-2026',
      'wir vertreten Frau Erika Mustermann.',
    );
    expect(await match(register, text)).toMatchObject({
      outcome: 'found',
      vorgangId: 'id 20-2110/3/9-2026',
    });
  });

  it('two different signs in one letter are for a person, also when only one exists', async () => {
    const both = letterOf(
      'Erika Mustermann',
      'Ihr Zeichen 20-2110/3/9-2026',
      'siehe auch 63-6110/12/118-2025',
    );
    expect(await match(register, both)).toMatchObject({ outcome: 'ambiguous', cause: 'several' });
    const one = letterOf(
      'Erika Mustermann',
      'Ihr Zeichen 20-2110/3/9-2026',
      'siehe auch 32-7777/1/2-2020',
    );
    expect(await match(register, one)).toMatchObject({ outcome: 'ambiguous', cause: 'several' });
  });

  it('the same sign twice, once misread, is one sign', async () => {
    const text = letterOf(
      'Erika Mustermann',
      'Ihr Zeichen 20-2110/3/9-2026',
      'zu 20-2170/3/9-2026 erkläre ich',
    );
    expect(await match(register, text)).toMatchObject({
      outcome: 'found',
      vorgangId: 'id 20-2110/3/9-2026',
    });
  });

  it('a Vorgang without recorded parties is taken on a clean reading, with less confidence', async () => {
    const result = await match(register, letterOf('Kurt Fremder', 'Ihr Zeichen 32-1212/5/3-2026'));
    expect(result).toMatchObject({ outcome: 'found', vorgangId: 'id 32-1212/5/3-2026' });
    expect(result.outcome === 'found' && result.confidence).toBeLessThan(0.95);
  });

  it("the sender's own sign of the same form is never taken for ours", async () => {
    const text = letterOf(
      'Stadtverwaltung Nordheim',
      'Unser Zeichen 20-2110/3/9-2026',
      'wir bitten um Amtshilfe.',
    );
    expect(await match(register, text)).toMatchObject({ outcome: 'none', read: null });
  });

  it('our own letter sent back by the party is recognised by its sign', async () => {
    const text = letterOf(
      'Erika Mustermann',
      'anbei Ihr Schreiben zurück.',
      'Unser Zeichen: 20-2110/3/9-2026',
    );
    expect(await match(register, text)).toMatchObject({
      outcome: 'found',
      vorgangId: 'id 20-2110/3/9-2026',
    });
  });

  it('a letter without a sign leads nowhere', async () => {
    expect(await match(register, letterOf('Erika Mustermann', 'ich habe eine Frage.'))).toEqual({
      outcome: 'none',
      read: null,
      candidates: [],
    });
  });
});
