import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { storeAuslieferung } from '#postausgang/vorlagenverwaltung/bestand.js';
import { aCase, type LetterOffice, openOffice } from '#test/support/letters.js';

let office: LetterOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

interface Found {
  schluessel: string;
  titel: string;
  bloecke: { text?: string; laeufe?: { text: string }[] }[];
}
const search = async (query: string, cookie = office.author.cookie): Promise<Found[]> => {
  const answer = await office.app.ask({ path: `/api/textbausteine?${query}`, cookie });
  expect(answer.status).toBe(200);
  return answer.body.textbausteine;
};
const names = async (suche: string) =>
  (await search(`suche=${encodeURIComponent(suche)}`)).map(({ schluessel }) => schluessel);

describe('Textbausteine for who writes letters', () => {
  it('offers the delivered set, without places of the program left open', async () => {
    const all = await search('');
    expect(all.length).toBeGreaterThanOrEqual(25);
    expect(JSON.stringify(all)).not.toMatch(/\{\w+\}/);
    expect(JSON.stringify(all)).toContain('Stadt Lohwerda, Markt 1, 05110 Lohwerda');
  });

  it.each([
    ['Fristverlängerung', 'frist-verlaengert'],
    ['Fristverlaengerung', 'frist-verlaengert'],
    ['verlängert', 'frist-verlaengert'],
    ['Fristverlengerung', 'frist-verlaengert'],
    ['Bußgeld Einspruch', 'rb-bussgeld'],
    ['bussgeld einspruch', 'rb-bussgeld'],
    ['DSGVO', 'datenschutz-art13'],
    ['oeffnungszeit', 'oeffnungszeiten'],
    ['Säumniszuschläge', 'saeumniszuschlag'],
  ])('finds by word form, spelling and mistake: %s', async (suche, expected) => {
    expect((await names(suche)).slice(0, 3)).toContain(expected);
  });

  it('finds nothing where one of the words is nowhere', async () => {
    expect(await names('Fristverlängerung Giraffe')).toEqual([]);
    expect(await names('100%_')).toEqual([]);
  });

  it('offers what is meant for one template only there', async () => {
    const inTemplate = async (vorlage: string) =>
      (await search(`vorlage=${vorlage}`)).some(({ schluessel }) => schluessel === 'zwangsgeld');
    expect(await inTemplate('bescheid')).toBe(true);
    expect(await inTemplate('anschreiben')).toBe(false);
  });

  it('fills the places from a Vorgang that the person may see, and from no other', async () => {
    const vorgang = await aCase(office);
    const found = await search(`suche=Rückfragen&vorgangId=${vorgang.id}`);
    expect(JSON.stringify(found[0])).toContain(vorgang.geschaeftszeichen);
    const stranger = await office.app.ask({
      path: `/api/textbausteine?vorgangId=${vorgang.id}`,
      cookie: office.stranger.cookie,
    });
    expect(stranger.status).toBe(404);
  });

  it('is offered to nobody who writes no letters', async () => {
    const answer = await office.app.ask({
      path: '/api/textbausteine',
      cookie: office.outgoing.cookie,
    });
    expect(answer.status).toBe(403);
  });
});

describe('what is delivered with the program', () => {
  const baustein = (titel: string) => ({
    vorlagen: [],
    briefkoepfe: [],
    wappen: [],
    bausteine: [
      {
        art: 'baustein' as const,
        schluessel: 'probe',
        daten: {
          titel,
          schlagworte: [],
          vorlagen: [],
          einheiten: [],
          bloecke: [{ art: 'absatz' as const, laeufe: [{ text: titel }] }],
        },
      },
    ],
  });
  const states = () =>
    asSystem(office.db, (tx) =>
      rows(
        tx,
        sql<{ nummer: number; zustand: string }>`select nummer, zustand from vorlagenfassung
          where art = 'baustein' and schluessel = 'probe' order by nummer`,
      ),
    );

  it('is stored once by processes that start together, and again only when it has changed', async () => {
    const first = baustein('Erste Fassung');
    await Promise.all(
      Array.from({ length: 4 }, () => storeAuslieferung(office.db, first, '2026-11-23')),
    );
    expect(await states()).toEqual([{ nummer: 1, zustand: 'freigegeben' }]);
    await storeAuslieferung(office.db, baustein('Zweite Fassung'), '2026-11-23');
    await storeAuslieferung(office.db, first, '2026-11-23');
    expect(await states()).toEqual([
      { nummer: 1, zustand: 'freigegeben' },
      { nummer: 2, zustand: 'freigegeben' },
    ]);
  });

  it('waits as a draft where a person has released an own version', async () => {
    await asSystem(office.db, (tx) =>
      rows(
        tx,
        sql`insert into vorlagenfassung (art, schluessel, nummer, daten, zustand, herkunft, grund, freigegeben_at, gilt_ab)
            select art, schluessel, 3, daten, 'freigegeben', 'seite', 'Eigene', now(), '2026-11-01' from vorlagenfassung
            where art = 'baustein' and schluessel = 'probe' and nummer = 1`,
      ),
    );
    await storeAuslieferung(office.db, baustein('Dritte Fassung'), '2026-11-23');
    expect((await states()).at(-1)).toEqual({ nummer: 4, zustand: 'entwurf' });
  });

  it('never changes what stands in a version, and never loses one', async () => {
    const change = (statement: ReturnType<typeof sql>) =>
      asSystem(office.db, (tx) => rows(tx, statement));
    await expect(
      change(sql`update vorlagenfassung set daten = '{}' where schluessel = 'probe'`),
    ).rejects.toThrow('does not change');
    await expect(
      change(sql`delete from vorlagenfassung where schluessel = 'probe'`),
    ).rejects.toThrow('never deleted');
  });
});
