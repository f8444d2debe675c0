import { sql } from 'kysely';
import { Conflict, NotFound } from '#errors.js';
import { changed, type Db, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Organisationseinheit, OrganisationseinheitNeu } from './organisation.schema.js';

const columns = sql`id, kuerzel, name, parent_id, zustaendigkeit, email, telefon, ist_poststelle, leitweg_id`;

/** All units in the order of their Kürzel. */
export const listEinheiten = (db: Db): Promise<Organisationseinheit[]> =>
  rows<Organisationseinheit>(
    db,
    sql`select ${columns} from organisationseinheit order by kuerzel, id`,
  );

/** The units with these ids, as other objects name them. */
export const listEinheitenKurz = (
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; kuerzel: string; name: string }[]> =>
  rows(
    db,
    sql`select id, kuerzel, name from organisationseinheit
        where id = any (${[...ids]}::uuid[]) order by kuerzel, id`,
  );

/** The Kürzel of a unit; undefined when there is no such unit. */
export const kuerzelOf = async (tx: Tx, id: string): Promise<string | undefined> =>
  (await listEinheitenKurz(tx, [id]))[0]?.kuerzel;

const kuerzelTaken = (): Conflict =>
  new Conflict({
    code: 'kuerzel-taken',
    message: 'Another Organisationseinheit has this kuerzel.',
    clerkMessage: 'Dieses Kürzel hat bereits eine andere Organisationseinheit.',
  });

const leitwegIdTaken = (): Conflict =>
  new Conflict({
    code: 'leitweg-id-taken',
    message: 'Another Organisationseinheit has this leitwegId.',
    clerkMessage: 'Diese Leitweg-ID hat bereits eine andere Organisationseinheit.',
  });

/** Whether another unit gets its invoices under this Leitweg-ID. @throws Conflict */
export const requireFreeLeitwegId = async (
  tx: Tx,
  einheit: { id: string | null; leitwegId: string | null },
): Promise<void> => {
  const taken = await rows(
    tx,
    sql`select id from organisationseinheit
        where leitweg_id = ${einheit.leitwegId} and id is distinct from ${einheit.id}::uuid`,
  );
  if (taken.length > 0) throw leitwegIdTaken();
};

/** @throws Conflict when the Kürzel is taken. */
export const insertEinheit = async (
  tx: Tx,
  einheit: OrganisationseinheitNeu,
): Promise<Organisationseinheit> => {
  const row = await firstRow<Organisationseinheit>(
    tx,
    sql`insert into organisationseinheit
          (kuerzel, name, parent_id, zustaendigkeit, email, telefon, ist_poststelle, leitweg_id)
        values (${einheit.kuerzel}, ${einheit.name}, ${einheit.parentId}, ${einheit.zustaendigkeit},
          ${einheit.email}, ${einheit.telefon}, ${einheit.istPoststelle}, ${einheit.leitwegId})
        on conflict (kuerzel) do nothing returning ${columns}`,
  );
  if (row === undefined) throw kuerzelTaken();
  return row;
};

/** The unit, locked until the transaction ends. @throws NotFound */
export const lockEinheit = async (tx: Tx, id: string): Promise<Organisationseinheit> => {
  const row = await firstRow<Organisationseinheit>(
    tx,
    sql`select ${columns} from organisationseinheit where id = ${id} for update`,
  );
  if (row !== undefined) return row;
  throw new NotFound({
    code: 'organisationseinheit-unknown',
    message: 'There is no such Organisationseinheit.',
    clerkMessage: 'Diese Organisationseinheit gibt es nicht.',
  });
};

/** Whether `candidate` is the unit itself or lies below it. */
export const isWithin = async (
  tx: Tx,
  units: { candidate: string; unit: string },
): Promise<boolean> => {
  const found = await firstRow<{ inside: boolean }>(
    tx,
    sql`with recursive darueber as (
          select id, parent_id from organisationseinheit where id = ${units.candidate}
          union select o.id, o.parent_id from organisationseinheit o join darueber d on o.id = d.parent_id)
        select exists (select from darueber where id = ${units.unit}) as inside`,
  );
  return found?.inside ?? false;
};

/** Writes all columns of the unit. @throws Conflict when the Kürzel is taken. */
export const updateEinheit = async (tx: Tx, einheit: Organisationseinheit): Promise<void> => {
  const count = await changed(
    tx,
    sql`update organisationseinheit set kuerzel = ${einheit.kuerzel}, name = ${einheit.name},
          parent_id = ${einheit.parentId}, zustaendigkeit = ${einheit.zustaendigkeit},
          email = ${einheit.email}, telefon = ${einheit.telefon}, ist_poststelle = ${einheit.istPoststelle}, leitweg_id = ${einheit.leitwegId}
        where id = ${einheit.id} and not exists (
          select from organisationseinheit o where o.kuerzel = ${einheit.kuerzel} and o.id <> ${einheit.id})`,
  );
  if (count === 0) throw kuerzelTaken();
};

/** People who can be Bearbeiter of a Vorgang of the unit. */
export const listBearbeiter = (
  db: Db,
  einheitId: string,
): Promise<{ id: string; name: string }[]> =>
  rows(
    db,
    sql`with recursive darueber as (
          select id, parent_id from organisationseinheit where id = ${einheitId}
          union select o.id, o.parent_id from organisationseinheit o join darueber d on o.id = d.parent_id)
        select p.id, p.name from person p
        where p.disabled_at is null and exists (
          select from person_rolle r where r.person_id = p.id
            and (r.rolle in ('sachbearbeitung', 'leitung') and r.organisationseinheit_id = ${einheitId}
              or r.rolle = 'leitung' and r.organisationseinheit_id in (select id from darueber)))
        order by p.name, p.id`,
  );
