import { CamelCasePlugin, Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import type { Log } from '#infrastructure/log.js';

/** Queries are written as SQL in repositories, so the builder knows no tables. */
export type Schema = Record<never, never>;

/** A connection pool; queries outside a transaction see nothing of what row-level security protects. */
export type Db = Kysely<Schema>;

// bigint columns here are sizes and sequence numbers below 2^53; dates stay calendar days, not instants.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.DATE) return (value: string) => value;
    return pg.types.getTypeParser(oid, format);
  },
} as pg.CustomTypesConfig;

const preparedMark = /^\s*\/\* prepared (\S+) \*\//;

/** Sends statements that are marked as prepared under a name: the server plans them once for each connection. */
class PreparingClient extends pg.Client {
  // One of many overloads of the base class; the builder uses this one for every query.
  override query = ((...given: [string, unknown[]?]) => {
    const [text, values] = given;
    const name = typeof text === 'string' ? preparedMark.exec(text)?.[1] : undefined;
    const query = super.query.bind(this) as (...all: unknown[]) => unknown;
    return name === undefined ? query(...given) : query({ name, text, values });
  }) as pg.Client['query'];
}

/** Begins a statement that runs with each request and costs more to plan than to run; one name, one text. */
export const prepared = (name: string): RawBuilder<unknown> => sql.raw(`/* prepared ${name} */`);

/** Opens a pool that works as the role `poststelle_app`, which owns no table. */
export const openDatabase = (options: {
  url: string;
  maxConnections: number;
  log: Log;
  role?: string;
}): Db => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    types,
    Client: PreparingClient,
    options: `-c role=${options.role ?? 'poststelle_app'}`,
    application_name: 'poststelle',
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', (err) => {
    // The pool's end does not wait for the server's goodbye: one that stops right afterwards ends the connection itself.
    if (!pool.ending) options.log.warn({ err }, 'idle database connection lost');
  });
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
};

/** Runs one SQL statement and returns its rows; columns arrive in camelCase. */
export const rows = async <Row>(db: Db, query: RawBuilder<Row>): Promise<Row[]> =>
  (await query.execute(db)).rows;

/** Runs one SQL statement and returns its first row, or undefined. */
export const firstRow = async <Row>(db: Db, query: RawBuilder<Row>): Promise<Row | undefined> =>
  (await query.execute(db)).rows[0];

/** Runs one SQL statement and returns how many rows it changed. */
export const changed = async (db: Db, query: RawBuilder<unknown>): Promise<number> =>
  Number((await query.execute(db)).numAffectedRows ?? 0n);
