import { type RawBuilder, sql } from 'kysely';
import { Conflict, InvalidInput } from '#errors.js';
import { changed, type Db, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Person } from './organisation.schema.js';
import type { Rolle } from './principal.js';

interface PersonRow extends Omit<Person, 'disabledAt'> {
  disabledAt: Date | null;
}

const toPerson = (row: PersonRow): Person => ({
  ...row,
  disabledAt: row.disabledAt?.toISOString() ?? null,
});

const selectPersons = (where: RawBuilder<unknown>): RawBuilder<PersonRow> =>
  sql<PersonRow>`select p.id, p.login, p.name, p.email, p.must_change_password, p.disabled_at,
      coalesce((select jsonb_agg(jsonb_build_object('rolle', r.rolle, 'organisationseinheit',
          jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name)) order by o.kuerzel, r.rolle)
        from person_rolle r join organisationseinheit o on o.id = r.organisationseinheit_id
        where r.person_id = p.id), '[]') as rollen
    from person p where ${where}`;

/** People in the order of their login, after the given one. */
export const listPersons = async (
  db: Db,
  query: { suche?: string | undefined; nach?: string | undefined; limit: number },
): Promise<Person[]> => {
  const pattern = `%${(query.suche ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  const found = await rows(
    db,
    selectPersons(sql`(${query.nach ?? null}::text is null or p.login > ${query.nach ?? null})
      and (p.login like such_falte(${pattern}) or such_falte(p.name) like such_falte(${pattern}))
      order by p.login limit ${query.limit}`),
  );
  return found.map(toPerson);
};

/** One person; undefined when unknown. */
export const findPerson = async (db: Db, id: string): Promise<Person | undefined> => {
  const row = await firstRow(db, selectPersons(sql`p.id = ${id}`));
  return row && toPerson(row);
};

/** Adds a person without roles and returns the id. @throws Conflict when the login is taken. */
export const insertPerson = async (
  tx: Tx,
  person: {
    login: string;
    name: string;
    email: string | null;
    passwordHash: string;
    mustChangePassword: boolean;
  },
): Promise<string> => {
  const row = await firstRow<{ id: string }>(
    tx,
    sql`insert into person (login, name, email, password_hash, must_change_password)
        values (${person.login}, ${person.name}, ${person.email}, ${person.passwordHash},
          ${person.mustChangePassword})
        on conflict (login) do nothing returning id`,
  );
  if (row !== undefined) return row.id;
  throw new Conflict({
    code: 'login-taken',
    message: 'Another person has this login.',
    clerkMessage: 'Diese Anmeldung ist bereits vergeben.',
  });
};

/** Changes what is given; `disabled` sets or clears the time of disabling. */
export const updatePerson = (
  tx: Tx,
  change: {
    id: string;
    name?: string | undefined;
    email?: string | null | undefined;
    disabled?: boolean | undefined;
  },
): Promise<number> =>
  changed(
    tx,
    sql`update person set name = coalesce(${change.name ?? null}, name),
          email = case when ${change.email !== undefined} then ${change.email ?? null} else email end,
          disabled_at = case ${change.disabled ?? null}::boolean
            when true then coalesce(disabled_at, now()) when false then null else disabled_at end
        where id = ${change.id}`,
  );

/** Replaces all roles of a person. @throws InvalidInput when a unit does not exist. */
export const replaceRollen = async (
  tx: Tx,
  facts: {
    personId: string;
    rollen: readonly { rolle: Rolle; organisationseinheitId: string }[];
  },
): Promise<void> => {
  await changed(tx, sql`delete from person_rolle where person_id = ${facts.personId}`);
  if (facts.rollen.length === 0) return;
  const wanted = new Set(facts.rollen.map((one) => `${one.rolle} ${one.organisationseinheitId}`));
  const count = await changed(
    tx,
    sql`insert into person_rolle (person_id, rolle, organisationseinheit_id)
        select distinct ${facts.personId}::uuid, g.rolle, o.id
        from unnest(${facts.rollen.map((one) => one.rolle)}::text[],
          ${facts.rollen.map((one) => one.organisationseinheitId)}::uuid[]) as g (rolle, einheit)
        join organisationseinheit o on o.id = g.einheit`,
  );
  if (count === wanted.size) return;
  throw new InvalidInput({
    code: 'organisationseinheit-unknown',
    message: 'A role names an Organisationseinheit that does not exist.',
    clerkMessage: 'Eine der angegebenen Organisationseinheiten gibt es nicht.',
    httpStatus: 422,
  });
};
