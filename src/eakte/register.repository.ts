import { sql } from 'kysely';
import { rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** A Vorgang as matching looks at it, with those who take part. */
export interface RegisterVorgang {
  vorgangId: string;
  geschaeftszeichen: string;
  /** Kürzel of the unit in charge. */
  einheit: string;
  betreff: string;
  beteiligte: {
    name: string;
    plz?: string;
    ort?: string;
    email?: string;
    fremdesGeschaeftszeichen?: string;
  }[];
}

const columns = sql`v.id as vorgang_id, v.geschaeftszeichen, o.kuerzel as einheit, v.betreff,
  coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', b.name, 'plz', b.plz, 'ort', b.ort,
      'email', b.email, 'fremdesGeschaeftszeichen', b.fremdes_geschaeftszeichen)) order by b.name, b.id)
    from beteiligter b where b.vorgang_id = v.id), '[]') as beteiligte
  from vorgang v join organisationseinheit o on o.id = v.organisationseinheit_id`;

/** Vorgänge with exactly this folded key. Only within `asSystem`: it looks at all Vorgänge. */
export const findRegisterByKey = (tx: Tx, key: string): Promise<RegisterVorgang[]> =>
  rows(
    tx,
    sql<RegisterVorgang>`select ${columns} where v.geschaeftszeichen_schluessel = ${key} order by v.id`,
  );

/** Vorgänge whose folded key is at most two edits away, nearest first. Only within `asSystem`. */
export const findRegisterNear = (tx: Tx, key: string): Promise<RegisterVorgang[]> =>
  rows(
    tx,
    sql<RegisterVorgang>`select ${columns}
      join vorgang_mit_nahem_schluessel(${key}, 2) with ordinality as nah (id, platz) on nah.id = v.id
      order by nah.platz`,
  );

/** Vorgänge by their ids, in no order. */
export const findRegisterByIds = (tx: Tx, ids: readonly string[]): Promise<RegisterVorgang[]> =>
  rows(tx, sql<RegisterVorgang>`select ${columns} where v.id = any (${[...ids]}::uuid[])`);
