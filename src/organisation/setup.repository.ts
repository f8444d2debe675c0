import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** Lets set-ups and changes of the organisation pass one after another until the transaction ends. */
export const serialiseAdministration = (tx: Tx): Promise<unknown> =>
  rows(tx, sql`select pg_advisory_xact_lock(hashtextextended('poststelle:administration', 7))`);

/** Whether somebody can administrate. */
export const hasAdministrator = async (tx: Tx): Promise<boolean> => {
  const found = await firstRow<{ there: boolean }>(
    tx,
    sql`select exists (select from person_rolle r join person p on p.id = r.person_id
          where r.rolle = 'administration' and p.disabled_at is null) as there`,
  );
  return found?.there ?? false;
};

/** Stores a set-up link for a day. */
export const insertSetupLink = (tx: Tx, tokenHash: Buffer): Promise<unknown> =>
  rows(
    tx,
    sql`insert into setup_link (token_hash, expires_at)
        values (${tokenHash}, now() + interval '24 hours')`,
  );

/** Uses up the link and all others; false when it is unknown, used or too old. */
export const useSetupLink = async (tx: Tx, tokenHash: Buffer): Promise<boolean> => {
  const used = await changed(
    tx,
    sql`update setup_link set used_at = now()
        where token_hash = ${tokenHash} and used_at is null and expires_at > now()`,
  );
  if (used === 0) return false;
  await changed(tx, sql`update setup_link set used_at = now() where used_at is null`);
  return true;
};

/** The top of the tree: the oldest unit without a parent. */
export const findRootId = async (tx: Tx): Promise<string | undefined> => {
  const root = await firstRow<{ id: string }>(
    tx,
    sql`select id from organisationseinheit where parent_id is null order by created_at, id limit 1`,
  );
  return root?.id;
};
