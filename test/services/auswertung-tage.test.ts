import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuswertung, createBerechnung } from '#auswertung/index.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Principal } from '#organisation/index.js';
import { anOrganisationseinheit } from '#test/support/builders.js';
import { type OwnApp, startOwnApp } from '#test/support/own-app.js';

let app: OwnApp;
const clock = { now: () => new Date('2025-07-15T10:00:00Z') };
const revision: Principal = {
  kind: 'person',
  personId: '00000000-0000-4000-8000-000000000001',
  login: 'revision',
  name: 'Revision',
  rollen: [{ rolle: 'revision', organisationseinheitId: '00000000-0000-4000-8000-000000000002' }],
  einheiten: [],
  leitung: [],
  mustChangePassword: false,
};
const year = { von: '2025-01-01', bis: '2025-12-31' };

const run = <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  asSystem(app.db, (tx) => rows(tx, query));

const dump = () =>
  run(sql<Record<string, unknown>>`select * from auswertung_tag
      order by tag, kennzahl, kanal, einheit_id nulls first, ziel_id nulls first`);

/** Items spread over half a year by arithmetic alone, so that each run makes the same; most reach a Postkorb, some are touched, some go astray. */
const fill = async () => {
  for (const kuerzel of ['1', '2', '3', '4', '5'])
    await anOrganisationseinheit(app.db, { kuerzel });
  await run(sql`insert into eingangsnummer_zaehler (jahr, letzte) values (2025, 900)`);
  await run(sql`
    insert into posteingang (jahr, laufnummer, kanal, idempotency_scope, idempotency_key, sha256, size, media_type,
      dateiname, received_at, eingangsdatum, zustand)
    select 2025, n, (array['upload', 'email', 'scan'])[n % 3 + 1], 'made', n::text, n::text, 1, 'application/pdf', 'a.pdf',
      '2025-01-02T00:30:00Z'::timestamptz + n * interval '4 hours 41 minutes', '2025-01-02',
      case when n % 10 = 0 then 'clearing' else 'zugeordnet' end
    from generate_series(1, 900) n`);
  await run(sql`
    insert into postkorb_eintrag (organisationseinheit_id, posteingang_id, created_at)
    select (select id from organisationseinheit where kuerzel = (p.laufnummer % 5 + 1)::text), p.id,
      p.received_at + (p.laufnummer % 97) * interval '13 minutes'
    from posteingang p where p.zustand = 'zugeordnet'`);
  await run(sql`
    insert into audit_event (at, actor_kind, action, object_type, object_id)
    select p.received_at + interval '1 second', 'person', 'posteingang.zugeordnet', 'posteingang', p.id::text
    from posteingang p where p.laufnummer % 7 = 0`);
  await run(sql`
    insert into audit_event (at, actor_kind, action, object_type, object_id, detail)
    select p.received_at + interval '2 days', 'person', 'posteingang.weitergegeben', 'posteingang', p.id::text,
      jsonb_build_object('from', k.organisationseinheit_id, 'to',
        (select id from organisationseinheit where kuerzel = '1'))
    from posteingang p join postkorb_eintrag k on k.posteingang_id = p.id where p.laufnummer % 11 = 0`);
};

beforeAll(async () => {
  app = await startOwnApp(() => []);
  await fill();
});
afterAll(() => app.close());

it('counting by several at once and again gives the same rows: nothing is counted twice', async () => {
  const berechnung = createBerechnung({ db: app.db });
  await Promise.all([berechnung.ensure(year), berechnung.ensure(year), berechnung.pass(year.bis)]);
  const first = await dump();
  expect(first.length).toBeGreaterThan(900);
  await berechnung.ensure(year);
  await run(sql`delete from auswertung_stand where tag > '2025-03-01'`);
  await berechnung.ensure({ von: '2025-04-04', bis: '2025-05-05' });
  await berechnung.ensure(year);
  expect(await dump()).toEqual(first);
});

it('the sums are those of a direct count of the tables', async () => {
  await createBerechnung({ db: app.db }).ensure(year);
  const kept = await run(
    sql<object>`select kennzahl, sum(anzahl)::int as anzahl from auswertung_tag group by 1 order by 1`,
  );
  expect(kept).toEqual([
    // 900 items; each tenth waits in Clearing; each seventh, if it arrived, was touched,
    // but for the 679th, which arrived the second before; each eleventh went astray.
    { kennzahl: 'angenommen', anzahl: 900 },
    { kennzahl: 'beruehrt', anzahl: 128 - 12 - 1 },
    { kennzahl: 'eingetroffen', anzahl: 810 },
    { kennzahl: 'irrlaeufer', anzahl: 81 - 8 },
  ]);
  const differences = await run(sql<object>`
    with direkt as (
      select to_char(a.at at time zone 'Europe/Berlin', 'YYYY-MM-DD') as tag, a.organisationseinheit_id as einheit, count(*) as zahl,
        sum(round(extract(epoch from a.at - p.received_at))) as sekunden
      from postkorb_ankunft a join posteingang p on p.id = a.posteingang_id group by 1, 2),
    gehalten as (
      select tag::text as tag, einheit_id as einheit, sum(anzahl) as zahl,
        sum((select sum(s) from unnest(sekunden) s)) as sekunden
      from auswertung_tag where kennzahl = 'eingetroffen' group by 1, 2)
    select * from direkt full join gehalten using (tag, einheit, zahl, sekunden)
    where not exists (select from direkt d join gehalten g using (tag, einheit, zahl, sekunden)
      where d.tag = direkt.tag and d.einheit = direkt.einheit)`);
  expect(differences).toEqual([]);
});

it('quantiles of many days are those of all durations together', async () => {
  const read = createAuswertung({
    db: app.db,
    clock,
    berechnung: createBerechnung({ db: app.db }),
  });
  const { kennzahlen } = await read(revision, { zeitraum: 'quartal', datum: '2025-05-01' });
  const [direct] = await run(sql<{ p50: number; p95: number }>`
    select percentile_disc(0.5) within group (order by s) as p50, percentile_disc(0.95) within group (order by s) as p95
    from (select extract(epoch from a.at - p.received_at)::int as s from postkorb_ankunft a
      join posteingang p on p.id = a.posteingang_id
      where to_char(a.at at time zone 'Europe/Berlin', 'YYYY-Q') = '2025-2') d`);
  const of = (name: string) => kennzahlen.find(({ schluessel }) => schluessel === name)?.wert;
  expect({ p50: of('dauer-median'), p95: of('dauer-95') }).toEqual(direct);
});

it('a day that is over is not counted again; the present one is, after a minute', async () => {
  const berechnung = createBerechnung({ db: app.db });
  await berechnung.ensure(year);
  const countOn = async (tag: string) =>
    (
      await run(
        sql<{ anzahl: number }>`select coalesce(sum(anzahl), 0)::int as anzahl from auswertung_tag
          where tag = ${tag}::date and kennzahl = 'abgewiesen'`,
      )
    )[0]?.anzahl;
  const [{ heute } = { heute: '' }] = await run(
    sql<{ heute: string }>`select (now() at time zone 'Europe/Berlin')::date::text as heute`,
  );
  const refuse = (at: string) =>
    run(
      sql`insert into abweisung (at, kanal, dateiname, code, text) values (${at}::timestamptz, 'upload', 'a', 'b', 'c')`,
    );
  await berechnung.ensure({ von: heute, bis: heute });
  await refuse('2025-06-01T10:00:00Z');
  await refuse(`${heute}T00:00:00Z`);
  const both = async () => [await countOn('2025-06-01'), await countOn(heute)];
  await berechnung.ensure({ von: '2025-06-01', bis: heute });
  expect(await both()).toEqual([0, 0]);
  await run(
    sql`update auswertung_stand set berechnet_at = berechnet_at - interval '61 seconds' where tag = ${heute}::date`,
  );
  await berechnung.ensure({ von: '2025-06-01', bis: heute });
  expect(await both()).toEqual([0, 1]);
});

it('an item that arrived before the update is counted where it first lay', async () => {
  const [item] = await run(
    sql<{ id: string }>`select p.id from posteingang p where p.laufnummer = 11`,
  );
  const arrivals = () =>
    run(sql<{
      einheit: string;
      at: string;
    }>`select organisationseinheit_id as einheit, at::text as at
      from postkorb_ankunft where posteingang_id = ${item?.id ?? ''}::uuid`);
  const before = await arrivals();
  await run(sql`update postkorb_eintrag set created_at = now(), organisationseinheit_id =
    (select id from organisationseinheit where kuerzel = '5') where posteingang_id = ${item?.id ?? ''}::uuid`);
  expect(await arrivals()).toEqual(before);
});
