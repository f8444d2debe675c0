import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { EinheitKurz } from '#organisation/organisation.schema.js';
import type {
  Handhabungsregel,
  HandhabungsregelAenderung,
  NeueHandhabungsregel,
  Oeffner,
} from './regeln.schema.js';
import type { Hausperson } from './regelwerk.js';

const columns = sql`r.id, r.rang, r.bezeichnung, r.merkmal, r.werte, r.klasse, r.oeffner, r.ohne_scan, r.rechtsgrundlage,
  r.gueltig_ab, r.gueltig_bis,
  case when o.id is not null then jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) end as einheit
  from handhabungsregel r left join organisationseinheit o on o.id = r.einheit_id`;

/** All rules, also those of other days, in the order in which they decide. */
export const listRegeln = (tx: Tx): Promise<Handhabungsregel[]> =>
  rows(tx, sql<Handhabungsregel>`select ${columns} order by r.rang, r.id`);

export const findRegel = (tx: Tx, id: string): Promise<Handhabungsregel | undefined> =>
  firstRow(tx, sql<Handhabungsregel>`select ${columns} where r.id = ${id}`);

/** Who works here, by name. */
export const listHauspersonen = (tx: Tx): Promise<Hausperson[]> =>
  rows(
    tx,
    sql<Hausperson>`select id, name, email from person where disabled_at is null order by name`,
  );

export const insertRegel = async (
  tx: Tx,
  one: NeueHandhabungsregel & { oeffner: Oeffner | null; personId: string },
): Promise<string> => {
  const row = await firstRow(
    tx,
    sql<{
      id: string;
    }>`insert into handhabungsregel (rang, bezeichnung, merkmal, werte, klasse, oeffner, einheit_id,
        ohne_scan, rechtsgrundlage, gueltig_ab, gueltig_bis, created_by)
      values (${one.rang}, ${one.bezeichnung}, ${one.merkmal}, ${[...one.werte]}::text[], ${one.klasse}, ${one.oeffner},
        ${one.einheitId}, ${one.ohneScan}, ${one.rechtsgrundlage}, ${one.gueltigAb}, ${one.gueltigBis}, ${one.personId})
      returning id`,
  );
  if (row === undefined) throw new Error('a rule was not written');
  return row.id;
};

/** Changes what is given; returns how many rules there were. */
export const updateRegel = (
  tx: Tx,
  id: string,
  change: HandhabungsregelAenderung,
): Promise<number> =>
  changed(
    tx,
    sql`update handhabungsregel set rang = coalesce(${change.rang ?? null}, rang),
        einheit_id = case when ${change.einheitId !== undefined} then ${change.einheitId ?? null}::uuid else einheit_id end,
        gueltig_bis = case when ${change.gueltigBis !== undefined} then ${change.gueltigBis ?? null}::date else gueltig_bis end
      where id = ${id}`,
  );

/** The units by sign. */
export const listEinheitenKurz = (tx: Tx): Promise<EinheitKurz[]> =>
  rows(tx, sql<EinheitKurz>`select id, kuerzel, name from organisationseinheit order by kuerzel`);

/** How many rules look at the address of a mail or the place where something comes in. */
export const countAddressRules = async (tx: Tx): Promise<number> =>
  (
    await firstRow(
      tx,
      sql<{ anzahl: number }>`select count(*) as anzahl from handhabungsregel
        where merkmal in ('empfaengeradresse', 'absenderadresse', 'eingangsort')`,
    )
  )?.anzahl ?? 0;
