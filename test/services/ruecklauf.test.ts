import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Client, createClient } from '#demo/client.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { lane, startItem } from '#pipeline/store.js';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import type { EigenesSchreibenAntwort } from '#postausgang/ruecklauf.schema.js';
import type { PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { anOrganisationseinheit, aPerson, aPostausgang } from '#test/support/builders.js';
import { crooked, scannedPdf, scanOf } from '#test/support/documents.js';
import { eventually, type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';

vi.setConfig({ testTimeout: 180_000 });

const dpi = 200;
let served: Served;
let clerk: Client;
let stranger: Client;
const db = () => served.running.app.db;

beforeAll(async () => {
  served = await startServed();
  clerk = createClient(served.running.url);
  await clerk.signIn(served.city.logins.clerk, cityPassword);
  const other = await anOrganisationseinheit(db(), { kuerzel: '67', name: 'Grünflächenamt' });
  await aPerson(db(), {
    login: 'g.gruen',
    name: 'Gerda Grün',
    password: cityPassword,
    rollen: [{ rolle: 'sachbearbeitung', organisationseinheitId: other.id }],
  });
  stranger = createClient(served.running.url);
  await stranger.signIn('g.gruen', cityPassword);
}, 120_000);
afterAll(async () => {
  clerk.close();
  stranger.close();
  await served.stop();
});

const letterOf = async (id: string): Promise<PostausgangDetail> =>
  (await clerk.get(`/api/postausgaenge/${id}`)).body as PostausgangDetail;

/** A letter that went to the printer, and counts as made known. */
const aPostedLetter = async (): Promise<string> => {
  const author = await asSystem(db(), (tx) =>
    firstRow<{ id: string }>(
      tx,
      sql`select id from person where login = ${served.city.logins.clerk}`,
    ),
  );
  const place = { strasse: 'Gartenstraße 4', plz: '05110', ort: 'Lohwerda', land: '' };
  const id = await aPostausgang(db(), {
    vorgangId: served.city.vorgang.id,
    authorId: author?.id ?? '',
    empfaenger: { name: 'Jens Hartwig', zusatz: '', ...place, email: null },
  });
  await asSystem(db(), async (tx) => {
    await rows(
      tx,
      sql`update postausgang set zustand = 'zur_freigabe', kanal_wunsch = 'druck', briefdatum = '2026-11-23' where id = ${id}`,
    );
    await startItem(tx, { id, pipeline: 'postausgang', lane: lane.interactive, fairnessKey: '' });
  });
  await eventually(
    () => letterOf(id),
    ({ zustand, dokumentId }) => zustand === 'sent' && dokumentId !== null,
    25_000,
  );
  await asSystem(db(), (tx) =>
    rows(tx, sql`update postausgang set bekanntgabe_datum = '2026-11-27' where id = ${id}`),
  );
  return id;
};

/** The first page as it comes back: upside down, askew, and without our Geschäftszeichen. */
const scanned = async (letter: string, angle: number): Promise<Buffer> => {
  const { bytes } = await clerk.get(`/api/postausgaenge/${letter}/datei`);
  const { width, height, data: seen } = await scanOf(bytes, dpi);
  const data = seen.map((value, at) => {
    const [x, y] = [(at % width) / width, Math.floor(at / width) / height];
    return x > 0.5 && y < 0.3 ? 255 : value;
  });
  return Buffer.from(await scannedPdf([await crooked({ width, height, data }, angle)], dpi));
};

const aStapel = async (ruecklauf: boolean): Promise<string> => {
  const made = await served.mailroom.post('/api/stapel', { station: 'Scanner 1', ruecklauf });
  return (made.body as { id: string }).id;
};

const arrive = async (bytes: Buffer, stapel: string): Promise<PosteingangZeile> => {
  const file = { name: 'zurueck.pdf', mediaType: 'application/pdf', bytes };
  const answer = await served.mailroom.upload([file], undefined, { 'Poststelle-Stapel': stapel });
  const [one] = (answer.body as { ergebnisse: { id: string }[] }).ergebnisse;
  return eventually(
    async () =>
      (await served.mailroom.get(`/api/posteingaenge/${one?.id}/zeile`)).body as PosteingangZeile,
    ({ zustand }) => zustand === 'zugeordnet' || zustand === 'clearing',
  );
};

const sheetIn = async (id: string, who = clerk): Promise<EigenesSchreibenAntwort['schreiben']> =>
  ((await who.get(`/api/posteingaenge/${id}/eigenes-schreiben`)).body as EigenesSchreibenAntwort)
    .schreiben;

const stagesOf = (id: string): Promise<{ stage: string }[]> =>
  asSystem(db(), (tx) =>
    rows<{ stage: string }>(
      tx,
      sql`select stage from stage_run where item_id = ${id} order by finished_at, stage`,
    ),
  );

describe('a letter that comes back as undeliverable', () => {
  it('finds its Vorgang before its text is read, takes back the notification and is written anew once', async () => {
    const letter = await aPostedLetter();
    const line = await arrive(await scanned(letter, 181.5), await aStapel(true));
    expect(line).toMatchObject({
      zustand: 'zugeordnet',
      geschaeftszeichen: served.city.vorgang.geschaeftszeichen,
    });
    const stages = (await stagesOf(line.id)).map(({ stage }) => stage);
    expect(stages.indexOf('recogniseSheet')).toBeGreaterThanOrEqual(0);
    expect(stages.indexOf('recogniseSheet')).toBeLessThan(stages.indexOf('recogniseText'));
    const told = await letterOf(letter);
    expect(told.rueckmeldung).toMatchObject({
      art: 'zurueck',
      anlass: null,
      posteingangId: line.id,
    });
    expect(told.bekanntgabeDatum).toBeNull();

    const body = { anlass: 'unbekannt_verzogen', posteingangId: line.id };
    const noted = await clerk.post(`/api/postausgaenge/${letter}/ruecklauf`, body);
    expect(noted.body).toMatchObject({ rueckmeldung: { anlass: 'unbekannt_verzogen' } });
    expect(await sheetIn(line.id)).toMatchObject({
      id: letter,
      zurueck: true,
      anlass: 'unbekannt_verzogen',
      nachfolgerId: null,
      darf: true,
    });

    const anschrift = { strasse: 'Neue Straße 9', plz: '05111', ort: 'Lohwerda' };
    const path = `/api/postausgaenge/${letter}/neuversand`;
    const made = await clerk.post(path, { anschrift });
    expect(made.status).toBe(201);
    const draft = await letterOf((made.body as { id: string }).id);
    expect(draft).toMatchObject({
      zustand: 'entwurf',
      vorgaengerId: letter,
      kanalWunsch: 'druck',
      empfaenger: { name: 'Jens Hartwig', ...anschrift },
      betreff: told.betreff,
      inhalt: told.inhalt,
    });
    expect((await letterOf(letter)).nachfolgerId).toBe(draft.id);
    expect((await clerk.post(path, { anschrift })).status).toBe(409);
    const counted = await asSystem(db(), (tx) =>
      rows(
        tx,
        sql`select 1 from audit_event where action = 'postausgang.undeliverable' and object_id = ${letter}`,
      ),
    );
    expect(counted).toHaveLength(1);
  });

  it('is an ordinary answer where it was not scanned as returned, until somebody says that it came back', async () => {
    const letter = await aPostedLetter();
    const line = await arrive(await scanned(letter, 2), await aStapel(false));
    expect(line.zustand).toBe('zugeordnet');
    expect((await letterOf(letter)).rueckmeldung).toBeNull();
    expect(await sheetIn(line.id)).toMatchObject({ id: letter, zurueck: false });
    const elsewhere = { anlass: 'verstorben', posteingangId: crypto.randomUUID() };
    const path = `/api/postausgaenge/${letter}/ruecklauf`;
    expect((await clerk.post(path, elsewhere)).status).toBe(409);
    expect((await clerk.post(path, { anlass: 'verstorben' })).status).toBe(200);
  });

  it('is nothing that another unit learns of or changes', async () => {
    const letter = await aPostedLetter();
    const line = await arrive(await scanned(letter, 0.5), await aStapel(true));
    expect(await sheetIn(line.id, stranger)).toBeNull();
    for (const [verb, body] of [
      ['ruecklauf', { anlass: 'sonstiges' }],
      ['neuversand', {}],
    ] as const)
      expect((await stranger.post(`/api/postausgaenge/${letter}/${verb}`, body)).status).toBe(404);
  });
});
