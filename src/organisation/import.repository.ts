import { sql } from 'kysely';
import { changed, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { hashPassword } from './password.js';
import type { Rolle } from './principal.js';

/** A whole organisation as plain data; units and people name each other by Kürzel. */
export interface OrganisationImport {
  organisationseinheiten: readonly {
    kuerzel: string;
    name: string;
    parent?: string | null;
    zustaendigkeit?: string;
    email?: string | null;
    telefon?: string | null;
    istPoststelle?: boolean;
    leitwegId?: string | null;
  }[];
  personen: readonly {
    login: string;
    name: string;
    email?: string | null;
    password: string;
    mustChangePassword?: boolean;
    rollen: readonly { rolle: Rolle; organisationseinheit: string }[];
  }[];
}

/** Ids of what was imported. */
export interface ImportedOrganisation {
  /** By Kürzel. */
  einheiten: ReadonlyMap<string, string>;
  /** By login. */
  personen: ReadonlyMap<string, string>;
}

const insertEinheiten = async (
  tx: Tx,
  einheiten: OrganisationImport['organisationseinheiten'],
): Promise<Map<string, string>> => {
  const data = JSON.stringify(einheiten);
  const inserted = await rows<{ id: string; kuerzel: string }>(
    tx,
    sql`insert into organisationseinheit (kuerzel, name, zustaendigkeit, email, telefon, ist_poststelle, leitweg_id)
        select kuerzel, name, coalesce(zustaendigkeit, ''), email, telefon, coalesce("istPoststelle", false), "leitwegId"
        from jsonb_to_recordset(${data}::jsonb) as e (kuerzel text, name text, zustaendigkeit text,
          email text, telefon text, "istPoststelle" boolean, "leitwegId" text)
        returning id, kuerzel`,
  );
  await changed(
    tx,
    sql`update organisationseinheit o set parent_id = oben.id
        from jsonb_to_recordset(${data}::jsonb) as e (kuerzel text, parent text)
        join organisationseinheit oben on oben.kuerzel = e.parent where o.kuerzel = e.kuerzel`,
  );
  return new Map(inserted.map((row) => [row.kuerzel, row.id]));
};

/** Sample logins share few passwords, so each different password is derived once. */
const hashEach = async (passwords: ReadonlySet<string>): Promise<Map<string, string>> => {
  const hashes = new Map<string, string>();
  for (const password of passwords) hashes.set(password, await hashPassword(password));
  return hashes;
};

/** Imports units and people into a database that has none of them; a few statements for any number. */
export const importOrganisation = async (
  tx: Tx,
  data: OrganisationImport,
): Promise<ImportedOrganisation> => {
  const einheiten = await insertEinheiten(tx, data.organisationseinheiten);
  const hashes = await hashEach(new Set(data.personen.map((person) => person.password)));
  const persons = data.personen.map(({ password, rollen: _rollen, ...person }) => ({
    ...person,
    mustChangePassword: person.mustChangePassword ?? true,
    passwordHash: hashes.get(password),
  }));
  const inserted = await rows<{ id: string; login: string }>(
    tx,
    sql`insert into person (login, name, email, password_hash, must_change_password)
        select lower(login), name, email, "passwordHash", "mustChangePassword"
        from jsonb_to_recordset(${JSON.stringify(persons)}::jsonb) as p (login text, name text, email text,
          "passwordHash" text, "mustChangePassword" boolean)
        returning id, login`,
  );
  const personen = new Map(inserted.map((row) => [row.login, row.id]));
  const rollen = data.personen.flatMap((person) =>
    person.rollen.map((held) => ({ login: person.login.toLowerCase(), ...held })),
  );
  const count = await changed(
    tx,
    sql`insert into person_rolle (person_id, rolle, organisationseinheit_id)
        select p.id, r.rolle, o.id
        from jsonb_to_recordset(${JSON.stringify(rollen)}::jsonb)
          as r (login text, rolle text, organisationseinheit text)
        join person p on p.login = r.login
        join organisationseinheit o on o.kuerzel = r.organisationseinheit`,
  );
  if (count !== rollen.length) {
    throw new Error(`${rollen.length - count} roles of the import name an unknown unit`);
  }
  return { einheiten, personen };
};
