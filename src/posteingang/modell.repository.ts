import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** The model in force, or undefined before the first training. */
export const findActiveModell = (
  tx: Tx,
): Promise<{ version: string; sha256: string; beispiele: number } | undefined> =>
  firstRow(
    tx,
    sql<{
      version: string;
      sha256: string;
      beispiele: number;
    }>`select version, sha256, beispiele from modell where aktiv`,
  );

/** Puts a model in force; earlier ones stay for a return to them. */
export const activateModell = async (
  tx: Tx,
  model: { version: string; sha256: string; beispiele: number },
): Promise<void> => {
  await rows(tx, sql`update modell set aktiv = false where aktiv`);
  await rows(
    tx,
    sql`insert into modell (version, sha256, beispiele, aktiv) values (${model.version}, ${model.sha256}, ${model.beispiele}, true)
        on conflict (version) do update set aktiv = true, sha256 = excluded.sha256`,
  );
};
