import { type RawBuilder, sql } from 'kysely';
import { type Db, firstRow, prepared } from '#infrastructure/database/pool.js';
import type { Permission, Principal, Rolle } from './principal.js';

interface PrincipalRow {
  personId: string;
  tokenId: string | null;
  scopes: Permission[] | null;
  login: string;
  name: string;
  mustChangePassword: boolean;
  rollen: { rolle: Rolle; organisationseinheitId: string }[];
  einheiten: string[];
  leitung: string[];
  /** Whether the last use was noted long enough ago to note it again. */
  stale: boolean;
}

/** A principal that was just read, and whether its session or token should note this use. */
export interface Recognised {
  principal: Principal;
  stale: boolean;
}

/** Rights are read anew for each request: who is disabled or loses a role has lost it at once. */
const findPrincipal = async (
  db: Db,
  name: string,
  key: RawBuilder<unknown>,
): Promise<Recognised | undefined> => {
  const row = await firstRow<PrincipalRow>(
    db,
    sql`${prepared(name)} with recursive schluessel as (${key}),
      held as (
        select r.rolle, r.organisationseinheit_id from person_rolle r
        where r.person_id = (select person_id from schluessel)),
      geleitet as (
        select organisationseinheit_id as id from held where rolle = 'leitung'
        union select o.id from organisationseinheit o join geleitet g on o.parent_id = g.id)
      select p.id as person_id, s.token_id, s.scopes, s.stale, p.login, p.name, p.must_change_password,
        coalesce((select jsonb_agg(jsonb_build_object(
          'rolle', h.rolle, 'organisationseinheitId', h.organisationseinheit_id)) from held h), '[]') as rollen,
        array(select id from geleitet order by id)::text[] as leitung,
        array(select organisationseinheit_id from held where rolle = 'sachbearbeitung'
          union select id from geleitet order by 1)::text[] as einheiten
      from schluessel s join person p on p.id = s.person_id
      where p.disabled_at is null`,
  );
  if (row === undefined) return undefined;
  const { stale, tokenId, scopes, ...person } = row;
  return {
    stale,
    principal: {
      ...person,
      kind: tokenId === null ? 'person' : 'token',
      ...(tokenId === null ? {} : { tokenId, scopes: scopes ?? [] }),
    },
  };
};

/** Who holds the session with this hash; undefined when it has ended or the person is disabled. */
export const findPrincipalBySession = (
  db: Db,
  options: { tokenHash: Buffer; idleMinutes: number },
): Promise<Recognised | undefined> =>
  findPrincipal(
    db,
    'principal-by-session',
    sql`select person_id, null::uuid as token_id, null::text[] as scopes,
        last_seen_at < now() - interval '1 minute' as stale
      from session where token_hash = ${options.tokenHash} and expires_at > now()
        and last_seen_at > now() - make_interval(mins => ${options.idleMinutes})`,
  );

/** Who holds the API token with this hash; undefined when it is expired, revoked or the person disabled. */
export const findPrincipalByToken = (db: Db, tokenHash: Buffer): Promise<Recognised | undefined> =>
  findPrincipal(
    db,
    'principal-by-token',
    sql`select person_id, id as token_id, scopes,
        coalesce(last_used_at < now() - interval '1 minute', true) as stale
      from api_token where token_hash = ${tokenHash} and expires_at > now() and revoked_at is null`,
  );

/** A person with the rights of this moment, for what acts on their behalf without them; undefined when disabled. */
export const findPrincipalOfPerson = async (
  db: Db,
  personId: string,
): Promise<Principal | undefined> =>
  (
    await findPrincipal(
      db,
      'principal-of-person',
      sql`select ${personId}::uuid as person_id, null::uuid as token_id, null::text[] as scopes, false as stale`,
    )
  )?.principal;
