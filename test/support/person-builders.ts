import { sql } from 'kysely';
import { type Db, firstRow, rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Permission, Rolle } from '#organisation/index.js';
import { hashPassword } from '#organisation/password.js';
import { hashOfSecret, newSecret } from '#organisation/secret.js';

let running = 0;
/** A number that no other row of this test file has. */
export const next = (): number => {
  running += 1;
  return running;
};

/** Runs an insert as Poststelle and promises the id of its row. */
export const idOf = async (
  db: Db,
  query: ReturnType<typeof sql<{ id: string }>>,
): Promise<string> => {
  const row = await asSystem(db, (tx) => firstRow(tx, query));
  if (row === undefined) throw new Error('the builder inserted no row');
  return row.id;
};

export interface EinheitFacts {
  kuerzel: string;
  name: string;
  parentId: string | null;
  zustaendigkeit: string;
  istPoststelle: boolean;
}

/** An office of the city, e.g. „Ordnungsamt 1". */
export const anOrganisationseinheit = async (
  db: Db,
  given: Partial<EinheitFacts> = {},
): Promise<{ id: string; kuerzel: string; name: string }> => {
  const number = next();
  const kuerzel = given.kuerzel ?? `E${number}`;
  const name = given.name ?? `Ordnungsamt ${number}`;
  const id = await idOf(
    db,
    sql`insert into organisationseinheit (kuerzel, name, parent_id, zustaendigkeit, ist_poststelle)
        values (${kuerzel}, ${name}, ${given.parentId ?? null},
          ${given.zustaendigkeit ?? 'Allgemeine Ordnungsangelegenheiten'}, ${given.istPoststelle ?? false})
        returning id`,
  );
  return { id, kuerzel, name };
};

export interface PersonFacts {
  login: string;
  name: string;
  email: string | null;
  /** Only with a password can the person sign in; without, `aSession` opens a session. */
  password: string;
  mustChangePassword: boolean;
  disabled: boolean;
  rollen: readonly { rolle: Rolle; organisationseinheitId: string }[];
}

/** An employee of the city. */
export const aPerson = async (
  db: Db,
  given: Partial<PersonFacts> = {},
): Promise<{ id: string; login: string; name: string }> => {
  const number = next();
  const login = given.login ?? `person${number}`;
  const name = given.name ?? `Karin Lindner ${number}`;
  const hash = given.password === undefined ? null : await hashPassword(given.password);
  const id = await idOf(
    db,
    sql`insert into person (login, name, email, password_hash, must_change_password, disabled_at)
        values (${login}, ${name}, ${given.email ?? null}, ${hash}, ${given.mustChangePassword ?? false},
          case when ${given.disabled ?? false} then now() end) returning id`,
  );
  for (const { rolle, organisationseinheitId } of given.rollen ?? []) {
    await rows(
      db,
      sql`insert into person_rolle (person_id, rolle, organisationseinheit_id)
          values (${id}, ${rolle}, ${organisationseinheitId})`,
    );
  }
  return { id, login, name };
};

/** An open session of the person; the value of the header `Cookie`. */
export const aSession = async (
  db: Db,
  personId: string,
  given: { lastSeenMinutesAgo?: number; startedHoursAgo?: number; hours?: number } = {},
): Promise<string> => {
  const secret = newSecret();
  await rows(
    db,
    sql`insert into session (token_hash, person_id, created_at, last_seen_at, expires_at)
        values (${hashOfSecret(secret)}, ${personId},
          now() - make_interval(hours => ${given.startedHoursAgo ?? 0}),
          now() - make_interval(mins => ${given.lastSeenMinutesAgo ?? 0}),
          now() + make_interval(hours => ${(given.hours ?? 8) - (given.startedHoursAgo ?? 0)}))`,
  );
  return `poststelle=${secret}`;
};

/** A person with one role in one unit who is signed in. */
export const aSignedIn = async (
  db: Db,
  rolle: Rolle,
  organisationseinheitId: string,
): Promise<{ id: string; cookie: string }> => {
  const { id } = await aPerson(db, { rollen: [{ rolle, organisationseinheitId }] });
  return { id, cookie: await aSession(db, id) };
};

/** An API token of the person; the value of the header `Authorization`. */
export const anApiToken = async (
  db: Db,
  given: { personId: string; scopes: readonly Permission[]; expiresInDays?: number },
): Promise<string> => {
  const secret = newSecret();
  await rows(
    db,
    sql`insert into api_token (person_id, name, token_hash, scopes, expires_at)
        values (${given.personId}, 'Scanstation', ${hashOfSecret(secret)}, ${[...given.scopes]}::text[],
          now() + make_interval(days => ${given.expiresInDays ?? 30}))`,
  );
  return `Bearer ${secret}`;
};

/** The audit events about one object, oldest first. */
export const auditOf = (
  db: Db,
  objectId: string,
): Promise<{ action: string; actorId: string; detail: Record<string, unknown> }[]> =>
  asSystem(db, (tx) =>
    rows(
      tx,
      sql`select action, actor_id, detail from audit_event where object_id = ${objectId} order by seq`,
    ),
  );
