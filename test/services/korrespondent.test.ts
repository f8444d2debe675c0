import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Client, createClient } from '#demo/client.js';
import { createVorgang } from '#eakte/index.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem, inTransaction } from '#infrastructure/database/transaction.js';
import { findKorrespondent, recordBeteiligte } from '#posteingang/index.js';
import { saveFields } from '#posteingang/inhalt.repository.js';
import type { AbsenderAuskunft } from '#posteingang/korrespondenten/korrespondent.schema.js';
import { recordSender } from '#posteingang/korrespondenten/record-korrespondenten.js';
import { anAkte, aPosteingang } from '#test/support/builders.js';
import { type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';
import type { Sender } from '#understanding/index.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let served: Served;
let clerk: Client;
const db = () => served.running.app.db;

const reading = (value: string) => ({
  value,
  raw: value,
  confidence: 0.9,
  page: 1,
  box: null,
  reason: '',
});

const senderOf = (name: string, strasse?: string, plz?: string, ort?: string): Sender => ({
  kind: null,
  name: reading(name),
  organisation: null,
  street: strasse === undefined ? null : reading(strasse),
  plz: plz === undefined ? null : reading(plz),
  ort: ort === undefined ? null : reading(ort),
  email: null,
});

const find = (sender: Sender) => asSystem(db(), (tx) => findKorrespondent(tx, sender));

const aVorgangWith = async (beteiligter: object, vertraulichkeit: 0 | 1 = 0): Promise<void> => {
  const organisationseinheitId = served.city.office.id;
  const akteId = await anAkte(db(), { organisationseinheitId });
  await asSystem(db(), async (tx) => {
    const created = await createVorgang(tx, {
      akteId,
      organisationseinheitId,
      betreff: 'Anhörung',
      vertraulichkeit,
      beteiligte: [{ rolle: 'Antragsteller', name: '', ...beteiligter }],
    });
    return created.id;
  });
};

const anItemFrom = async (
  name: string,
  address: Record<string, string>,
  facts = {},
): Promise<string> => {
  const { id } = await aPosteingang(db(), { absender: name, zustand: 'clearing', ...facts });
  await asSystem(db(), (tx) =>
    saveFields(
      tx,
      id,
      Object.entries({ absenderName: name, ...address }).map(([field, wert]) => ({
        name: field,
        position: 0,
        wert,
        rohwert: wert,
        konfidenz: 0.9,
        seite: 1,
        box: null,
        begruendung: '',
      })),
    ),
  );
  return id;
};

const auskunft = async (client: Client, id: string): Promise<AbsenderAuskunft['bekannt']> =>
  ((await client.get(`/api/posteingaenge/${id}/absender`)).body as AbsenderAuskunft).bekannt;

beforeAll(async () => {
  served = await startServed([], ['api']);
  clerk = createClient(served.running.url);
  await clerk.signIn(served.city.logins.clerk, cityPassword);
  const address = { strasse: 'Lindenstraße 4', plz: '05110', ort: 'Lohwerda' };
  await aVorgangWith({ name: 'Jürgen Strauß', ...address });
  await aVorgangWith({ name: 'Juergen Strauss', ...address, strasse: 'Lindenstr. 4' });
  await aVorgangWith(
    { name: 'Halina Wójcik', strasse: 'Am Wehr 9', plz: '05112', ort: 'Lohwerda' },
    1,
  );
  await recordBeteiligte(db());
});
afterAll(async () => {
  clerk.close();
  await served.stop();
});

describe('known senders', () => {
  it('two spellings of one person in two Vorgänge are one Korrespondent', async () => {
    const names = await asSystem(db(), (tx) =>
      rows<{ name: string }>(
        tx,
        sql`select name from korrespondent where name_schluessel = 'jurgen strauss'`,
      ),
    );
    expect(names).toHaveLength(1);
  });

  it.each([
    ['Jürgen Strauß', 'Lindenstraße 4'],
    ['Juergen Strauss', 'Lindenstrasse 4'],
    ['Jurgen Straus', 'Lindenstr. 4'],
    ['Strauß, Jürgen', 'Lindenstraße 4'],
  ])('%s, %s is known, with reasons', async (name, strasse) => {
    const known = await find(senderOf(name, strasse, '05110', 'Lohwerda'));
    expect(known?.sicherheit).toBeGreaterThanOrEqual(0.75);
    expect(known?.gruende).toContain('gleiche Anschrift');
  });

  it('a namesake elsewhere, a name alone and a stranger are new', async () => {
    expect(
      await find(senderOf('Jürgen Strauß', 'Markt 1', '09999', 'Musterstadt')),
    ).toBeUndefined();
    expect(await find(senderOf('Jürgen Strauß'))).toBeUndefined();
    expect(
      await find(senderOf('Olga Neuland', 'Lindenstraße 4', '05110', 'Lohwerda')),
    ).toBeUndefined();
  });

  it('a new sender is known once an item of theirs has reached its unit', async () => {
    const sender = senderOf('Olga Neuland', 'Uferweg 3', '05110', 'Lohwerda');
    const address = { absenderStrasse: 'Uferweg 3', absenderPlz: '05110', absenderOrt: 'Lohwerda' };
    expect(await find(sender)).toBeUndefined();
    const id = await anItemFrom('Olga Neuland', address, {
      zustand: 'zugeordnet',
      organisationseinheitId: served.city.office.id,
    });
    await asSystem(db(), (tx) => recordSender(tx, id));
    expect((await find(sender))?.sicherheit).toBeGreaterThanOrEqual(0.75);
  });

  it('the clerk of the Poststelle is told who it is and in which Vorgänge, of confidential ones nothing', async () => {
    const open = await anItemFrom('Jürgen Strauss', {
      absenderStrasse: 'Lindenstr. 4',
      absenderPlz: '05110',
      absenderOrt: 'Lohwerda',
    });
    const told = await auskunft(served.mailroom, open);
    expect(told?.vorgaenge).toHaveLength(2);
    expect(told?.gruende).toContain('gleiche Anschrift');
    const secret = await anItemFrom('Halina Wojcik', {
      absenderStrasse: 'Am Wehr 9',
      absenderPlz: '05112',
      absenderOrt: 'Lohwerda',
    });
    expect(await find(senderOf('Halina Wojcik', 'Am Wehr 9', '05112', 'Lohwerda'))).toBeDefined();
    expect(await auskunft(served.mailroom, secret)).toBeNull();
    expect((await clerk.get(`/api/posteingaenge/${secret}/absender`)).status).toBe(404);
  });

  it('no request reads the table itself', async () => {
    const seen = await inTransaction(db(), {}, (tx) => rows(tx, sql`select 1 from korrespondent`));
    expect(seen).toHaveLength(0);
  });
});
