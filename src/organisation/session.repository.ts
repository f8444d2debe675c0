import { sql } from 'kysely';
import { changed, type Db, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** Opens a session that ends after the given hours at the latest. */
export const insertSession = (
  tx: Tx,
  session: { tokenHash: Buffer; personId: string; hours: number },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into session (token_hash, person_id, expires_at)
        values (${session.tokenHash}, ${session.personId}, now() + make_interval(hours => ${session.hours}))`,
  );

/** Notes that the session is in use, so that it does not end for idleness. */
export const touchSession = (db: Db, tokenHash: Buffer): Promise<number> =>
  changed(db, sql`update session set last_seen_at = now() where token_hash = ${tokenHash}`);

/** Ends one session. */
export const deleteSession = (tx: Tx, tokenHash: Buffer): Promise<number> =>
  changed(tx, sql`delete from session where token_hash = ${tokenHash}`);

/** Ends all sessions of a person, save the one to keep. */
export const deleteSessionsOf = (tx: Tx, personId: string, keep?: Buffer): Promise<number> =>
  changed(
    tx,
    sql`delete from session where person_id = ${personId}
        and (${keep ?? null}::bytea is null or token_hash <> ${keep ?? null})`,
  );
