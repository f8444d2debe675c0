import { sql } from 'kysely';
import { changed, type Db, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { ApiToken, PermissionName } from './organisation.schema.js';

interface TokenRow {
  id: string;
  name: string;
  scopes: PermissionName[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

const toToken = (row: TokenRow): ApiToken => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});

const columns = sql`id, name, scopes, created_at, expires_at, last_used_at`;

/** The tokens of a person that still work, newest first. */
export const listTokens = async (db: Db, personId: string): Promise<ApiToken[]> => {
  const found = await rows<TokenRow>(
    db,
    sql`select ${columns} from api_token
        where person_id = ${personId} and revoked_at is null and expires_at > now()
        order by created_at desc, id`,
  );
  return found.map(toToken);
};

/** Stores a token by its hash. */
export const insertToken = async (
  tx: Tx,
  token: {
    personId: string;
    name: string;
    tokenHash: Buffer;
    scopes: readonly PermissionName[];
    expiresInDays: number;
  },
): Promise<ApiToken | undefined> => {
  const row = await firstRow<TokenRow>(
    tx,
    sql`insert into api_token (person_id, name, token_hash, scopes, expires_at)
        values (${token.personId}, ${token.name}, ${token.tokenHash}, ${[...token.scopes]}::text[],
          now() + make_interval(days => ${token.expiresInDays}))
        returning ${columns}`,
  );
  return row && toToken(row);
};

/** Ends a token of the person; 0 when there is no such token. */
export const revokeToken = (tx: Tx, key: { id: string; personId: string }): Promise<number> =>
  changed(
    tx,
    sql`update api_token set revoked_at = now()
        where id = ${key.id} and person_id = ${key.personId} and revoked_at is null`,
  );

/** Ends all tokens of a person. */
export const revokeTokensOf = (tx: Tx, personId: string): Promise<number> =>
  changed(
    tx,
    sql`update api_token set revoked_at = now() where person_id = ${personId} and revoked_at is null`,
  );

/** Notes that the token was used. */
export const touchToken = (db: Db, tokenHash: Buffer): Promise<number> =>
  changed(db, sql`update api_token set last_used_at = now() where token_hash = ${tokenHash}`);
