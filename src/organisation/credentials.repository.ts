import { sql } from 'kysely';
import { changed, type Db, firstRow } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** What a sign-in has to know of a person. */
export interface Credentials {
  id: string;
  login: string;
  name: string;
  passwordHash: string | null;
  mustChangePassword: boolean;
}

const columns = sql`id, login, name, password_hash, must_change_password`;

/** The person with this login who may sign in; undefined when unknown or disabled. */
export const findCredentials = (db: Db, login: string): Promise<Credentials | undefined> =>
  firstRow<Credentials>(
    db,
    sql`select ${columns} from person where login = ${login} and disabled_at is null`,
  );

/** The same for a person who is signed in. */
export const findCredentialsOf = (db: Db, personId: string): Promise<Credentials | undefined> =>
  firstRow<Credentials>(db, sql`select ${columns} from person where id = ${personId}`);

/** Stores a new hash of the password. */
export const setPassword = (
  tx: Tx,
  facts: { personId: string; passwordHash: string; mustChange: boolean },
): Promise<number> =>
  changed(
    tx,
    sql`update person set password_hash = ${facts.passwordHash},
          must_change_password = ${facts.mustChange} where id = ${facts.personId}`,
  );

/** Renews the hash of the same password, unless it was changed meanwhile. */
export const renewHash = (
  tx: Tx,
  facts: { personId: string; from: string; to: string },
): Promise<number> =>
  changed(
    tx,
    sql`update person set password_hash = ${facts.to}
        where id = ${facts.personId} and password_hash = ${facts.from}`,
  );
