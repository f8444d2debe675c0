import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { aCase, type LetterOffice, openOffice, stateOf } from '#test/support/letters.js';

/* Between release and dispatch a letter can be stopped; the clock of the database says for how long. */

let office: LetterOffice;

beforeAll(async () => {
  office = await openOffice({ stornofristMinuten: 10 });
});
afterAll(() => office.close());

type Who = { cookie: string };
const post = (path: string, body?: unknown, who: Who = office.author) =>
  office.app.ask({ method: 'POST', path, body, cookie: who.cookie });
const detail = async (id: string, who: Who = office.author) =>
  (await office.app.ask({ path: `/api/postausgaenge/${id}`, cookie: who.cookie })).body;

/** A letter that its author has handed in; the template asks for nobody else. */
const aReleased = async (versandAm: string | null = null): Promise<string> => {
  const vorgang = await aCase(office);
  const { body } = await post('/api/postausgaenge', {
    vorgangId: vorgang.id,
    vorlage: 'anschreiben',
  });
  const saved = await office.app.ask({
    method: 'PUT',
    path: `/api/postausgaenge/${body.id}`,
    cookie: office.author.cookie,
    body: {
      version: body.version,
      vorlage: body.vorlage,
      empfaenger: body.empfaenger,
      betreff: 'Ihre Stellungnahme',
      inhalt: {
        ...body.inhalt,
        bloecke: [{ art: 'absatz', laeufe: [{ text: 'wir danken für Ihr Schreiben.' }] }],
      },
      versandAm,
    },
  });
  await post(`/api/postausgaenge/${body.id}/abgabe`, { version: saved.body.version });
  await office.settle();
  return body.id;
};

const printed = async (id: string): Promise<string[]> =>
  (await readdir(office.printFolder).catch(() => [])).filter((name) => name.endsWith(`${id}.pdf`));

/** The window is over, as if the time had passed. */
const endWindow = (id: string) =>
  asSystem(office.db, (tx) =>
    rows(
      tx,
      sql`update postausgang set versand_ab = now() - interval '1 second',
            naechster_versuch_at = case when naechster_versuch_at is null then null else now() end
          where id = ${id}`,
    ),
  );

describe('a released letter', () => {
  it('waits until it can no longer be stopped, and then leaves once', async () => {
    const id = await aReleased();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'queued', item: 'waiting' });
    const seen = await detail(id);
    expect(seen.restSekunden).toBeGreaterThan(500);
    expect(seen.erlaubt).toMatchObject({ anhalten: true, fortsetzen: false });
    await office.recover();
    await office.settle();
    expect(await printed(id)).toEqual([]);
    await endWindow(id);
    await office.recover();
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'sent', item: 'done' });
    expect(await printed(id)).toHaveLength(1);
  });

  it('does not leave while somebody holds it, and is stopped anew for as long when it goes on', async () => {
    const id = await aReleased();
    const held = await post(`/api/postausgaenge/${id}/anhalten`, undefined, office.second);
    expect(held.body).toMatchObject({ angehalten: true, restSekunden: null });
    await endWindow(id);
    await office.recover();
    await office.settle();
    expect(await printed(id)).toEqual([]);
    expect((await post(`/api/postausgaenge/${id}/fortsetzen`)).status).toBe(200);
    expect((await detail(id)).restSekunden).toBeGreaterThan(500);
    await endWindow(id);
    await office.recover();
    await office.settle();
    expect(await printed(id)).toHaveLength(1);
    const ereignisse = (await detail(id)).verlauf.map((one: { ereignis: string }) => one.ereignis);
    expect(ereignisse).toEqual(
      expect.arrayContaining(['postausgang.held', 'postausgang.continued']),
    );
  });

  it('becomes a draft again when its author takes it back while it is held', async () => {
    const id = await aReleased();
    expect((await post(`/api/postausgaenge/${id}/rueckholung`)).status).toBe(403);
    await post(`/api/postausgaenge/${id}/anhalten`);
    const back = await post(`/api/postausgaenge/${id}/rueckholung`);
    expect(back.body).toMatchObject({ zustand: 'entwurf', angehalten: false, versandAb: null });
    await endWindow(id);
    await office.recover();
    await office.settle();
    expect(await printed(id)).toEqual([]);
    const again = await post(`/api/postausgaenge/${id}/abgabe`, { version: back.body.version });
    expect(again.status).toBe(200);
    await office.settle();
    expect(await stateOf(office.db, id)).toMatchObject({ zustand: 'queued', item: 'waiting' });
  });

  it('is held by the Postausgang too, and by nobody of another office', async () => {
    const id = await aReleased();
    expect(
      (await post(`/api/postausgaenge/${id}/anhalten`, undefined, office.stranger)).status,
    ).toBe(404);
    expect(
      (await post(`/api/postausgaenge/${id}/anhalten`, undefined, office.outgoing)).status,
    ).toBe(200);
    expect((await post(`/api/postausgaenge/${id}/anhalten`)).status).toBe(403);
  });

  it('leaves no earlier than on the day that its author wished for', async () => {
    const id = await aReleased('2099-03-02');
    expect(await detail(id)).toMatchObject({
      versandAm: '2099-03-02',
      versandAb: '2099-03-02T06:00:00.000Z',
    });
    await office.recover();
    await office.settle();
    expect(await printed(id)).toEqual([]);
  });

  it('is kept back by the database itself from whoever forgets to ask', async () => {
    const id = await aReleased();
    await expect(
      asSystem(office.db, (tx) =>
        rows(tx, sql`update postausgang set zustand = 'committing' where id = ${id}`),
      ),
    ).rejects.toThrow('may not leave yet');
  });
});
