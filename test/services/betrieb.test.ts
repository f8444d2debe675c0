import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMetrics, createStatus, empfangOf } from '#betrieb/index.js';
import { systemClock } from '#infrastructure/clock.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { queueNames } from '#infrastructure/queue/jobs.js';
import { type Lane, lane } from '#pipeline/lane.js';
import { startItem } from '#pipeline/store.js';
import { anOrganisationseinheit, aPosteingang } from '#test/support/builders.js';
import { type OwnApp, startOwnApp, testConfig } from '#test/support/own-app.js';
import { noVirusCheck } from '#test/support/virus-check.js';

let app: OwnApp;
let readStatus: ReturnType<typeof createStatus>;

beforeAll(async () => {
  app = await startOwnApp(() => []);
  const unit = await anOrganisationseinheit(app.db);
  readStatus = createStatus({
    db: app.db,
    clock: systemClock,
    version: '0.0.0',
    services: ['api'],
    databaseKind: 'eigener Server',
    queueKind: 'postgres',
    queueFaults: [],
    storage: { kind: 'Verzeichnis', freeBytes: async () => undefined, minimumBytes: 0 },
    isolation: () => ({ kind: 'bubblewrap', reason: '' }),
    mail: 'aus',
    empfang: empfangOf(
      testConfig({
        lmtp: { addresses: `bauamt@stadt.example=63, post@stadt.example=${unit.kuerzel}` },
      }),
    ),
    virenpruefung: noVirusCheck,
  });
});
afterAll(() => app.close());

/** An item whose work lies in a queue, waiting or in the hands of a worker. */
const work = async (queue: string, laneOfItem: Lane, state: 'waiting' | 'active') => {
  const { id } = await aPosteingang(app.db);
  await asSystem(app.db, async (tx) => {
    await startItem(tx, { id, pipeline: 'posteingang', lane: laneOfItem, fairnessKey: 'a' });
    await rows(
      tx,
      sql`update work_unit set queue = ${queue},
            lease_until = case when ${state} = 'active' then now() + interval '1 hour' end where item_id = ${id}`,
    );
  });
};

it('single letters that wait for their file to be opened count in the urgent queue, batches in theirs', async () => {
  const none = { wartend: 0, laufend: 0, verzoegert: 0, gescheitert: 0 };
  expect((await readStatus()).warteschlangen).toEqual([
    ...queueNames.map((name) => ({ name, ...none })),
    { name: 'posteingang.urgent', ...none },
  ]);
  await work('posteingang.heavy', lane.interactive, 'waiting');
  await work('posteingang.heavy', lane.interactive, 'waiting');
  await work('posteingang.heavy', lane.interactive, 'active');
  await work('posteingang.heavy', lane.batch, 'waiting');
  await work('posteingang.ocr', lane.interactive, 'active');
  const { warteschlangen } = await readStatus();
  const of = (name: string) => warteschlangen.find((queue) => queue.name === name);
  expect(of('posteingang.urgent')).toMatchObject({ wartend: 2, laufend: 1 });
  expect(of('posteingang.heavy')).toMatchObject({ wartend: 1, laufend: 0 });
  expect(of('posteingang.ocr')).toMatchObject({ wartend: 0, laufend: 1 });
  const metrics = await createMetrics().render(readStatus);
  expect(metrics).toContain('poststelle_queue_units{queue="posteingang.urgent",state="waiting"} 2');
  expect(metrics).toContain('poststelle_queue_units{queue="posteingang.urgent",state="active"} 1');
});

it('a source of mail raises its voice when mails are missing, put aside, or nobody looks', async () => {
  await asSystem(app.db, async (tx) => {
    await rows(
      tx,
      sql`insert into mail_postfach (quelle, zustand, kontakt_at, wartend, beiseite, stoerung) values
          ('imap:Rechnungen', 'lauscht', now() - interval '10 minutes', 3, 2, ''),
          ('lmtp', 'verbunden', now(), 0, 0, '')`,
    );
    await rows(
      tx,
      sql`insert into mail_tagesstand (quelle, tag, quittiert, abgelehnt) values ('lmtp', current_date, 4, 1)`,
    );
    await rows(
      tx,
      sql`insert into mail_nachricht (quelle, uidvalidity, uid, zustand) values ('imap:Rechnungen', 1, 1, 'offen')`,
    );
  });
  const status = await readStatus();
  expect(status.postfaecher).toMatchObject([
    { name: 'Postfach „Rechnungen“', zustand: 'lauscht', wartend: 3, beiseite: 2, differenz: 0 },
    { name: 'Annahme vom Mailserver (LMTP)', kontaktSekunden: 0, differenz: 4, heute: 0 },
  ]);
  const texts = status.meldungen.map(({ stufe, text }) => `${stufe}: ${text}`);
  expect(texts).toContainEqual(
    expect.stringMatching(/^stoerung: Annahme vom Mailserver.*4 E-Mails/),
  );
  expect(texts).toContainEqual(expect.stringMatching(/^warnung: Postfach „Rechnungen“: 2 Nach/));
  expect(texts).toContainEqual(
    expect.stringMatching(
      /^warnung: Annahme vom Mailserver.*lmtp\.addresses \(bauamt@stadt\.example\) nennt/,
    ),
  );
  expect(texts.join()).not.toContain('post@stadt.example');
  expect(texts).toContainEqual(expect.stringMatching(/seit 10 Minuten kein Kontakt/));
  const metrics = await createMetrics().render(readStatus);
  expect(metrics).toContain('poststelle_mail_difference{source="lmtp"} 4');
  expect(metrics).toContain('poststelle_mail_put_aside{source="imap:Rechnungen"} 2');
});

it('a unit whose letters do not go through alone any more is named', async () => {
  expect((await readStatus()).gedrosselt).toEqual([]);
  await asSystem(app.db, (tx) =>
    rows(
      tx,
      sql`insert into selbstannahme_klasse (einheit, zustand) values ('66', 'gedrosselt'), ('67', 'offen')`,
    ),
  );
  expect((await readStatus()).meldungen).toContainEqual({
    stufe: 'warnung',
    text: expect.stringContaining('Post für 66 wird nicht mehr allein zugestellt'),
  });
});
