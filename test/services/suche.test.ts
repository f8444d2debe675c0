import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEakteRoutes } from '#eakte/index.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import {
  aDokument,
  anAkte,
  anAktenplaneinheit,
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  aVorgang,
} from '#test/support/builders.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';

let app: OwnApp;
let amt: { id: string };
let other: { id: string };
let clerk: { id: string; cookie: string };
let plan: { id: string };
let vorgang: { id: string; geschaeftszeichen: string };

const get = (path: string, who = clerk) => app.ask({ path, cookie: who.cookie });
const search = async (q: string, who = clerk) =>
  (await get(`/api/suche?q=${encodeURIComponent(q)}`, who)).body;
const titles = (hits: { betreff: string[] }[]): string[] => hits.map((hit) => hit.betreff.join(''));
/** What the answer marks as found in the first hit. */
const found = (pieces: string[]): string[] => pieces.filter((_, index) => index % 2 === 1);

const aLetter = (betreff: string, volltext: string, vorgangId = vorgang.id) =>
  aDokument(app.db, { vorgangId, betreff, volltext, absender: 'Familie Schönfeld' });

beforeAll(async () => {
  const blobs = { open: async () => Readable.from([]) };
  app = await startOwnApp(({ db }) => createEakteRoutes({ db, blobs }));
  amt = await anOrganisationseinheit(app.db, { kuerzel: '20' });
  other = await anOrganisationseinheit(app.db, { kuerzel: '51' });
  clerk = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
  plan = await anAktenplaneinheit(app.db);
  vorgang = await aVorgang(app.db, {
    organisationseinheitId: amt.id,
    betreff: 'Gewerbesteuer 2025, Bäckerei Grünwald',
    beteiligte: [
      {
        rolle: 'Steuerpflichtige',
        name: 'Bäckerei Grünwald GmbH',
        fremdesGeschaeftszeichen: 'BG-77/25',
      },
    ],
  });
});
afterAll(() => app.close());

describe('the search', () => {
  it('finds a part of a compound and shows it', async () => {
    await aLetter(
      'Einspruch',
      'Gegen den Gewerbesteuerbescheid vom 3. März lege ich Einspruch ein.',
    );
    const answer = await search('Bescheid');
    expect(titles(answer.dokumente)).toEqual(['Einspruch']);
    expect(found(answer.dokumente[0].text)).toEqual(['Gewerbesteuerbescheid']);
    expect((await search('Steuerbescheide')).dokumente).toHaveLength(1);
    expect((await search('gewerbesteuer')).dokumente).toHaveLength(1);
  });

  it('finds other forms of a word and shows the place, not the beginning', async () => {
    const before = 'Vorbemerkung ohne Belang. '.repeat(200);
    await aLetter('Kündigung', `${before} Die Hunde bellten nachts in den Gärten. ${before}`);
    const one = await search('Hund Garten');
    expect(titles(one.dokumente)).toEqual(['Kündigung']);
    expect(found(one.dokumente[0].text)).toEqual(['Hunde', 'Gärten']);
  });

  it.each([
    ['Schönfeld', 'schoenfeld'],
    ['Straßenbäume', 'STRASSENBAEUME'],
    ['Überprüfung', 'ueberpruefung'],
    ['Goethe', 'Göthe'],
  ])('takes %s and %s for the same word', async (one, another) => {
    const { id } = await aLetter('Umlaute', `Es geht um ${one} in der Stadt.`);
    const { id: second } = await aLetter('Umlaute', `Es geht um ${another} in der Stadt.`);
    for (const q of [one, another, one.toUpperCase()]) {
      const ids = (await search(q)).dokumente.map((hit: { id: string }) => hit.id);
      expect([q, ids]).toEqual([q, expect.arrayContaining([id, second])]);
    }
  });

  it('knows phrases, exclusions and alternatives', async () => {
    await aLetter('Stundung A', 'Antrag auf Stundung der Hundesteuer in Raten');
    await aLetter('Stundung B', 'Antrag auf Stundung der Grundsteuer, Raten nicht gewünscht');
    expect(titles((await search('"Stundung der Hundesteuer"')).dokumente)).toEqual(['Stundung A']);
    expect(titles((await search('Stundung -Hundesteuer')).dokumente)).toEqual(['Stundung B']);
    expect(titles((await search('Hundesteuer or Grundsteuer')).dokumente).sort()).toEqual([
      'Stundung A',
      'Stundung B',
    ]);
  });

  it('finds Vorgänge by Geschäftszeichen, Betreff and Beteiligte together', async () => {
    const zeichen = [vorgang.geschaeftszeichen];
    const numbers = async (q: string) =>
      (await search(q)).vorgaenge.map(
        (hit: { geschaeftszeichen: string }) => hit.geschaeftszeichen,
      );
    expect(await numbers(vorgang.geschaeftszeichen)).toEqual(zeichen);
    expect(await numbers(vorgang.geschaeftszeichen.toLowerCase().replaceAll('/', ' / '))).toEqual(
      zeichen,
    );
    expect(await numbers('baeckerei gruenwald')).toEqual(zeichen);
    expect(await numbers('steuer GmbH')).toEqual(zeichen);
    expect(await numbers('steuer Fleischerei')).toEqual([]);
  });

  it('finds lines of the Posteingangsbuch by number, sender and Betreff', async () => {
    const poststelle = await aSignedIn(app.db, 'poststelle', other.id);
    const item = await aPosteingang(app.db, { absender: 'Büro Köhler', betreff: 'Akteneinsicht' });
    for (const q of [item.eingangsnummer, 'koehler', 'einsicht büro']) {
      const answer = await search(q, poststelle);
      expect(answer.posteingaenge).toMatchObject([{ eingangsnummer: item.eingangsnummer }]);
      expect(answer.anzahl).toEqual({ dokumente: 0, vorgaenge: 0, posteingaenge: 1 });
    }
    expect((await search(item.eingangsnummer)).posteingaenge).toEqual([]);
  });

  it('answers the strangest query without an error, and keeps its markup as text', async () => {
    await aLetter('<b>fett</b>', 'Ein <script>alert(1)</script> im Brief und \uE000 Zeichen');
    for (const q of [
      '%%',
      '__',
      '"',
      "' or 1=1 --",
      '<script>',
      'a & | ! ( ) :*',
      '\\',
      '\uE000\uE001',
      '-'.repeat(50),
    ]) {
      const answer = await get(`/api/suche?q=${encodeURIComponent(q)}`);
      expect([q, answer.status]).toEqual([q, q.trim().length < 2 ? 400 : 200]);
    }
    const hit = (await search('alert')).dokumente[0];
    expect(hit.betreff.join('')).toBe('<b>fett</b>');
    expect(hit.text.join('')).toContain('<script>alert(1)</script>');
  });

  it('comes in pages whose hits neither overlap nor miss', async () => {
    for (let i = 0; i < 7; i += 1) await aLetter(`Seite ${i}`, 'Kleingartenanlage am Stadtrand');
    const ids: string[] = [];
    for (const ab of [0, 3, 6]) {
      const page = await get(`/api/suche?q=Kleingarten&limit=3&ab=${ab}`);
      expect(page.body.anzahl.dokumente).toBe(7);
      ids.push(...page.body.dokumente.map((hit: { id: string }) => hit.id));
    }
    expect(new Set(ids).size).toBe(7);
  });
});

describe('suggestions while typing', () => {
  const suggest = async (q: string, who = clerk) =>
    (await get(`/api/vorgaenge/vorschlaege?q=${encodeURIComponent(q)}`, who)).body.vorschlaege;

  it('begin with three letters, with what begins like the number first', async () => {
    expect(await suggest('grü')).toMatchObject([{ beteiligte: ['Bäckerei Grünwald GmbH'] }]);
    expect((await suggest(vorgang.geschaeftszeichen.slice(0, 6)))[0].id).toBe(vorgang.id);
    expect(await suggest('g')).toEqual([]);
  });

  it('tell the Poststelle no more than the unit of a number that was read', async () => {
    const poststelle = await aSignedIn(app.db, 'poststelle', other.id);
    const read = vorgang.geschaeftszeichen.replace('0', 'O').replace('1', 'l');
    const answer = await get(
      `/api/vorgaenge/zuordnungsziel?zeichen=${encodeURIComponent(read)}`,
      poststelle,
    );
    expect(answer.body.ziele).toEqual([
      {
        id: vorgang.id,
        geschaeftszeichen: vorgang.geschaeftszeichen,
        organisationseinheit: expect.objectContaining({ kuerzel: '20' }),
      },
    ]);
    expect(
      (await get('/api/vorgaenge/zuordnungsziel?zeichen=20-1', poststelle)).body.ziele,
    ).toEqual([]);
    expect((await get(`/api/vorgaenge/vorschlaege?q=steuer`, poststelle)).status).toBe(403);
  });
});

describe('what a person may not see', () => {
  const words = [
    'Bescheid',
    'Hundesteuer',
    'Grünwald',
    'Antrag auf Stundung',
    'schoenfeld',
    'Raten',
    'Stadt',
  ];
  const paths = words.flatMap((word) => {
    const q = encodeURIComponent(word);
    return [
      ...[0, 1, 2, 5].map((ab) => `/api/suche?q=${q}&limit=2&ab=${ab}`),
      `/api/suche?q=${q}&limit=50`,
      `/api/suche?q=${encodeURIComponent(word.slice(2))}`,
      `/api/vorgaenge/vorschlaege?q=${q}`,
      `/api/vorgaenge?bereich=sichtbare&suche=${q}`,
      `/api/vorgaenge?bereich=sichtbare&suche=${q}&zustand=offen&limit=1`,
      `/api/vorgaenge/vorschlaege?q=${encodeURIComponent(word.slice(0, 4))}&limit=3`,
    ];
  });
  const everything = () => [
    ...paths,
    '/api/aktenplan',
    '/api/vorgaenge?bereich=sichtbare',
    `/api/vorgaenge/${vorgang.id}`,
  ];

  const answers = async (who: typeof clerk) => {
    const texts: string[] = [];
    for (const path of everything()) texts.push((await get(path, who)).text);
    return texts;
  };

  it('cannot be read out of the words that the search knows', async () => {
    const asked = asSystem(app.db, (tx) => rows(tx, sql`select wort from suchwort`));
    await expect(asked).rejects.toMatchObject({ code: '42501' });
  });

  it('does not change one byte of any answer', async () => {
    const head = await aSignedIn(app.db, 'leitung', amt.id);
    const askers = [clerk, head];
    const before = [];
    for (const who of askers) before.push(await answers(who));
    const betreff = 'Antrag auf Stundung, Raten: Hundesteuer Grünwald in der Stadt';
    const volltext = `${words.join(' ')} Gewerbesteuerbescheid Schönfeld Schoenfeld `.repeat(20);
    const akteId = await anAkte(app.db, {
      organisationseinheitId: other.id,
      aktenplaneinheitId: plan.id,
    });
    const beteiligte = [{ rolle: 'Antragsteller', name: 'Bäckerei Grünwald Schönfeld' }];
    for (let i = 0; i < 25; i += 1) {
      const hidden = await aVorgang(app.db, {
        akteId,
        organisationseinheitId: other.id,
        betreff,
        beteiligte,
      });
      await aLetter(betreff, volltext, hidden.id);
      await aPosteingang(app.db, { betreff, absender: 'Schönfeld Grünwald' });
      await aPosteingang(app.db, {
        betreff,
        zustand: 'zugeordnet',
        organisationseinheitId: other.id,
        vorgangId: hidden.id,
      });
    }
    for (const [index, who] of askers.entries()) expect(await answers(who)).toEqual(before[index]);
  });
});
