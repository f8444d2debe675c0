import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '#infrastructure/clock.js';
import { openEventStream } from '#infrastructure/database/events.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';
import { markAttached } from '#posteingang/clearing.repository.js';
import { fileItem } from '#posteingang/filing.js';
import { getItem, saveDecisions } from '#posteingang/inhalt.repository.js';
import { insertPostkorbEintrag } from '#posteingang/postkorb.repository.js';
import { createReceiver } from '#posteingang/receive.js';
import { createPosteingangRoutes } from '#posteingang/routes.js';
import {
  anOrganisationseinheit,
  aPosteingang,
  aSignedIn,
  auditOf,
  aVorgang,
} from '#test/support/builders.js';
import { noImages, type OwnApp, startOwnApp } from '#test/support/own-app.js';
import { noVirusCheck } from '#test/support/virus-check.js';

let app: OwnApp;
let folder: string;
let closeEvents: () => Promise<void>;
let amt: { id: string; kuerzel: string };
let mailroom: { id: string };
let petra: { cookie: string };
let paul: { cookie: string };
let unit: { cookie: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poststelle-clearingplatz-'));
  const blobs = await createFilesystemStore({ path: join(folder, 'blobs') });
  app = await startOwnApp(({ db, url, log, config }) => {
    const events = openEventStream({ url, log });
    closeEvents = events.close;
    const afterCommit = (): void => undefined;
    const receiver = createReceiver({ db, afterCommit });
    return createPosteingangRoutes({
      ...{ db, blobs, config, clock: systemClock, receiver, events, afterCommit },
      scaler: noImages,
      blattSchluessel: Buffer.alloc(32),
      virenpruefung: noVirusCheck,
    });
  });
  amt = await anOrganisationseinheit(app.db, { kuerzel: '51', name: 'Jugendamt' });
  mailroom = await anOrganisationseinheit(app.db, { kuerzel: '10.2', name: 'Poststelle' });
  petra = await aSignedIn(app.db, 'poststelle', mailroom.id);
  paul = await aSignedIn(app.db, 'poststelle', mailroom.id);
  unit = await aSignedIn(app.db, 'sachbearbeitung', amt.id);
});
afterAll(async () => {
  await closeEvents();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const asked = (
  who: { cookie: string },
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
) => app.ask({ method, path, cookie: who.cookie, ...(body === undefined ? {} : { body }) });

/** An item that waits in Clearing with the machine's proposal. */
const waiting = async (given: { absender?: string; einheit?: string } = {}) => {
  const item = await aPosteingang(app.db, {
    zustand: 'clearing',
    ...(given.absender === undefined ? {} : { absender: given.absender }),
  });
  await asSystem(app.db, async (tx) => {
    await rows(
      tx,
      sql`insert into work_item (id, pipeline, stage, state, clearing_code, clearing_text, clearing_at)
          values (${item.id}, 'posteingang', 'attach', 'clearing', 'kein-geschaeftszeichen', 'Kein Zeichen.', now())`,
    );
    await saveDecisions(tx, item.id, [
      {
        ...{ run: 1, art: 'organisationseinheit', wert: null, konfidenz: 0.5, gruende: [] },
        ...{ modell: 'probe', personId: null },
        kandidaten: [
          { wert: given.einheit ?? '51', anzeige: 'Jugendamt', konfidenz: 0.5, gruende: [] },
        ],
      },
    ]);
  });
  return item;
};

/** What the workers do after a decision: file, put into the Postkorb, end. */
const workThrough = (id: string) =>
  asSystem(app.db, async (tx) => {
    const item = await getItem(tx, id);
    const { organisationseinheitId = null, vorgangId } = item;
    if (organisationseinheitId === null) throw new Error('the item has no unit');
    const dokumentId =
      vorgangId === null ? null : await fileItem(tx, item, { vorgangId, archiveSize: 0 });
    await markAttached(tx, id, { organisationseinheitId, dokumentId });
    await rows(tx, sql`delete from work_unit where item_id = ${id}`);
    await rows(tx, sql`update work_item set state = 'done' where id = ${id}`);
    return insertPostkorbEintrag(tx, { posteingangId: id, organisationseinheitId });
  });

const Decided = z.object({ entscheidungId: z.string() });
const decide = async (id: string, more: Record<string, unknown> = {}): Promise<string> => {
  const body = { organisationseinheitId: amt.id, ...more };
  const answer = await asked(petra, 'POST', `/api/posteingaenge/${id}/zuordnung`, body);
  expect(answer.status).toBe(202);
  return Decided.parse(answer.body).entscheidungId;
};
const undo = (who: { cookie: string }, decision: string) =>
  asked(who, 'POST', `/api/clearing/entscheidungen/${decision}/ruecknahme`);
const stateOf = (id: string) =>
  asSystem(app.db, (tx) =>
    firstRow(
      tx,
      sql`select p.zustand, p.betreff, p.vorgang_id, p.dokument_id, w.state, w.clearing_code from posteingang p
        join work_item w on w.id = p.id where p.id = ${id}`,
    ),
  );

describe('the queue of the Clearing', () => {
  it('names equal items by one group, others by another, and is for who clears only', async () => {
    const alike = [
      await waiting({ absender: 'Stadtwerke' }),
      await waiting({ absender: 'stadtwerke ' }),
    ];
    const other = await waiting({ absender: 'Stadtwerke', einheit: '67' });
    const answer = await asked(petra, 'GET', '/api/clearing');
    const group = (id: string): string =>
      answer.body.eintraege.find((one: { id: string }) => one.id === id)?.gruppe;
    expect(group(alike[0]?.id ?? '')).toMatch(/^[0-9a-f]{32}$/);
    expect(group(alike[1]?.id ?? '')).toBe(group(alike[0]?.id ?? ''));
    expect(group(other.id)).not.toBe(group(alike[0]?.id ?? ''));
    expect((await asked(unit, 'GET', '/api/clearing')).status).toBe(403);
  });

  it('shows an item that was put back behind all others', async () => {
    const first = await waiting();
    const second = await waiting();
    const later = `/api/clearing/${first.id}/zurueckstellung`;
    expect((await asked(petra, 'POST', later)).status).toBe(204);
    const { eintraege } = (await asked(paul, 'GET', '/api/clearing')).body;
    const ids = eintraege.map((one: { id: string }) => one.id);
    expect(ids.indexOf(first.id)).toBeGreaterThan(ids.indexOf(second.id));
    expect(eintraege.at(-1)).toMatchObject({ id: first.id, zurueckgestellt: true });
  });
});

describe('two clerks and one item', () => {
  it('the second sees who has it, cannot decide, and can take it over, which is recorded', async () => {
    const { id } = await waiting();
    const path = `/api/clearing/${id}/platz`;
    expect((await asked(petra, 'POST', path, {})).body.platz.ich).toBe(true);
    expect((await asked(paul, 'POST', path, {})).body.platz.ich).toBe(false);
    const body = { organisationseinheitId: amt.id };
    const decision = () => asked(paul, 'POST', `/api/posteingaenge/${id}/zuordnung`, body);
    expect(await decision()).toMatchObject({ status: 409, body: { code: 'platz-belegt' } });
    expect((await asked(paul, 'POST', path, { uebernehmen: true })).body.platz.ich).toBe(true);
    expect((await decision()).status).toBe(202);
    const actions = (await auditOf(app.db, id)).map(({ action }) => action);
    expect(actions).toContain('posteingang.platz-uebernommen');
  });

  it('an item that was left, or whose time has run out, is free', async () => {
    const { id } = await waiting();
    const path = `/api/clearing/${id}/platz`;
    await asked(petra, 'POST', path, {});
    expect((await asked(petra, 'DELETE', path)).status).toBe(204);
    expect((await asked(paul, 'POST', path, {})).body.platz.ich).toBe(true);
    await asSystem(app.db, (tx) =>
      rows(
        tx,
        sql`update clearing_platz set gilt_bis = now() - interval '1 second' where posteingang_id = ${id}`,
      ),
    );
    expect((await asked(petra, 'POST', path, {})).body.platz.ich).toBe(true);
  });
});

describe('a decision that is taken back', () => {
  it('puts the item back as it was, with its Dokument out of the Vorgang; twice is as once', async () => {
    const { id } = await waiting();
    const vorgang = await aVorgang(app.db, { organisationseinheitId: amt.id });
    const decision = await decide(id, { vorgangId: vorgang.id, betreff: 'Ein anderer Betreff' });
    await workThrough(id);
    expect(await stateOf(id)).toMatchObject({ zustand: 'zugeordnet', vorgangId: vorgang.id });
    for (const _ of [1, 2]) {
      const answer = await undo(petra, decision);
      expect(answer.body).toMatchObject({ zurueck: [{ id }], nicht: [] });
    }
    expect(await stateOf(id)).toEqual({
      ...{ zustand: 'clearing', betreff: 'Widerspruch gegen den Bescheid', vorgangId: null },
      ...{ dokumentId: null, state: 'clearing', clearingCode: 'kein-geschaeftszeichen' },
    });
    const left = await asSystem(app.db, (tx) =>
      rows(tx, sql`select 1 from dokument where vorgang_id = ${vorgang.id}`),
    );
    expect(left).toEqual([]);
    const taken = (await auditOf(app.db, id)).filter(
      ({ action }) => action === 'posteingang.entscheidung-zurueckgenommen',
    );
    expect(taken).toHaveLength(1);
    expect((await asked(unit, 'GET', `/api/posteingaenge/${id}`)).status).toBe(404);
    await decide(id);
    expect(await stateOf(id)).toMatchObject({ zustand: 'in_bearbeitung' });
  });

  it('while a worker is at the item takes it away from the worker', async () => {
    const { id } = await waiting();
    const decision = await decide(id);
    expect((await undo(petra, decision)).body.zurueck).toHaveLength(1);
    const units = await asSystem(app.db, (tx) =>
      rows(tx, sql`select 1 from work_unit where item_id = ${id}`),
    );
    expect(units).toEqual([]);
  });

  it('is refused when the unit has opened the item, after the time, and to anybody else', async () => {
    const { id } = await waiting();
    const decision = await decide(id);
    await workThrough(id);
    expect((await undo(paul, decision)).status).toBe(404);
    await asked(unit, 'GET', `/api/posteingaenge/${id}`);
    const answer = await undo(petra, decision);
    expect(answer.body.zurueck).toEqual([]);
    expect(answer.body.nicht[0].grund).toContain('schon geöffnet');
    expect(await stateOf(id)).toMatchObject({ zustand: 'zugeordnet', state: 'done' });

    const late = await waiting();
    const old = await decide(late.id);
    await asSystem(app.db, (tx) =>
      rows(
        tx,
        sql`update clearing_entscheidung set at = at - interval '16 minutes' where id = ${old}`,
      ),
    );
    expect((await undo(petra, old)).body.nicht[0].grund).toContain('15 Minuten');
  });
});

describe('the same decision for equal items', () => {
  it('is an audit event for each, says which it could not, and is taken back as one', async () => {
    const [first, second, third] = [await waiting(), await waiting(), await waiting()];
    const decision = await decide(first.id);
    await asked(paul, 'POST', `/api/clearing/${third.id}/platz`, {});
    const answer = await asked(petra, 'POST', '/api/clearing/sammelzuordnung', {
      ...{ ids: [second.id, third.id], organisationseinheitId: amt.id, mit: decision },
    });
    expect(answer.body.zugeordnet).toMatchObject([{ id: second.id }]);
    expect(answer.body.nicht).toMatchObject([{ id: third.id }]);
    const actions = (await auditOf(app.db, second.id)).map(({ action }) => action);
    expect(actions).toContain('posteingang.zugeordnet');
    const back = (await undo(petra, decision)).body.zurueck.map((one: { id: string }) => one.id);
    expect(back).toEqual([first.id, second.id]);
    expect(await stateOf(second.id)).toMatchObject({ zustand: 'clearing' });
  });
});

describe('a new Vorgang for an item', () => {
  it('is proposed in the Akte with similar Vorgänge of the unit, named by subject and sender', async () => {
    const { id } = await waiting({ absender: 'Erna Klein' });
    const similar = await aVorgang(app.db, {
      organisationseinheitId: amt.id,
      betreff: 'Widerspruch gegen den Bescheid, Familie Abend',
    });
    const ask = (unitId: string) =>
      asked(petra, 'GET', `/api/clearing/${id}/vorgangsvorschlag?organisationseinheitId=${unitId}`);
    expect((await ask(amt.id)).body.vorschlag).toMatchObject({
      akteId: similar.akteId,
      betreff: 'Widerspruch gegen den Bescheid, Erna Klein',
    });
    expect((await ask(mailroom.id)).body.vorschlag).toBeNull();
  });
});

describe('an item that is not for us', () => {
  const wish = {
    ...{ grund: 'andere_behoerde', wohin: 'behoerde', weg: 'behoerdenpost' },
    empfaenger: 'Landratsamt Muldenkreis',
  };

  it('is done with proof, can no longer be read, and comes back when the decision is taken back', async () => {
    const { id } = await waiting();
    const path = `/api/posteingaenge/${id}/abgabe`;
    expect((await asked(unit, 'POST', path, wish)).status).toBe(403);
    const answer = await asked(petra, 'POST', path, wish);
    expect(answer.status).toBe(200);
    expect(await stateOf(id)).toMatchObject({ zustand: 'abgegeben', state: 'done' });
    expect((await asked(petra, 'GET', path)).body).toMatchObject(wish);
    expect((await asked(unit, 'GET', path)).status).toBe(404);
    expect((await asked(petra, 'GET', `/api/posteingaenge/${id}`)).status).toBe(404);
    const { entscheidungId } = Decided.parse(answer.body);
    expect((await undo(petra, entscheidungId)).body.zurueck).toHaveLength(1);
    expect(await stateOf(id)).toMatchObject({ zustand: 'clearing', state: 'clearing' });
  });

  it('needs to be said where it goes and why', async () => {
    const { id } = await waiting();
    const path = `/api/posteingaenge/${id}/abgabe`;
    const send = async (changes: Record<string, unknown>) =>
      (await asked(petra, 'POST', path, { ...wish, ...changes })).status;
    expect(await send({ empfaenger: '' })).toBe(400);
    expect(await send({ grund: 'sonstiges' })).toBe(400);
    expect(await send({ wohin: 'vernichtet' })).toBe(400);
    expect(await stateOf(id)).toMatchObject({ zustand: 'clearing' });
  });
});
