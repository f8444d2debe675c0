import { sql, type Transaction } from 'kysely';
import { type Db, prepared, rows, type Schema } from './pool.js';

/** One open transaction; everything in it takes effect together or not at all. */
export type Tx = Transaction<Schema>;

/** Session settings that row-level security reads; they end with the transaction. */
export type ViewSettings = Readonly<Record<`app.${string}`, string>>;

/** What background work sees: everything. Never used for a request of a person. */
export const systemView: ViewSettings = { 'app.scope': 'system' };

/** Runs `work` in one transaction that sees what `view` allows; an error rolls all of it back. */
export const inTransaction = <T>(
  db: Db,
  view: ViewSettings,
  work: (tx: Tx) => Promise<T>,
): Promise<T> =>
  db.transaction().execute(async (tx) => {
    const settings = Object.entries(view).map(
      ([name, value]) => sql`set_config(${name}, ${value}, true)`,
    );
    if (settings.length > 0) {
      const mark = prepared(`view-${settings.length}`);
      await rows(tx, sql`${mark} select ${sql.join(settings)}`);
    }
    return work(tx);
  });

/** Runs `work` in one transaction that sees everything, for workers, keeper and sign-in. */
export const asSystem = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(db, systemView, work);
