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

/** Two edits in a key of ten characters leave a similarity of more than this. */
const nearness = 0.2;

/** At least all Vorgänge whose folded key is at most two edits away. Only within `asSystem`. */
export const findRegisterNear = async (tx: Tx, key: string): Promise<RegisterVorgang[]> => {
  await rows(tx, sql`select set_config('pg_trgm.similarity_threshold', ${String(nearness)}, true)`);
  return rows(
    tx,
    sql<RegisterVorgang>`select ${columns} where v.geschaeftszeichen_schluessel % ${key}
      and length(v.geschaeftszeichen_schluessel) between ${key.length - 2} and ${key.length + 2}
      order by similarity(v.geschaeftszeichen_schluessel, ${key}) desc, v.id`,
  );
};

/** Vorgänge by their ids, in no order. */
export const findRegisterByIds = (tx: Tx, ids: readonly string[]): Promise<RegisterVorgang[]> =>
  rows(tx, sql<RegisterVorgang>`select ${columns} where v.id = any (${[...ids]}::uuid[])`);
