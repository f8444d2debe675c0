import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '#config/schema.js';
import { clusterIn } from '#infrastructure/database/embedded/cluster.js';
import { rememberedLocation } from '#infrastructure/database/embedded/location.js';
import { loadMigrations } from '#infrastructure/database/migrate.js';
import { type Finding, fail, ok, reasonOf, warn } from './finding.js';
import { checkSealingKey } from './verschluss.js';

/** The own PostgreSQL when it runs: the port from its `postmaster.pid`, the password from its folder. */
const runningEmbedded = async (folder: string): Promise<string | undefined> => {
  const home = (await rememberedLocation(folder)) ?? folder;
  const lines = (await readFile(join(clusterIn(home), 'postmaster.pid'), 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.trim());
  const port = lines[3];
  if (port === undefined || lines[7] !== 'ready') return undefined;
  const password = (await readFile(join(folder, 'password'), 'utf8')).trim();
  return `postgres://postgres:${password}@127.0.0.1:${port}/poststelle`;
};

const oldestVersion = 150_000;
const roomForConnections = 20;

const serverFacts = `
  select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
    current_setting('fsync') || current_setting('full_page_writes') as durable,
    current_setting('max_connections')::int - (select count(*) from pg_stat_activity)::int as room`;

interface ServerFacts {
  number: number;
  version: string;
  durable: string;
  room: number;
}

const checkServer = async (client: pg.Client, config: Config): Promise<Finding[]> => {
  const facts = (await client.query<ServerFacts>(serverFacts)).rows[0];
  if (facts === undefined) return [];
  const { number, version, durable, room } = facts;
  const findings = [
    number < oldestVersion
      ? fail(
          'Datenbank',
          `PostgreSQL ${version} ist zu alt`,
          'Auf PostgreSQL 15 oder neuer umstellen.',
        )
      : ok('Datenbank', `PostgreSQL ${version} ist erreichbar`),
  ];
  if (durable !== 'onon') {
    findings.push(
      fail(
        'Dauerhaftigkeit',
        'fsync oder full_page_writes ist abgeschaltet: ein Stromausfall kann Eingänge vernichten',
        'Beides in postgresql.conf auf „on“ stellen und PostgreSQL neu laden.',
      ),
    );
  }
  const needed = config.database.maxConnections + roomForConnections;
  if (room < needed) {
    findings.push(
      warn(
        'Verbindungen',
        `noch ${room} Verbindungen frei, ein Prozess braucht bis zu ${needed}`,
        'max_connections erhöhen oder database.maxConnections verringern.',
      ),
    );
  }
  return findings;
};

const isMigrated = async (client: pg.Client): Promise<boolean> => {
  const table = await client.query<{ there: boolean }>(
    `select to_regclass('schema_migration') is not null as there`,
  );
  return table.rows[0]?.there === true;
};

/** Migrations of this release against those in the database. */
const checkMigrations = async (client: pg.Client): Promise<Finding> => {
  const here = await loadMigrations();
  if (!(await isMigrated(client))) {
    return ok('Tabellen', 'noch keine; der erste Start legt sie an');
  }
  const applied = new Map(
    (
      await client.query<{ name: string; checksum: string }>(
        'select name, checksum from schema_migration',
      )
    ).rows.map((row) => [row.name, row.checksum]),
  );
  const known = new Set(here.map(({ name }) => name));
  const foreign = [...applied.keys()].filter((name) => !known.has(name));
  const edited = here.filter(({ name, checksum }) => (applied.get(name) ?? checksum) !== checksum);
  if (foreign.length > 0 || edited.length > 0) {
    const names = [...foreign, ...edited.map(({ name }) => name)].join(', ');
    return fail(
      'Tabellen',
      `Die Datenbank gehört zu einem anderen Stand des Programms (${names})`,
      'Das Programm einspielen, das diese Datenbank zuletzt geändert hat, oder die passende Sicherung zurückspielen.',
    );
  }
  const missing = here.filter(({ name }) => !applied.has(name)).length;
  return missing === 0
    ? ok('Tabellen', `auf dem Stand dieses Programms (${here.length} Schritte)`)
    : warn(
        'Tabellen',
        `${missing} von ${here.length} Schritten fehlen noch`,
        'Nichts zu tun: der nächste Start führt sie aus. Vorher eine Sicherung anlegen.',
      );
};

const roleFacts = `
  select exists (select from pg_roles where rolname = 'poststelle_app') as there,
    coalesce((select rolsuper or rolbypassrls from pg_roles where rolname = 'poststelle_app'), false) as mighty,
    (select count(*)::int from pg_class c join pg_roles r on r.oid = c.relowner
      where r.rolname = 'poststelle_app' and c.relkind = 'r') as owned`;

/** Row-level security protects only if the application's role is an ordinary one. */
const checkRole = async (client: pg.Client): Promise<Finding> => {
  const facts = (await client.query<{ there: boolean; mighty: boolean; owned: number }>(roleFacts))
    .rows[0];
  if (facts?.there !== true) {
    return ok('Rechte der Datenbank', 'die Rolle poststelle_app legt der erste Start an');
  }
  if (facts.mighty || facts.owned > 0) {
    return fail(
      'Rechte der Datenbank',
      'die Rolle poststelle_app umgeht den Zeilenschutz (Superuser, BYPASSRLS oder Eigentum an Tabellen)',
      'Der Rolle diese Rechte entziehen: alter role poststelle_app nosuperuser nobypassrls.',
    );
  }
  try {
    await client.query('set role poststelle_app');
    await client.query('reset role');
    return ok('Rechte der Datenbank', 'Zeilenschutz wirkt für poststelle_app');
  } catch (error) {
    return fail(
      'Rechte der Datenbank',
      `der angemeldete Benutzer darf nicht als poststelle_app arbeiten: ${reasonOf(error)}`,
      'Als Superuser ausführen: grant poststelle_app to <Benutzer aus DATABASE_URL>.',
    );
  }
};

const searchFacts = `
  select bool_and(proleakproof) as fast from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and proname = 'ts_match_vq'`;

/** A dump does not carry this mark of a built-in function: after a restore searches would read every row. */
const checkSearch = async (client: pg.Client): Promise<Finding> => {
  const facts = (await client.query<{ fast: boolean }>(searchFacts)).rows[0];
  return facts?.fast === true
    ? ok('Volltextsuche', 'nutzt ihren Index')
    : warn(
        'Volltextsuche',
        'nutzt hinter dem Zeilenschutz ihren Index nicht und wird mit der Zeit langsam',
        'In dieser Datenbank als Superuser ausführen: alter function ts_match_vq(tsvector, tsquery) leakproof;',
      );
};

const mostSkewSeconds = 2;

/** Leases use the database's clock alone; a skew still confuses whoever compares times. */
const checkClock = async (client: pg.Client, now: () => Date): Promise<Finding> => {
  const before = now().getTime();
  const answer = await client.query<{ at: Date }>('select clock_timestamp() as at');
  const between = (before + now().getTime()) / 2;
  const skew = Math.abs((answer.rows[0]?.at.getTime() ?? 0) - between) / 1000;
  const text = `Abweichung zur Datenbank ${skew.toFixed(1)} s`;
  return skew <= mostSkewSeconds
    ? ok('Uhr', text)
    : warn(
        'Uhr',
        text,
        'Auf beiden Rechnern die Zeit über NTP stellen (chrony, systemd-timesyncd).',
      );
};

const examineServer = async (url: string, config: Config, now: () => Date): Promise<Finding[]> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // Reported through the query that was running.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    return [
      fail(
        'Datenbank',
        `nicht erreichbar: ${reasonOf(error)}`,
        'DATABASE_URL (database.url), Kennwort, Firewall und pg_hba.conf prüfen; PostgreSQL starten.',
      ),
    ];
  }
  try {
    return [
      ...(await checkServer(client, config)),
      await checkMigrations(client),
      await checkRole(client),
      ...((await isMigrated(client)) ? [await checkSearch(client)] : []),
      await checkSealingKey(client, config),
      await checkClock(client, now),
    ];
  } finally {
    await client.end();
  }
};

/** The database that the configuration names, or the own one when it runs. */
export const checkDatabase = async (facts: {
  config: Config;
  embeddedFolder: string;
  now: () => Date;
}): Promise<Finding[]> => {
  const { config, embeddedFolder, now } = facts;
  const url = config.database.url ?? (await runningEmbedded(embeddedFolder));
  return url === undefined
    ? [ok('Datenbank', 'die eigene läuft gerade nicht; sie startet mit Poststelle')]
    : examineServer(url, config, now);
};
