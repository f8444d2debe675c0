import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import type { ZeitraumArt } from '#auswertung/auswertung.schema.js';
import { createAuswertung, createBerechnung } from '#auswertung/index.js';
import { germanDay, systemClock } from '#infrastructure/clock.js';
import { startEmbeddedPostgres } from '#infrastructure/database/embedded/supervisor.js';
import { migrate } from '#infrastructure/database/migrate.js';
import { type Db, openDatabase, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createLog } from '#infrastructure/log.js';
import type { Principal } from '#organisation/index.js';
import { ask } from '#test/support/embedded-postgres.js';
import { fillYears } from './auswertung-rows.js';
import { flagOf, quantile, report, round } from './flags.js';

/*
 * npm run bench:auswertung -- [--items 300000] [--rounds 20] [--json]
 * Three years of a mailroom. Prints how long the keeper takes to count them once, what the page's data then takes for a
 * day, month, quarter and year (the whole house, and one head of a unit; each round another period), how long the
 * present day takes when it is counted again, how large the figures are, and whether they equal a direct count.
 */

const items = Number(flagOf('items', '300000'));
const rounds = Number(flagOf('rounds', '20'));
const log = createLog({ level: 'error' });
const dayMs = 86_400_000;

const someone = (rolle: 'revision' | 'leitung', unit: string): Principal => ({
  kind: 'person',
  personId: '00000000-0000-4000-8000-000000000001',
  login: 'bench',
  name: 'Bench',
  rollen: [{ rolle, organisationseinheitId: unit }],
  einheiten: rolle === 'leitung' ? [unit] : [],
  leitung: rolle === 'leitung' ? [unit] : [],
  mustChangePassword: false,
});

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

const one = async <Row>(db: Db, query: ReturnType<typeof sql<Row>>): Promise<Row> => {
  const [row] = await asSystem(db, (tx) => rows(tx, query));
  if (row === undefined) throw new Error('the query returned no row');
  return row;
};

/** The difference between the kept figures and a direct count, over all that must agree. */
const differences = async (db: Db): Promise<number> => {
  const { kept } = await one(
    db,
    sql<{ kept: number[] }>`select array[
      (select sum(anzahl) from auswertung_tag where kennzahl = 'angenommen') - (select count(*) from posteingang),
      (select sum(anzahl) from auswertung_tag where kennzahl = 'eingetroffen') - (select count(*) from postkorb_eintrag),
      (select sum(anzahl) from auswertung_tag where kennzahl = 'versandt') - (select count(*) from postausgang),
      (select sum(cardinality(sekunden)) from auswertung_tag where kennzahl = 'eingetroffen')
        - (select count(*) from postkorb_eintrag)]::int[] as kept`,
  );
  return kept.reduce((sum, difference) => sum + Math.abs(difference), 0);
};

const measure = async (db: Db) => {
  const berechnung = createBerechnung({ db });
  const read = createAuswertung({ db, clock: systemClock, berechnung });
  const today = germanDay(systemClock.now());
  const spanne = { von: '2000-01-01', bis: today };
  const countAllMs = await timed(() => berechnung.ensure(spanne));
  await asSystem(db, (tx) => rows(tx, sql`analyze auswertung_tag`)).catch(() => undefined);
  const { unit } = await one(
    db,
    sql<{ unit: string }>`select id as unit from organisationseinheit where kuerzel = '07'`,
  );
  const figures: Record<string, unknown> = { items, countAllSeconds: round(countAllMs / 1000) };
  const askers = { house: someone('revision', unit), head: someone('leitung', unit) };
  for (const [name, principal] of Object.entries(askers))
    for (const zeitraum of ['tag', 'monat', 'quartal', 'jahr'] satisfies ZeitraumArt[]) {
      const times: number[] = [];
      for (let index = 0; index < rounds; index += 1) {
        const datum = germanDay(new Date(systemClock.now().getTime() - index * 45 * dayMs));
        times.push(await timed(() => read(principal, { zeitraum, datum })));
      }
      figures[`${name}.${zeitraum}.p50Ms`] = round(quantile(times, 0.5) ?? 0);
      figures[`${name}.${zeitraum}.p95Ms`] = round(quantile(times, 0.95) ?? 0);
    }
  const again: number[] = [];
  for (let index = 0; index < 5; index += 1) {
    await asSystem(db, (tx) =>
      rows(tx, sql`delete from auswertung_stand where tag = ${today}::date`),
    );
    again.push(await timed(() => berechnung.ensure({ von: today, bis: today })));
  }
  const size = await one(
    db,
    sql<{
      rows: number;
      bytes: number;
    }>`select count(*)::int as rows, pg_total_relation_size('auswertung_tag') as bytes from auswertung_tag`,
  );
  return {
    ...figures,
    todayAgainP50Ms: round(quantile(again, 0.5) ?? 0),
    dailyRows: size.rows,
    dailyMegabytes: round(size.bytes / 1e6),
    differences: await differences(db),
  };
};

const work = await mkdtemp(join(tmpdir(), 'poststelle-bench-auswertung-'));
const postgres = await startEmbeddedPostgres({ dataDir: join(work, 'postgres'), log });
try {
  await migrate({ url: postgres.url, log });
  const db = openDatabase({ url: postgres.url, maxConnections: 4, log });
  await fillYears(db, items);
  await ask(postgres.url, 'vacuum analyze');
  const figures = await measure(db);
  await db.destroy();
  report('Auswertung', { ...figures, loadAverage: loadavg().map((load) => round(load)) });
} finally {
  await postgres.stop();
  await rm(dirname(postgres.location), { recursive: true, force: true });
  await rm(work, { recursive: true, force: true });
}
