import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Zustaendigkeitsregel, ZustaendigkeitsregelNeu } from './zustaendigkeit.schema.js';

/** All rules, past and coming ones too, by unit. */
export const listRegeln = (tx: Tx): Promise<Zustaendigkeitsregel[]> =>
  rows(
    tx,
    sql<Zustaendigkeitsregel>`select r.id, r.bezeichnung, r.stichworte, r.dokumentart, r.buchstabe_von, r.buchstabe_bis, r.strasse,
        r.hausnummer_von, r.hausnummer_bis, r.hausnummern, r.gilt_ab, r.gilt_bis,
        jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) as einheit
      from zustaendigkeitsregel r join organisationseinheit o on o.id = r.organisationseinheit_id
      order by o.kuerzel, r.bezeichnung, r.gilt_ab`,
  );

/** Keeps a rule; returns its id. */
export const insertRegel = async (tx: Tx, one: ZustaendigkeitsregelNeu): Promise<string> => {
  const made = await firstRow(
    tx,
    sql<{
      id: string;
    }>`insert into zustaendigkeitsregel (organisationseinheit_id, bezeichnung, stichworte, dokumentart,
        buchstabe_von, buchstabe_bis, strasse, hausnummer_von, hausnummer_bis, hausnummern, gilt_ab, gilt_bis)
      select o.id, ${one.bezeichnung}, ${one.stichworte}::text[], ${one.dokumentart}, ${one.buchstabeVon}, ${one.buchstabeBis},
        ${one.strasse}, ${one.hausnummerVon}::int, ${one.hausnummerBis}::int, ${one.hausnummern}, ${one.giltAb}::date,
        ${one.giltBis}::date
      from organisationseinheit o where o.id = ${one.organisationseinheitId} returning id`,
  );
  return made?.id ?? '';
};

/** Ends a rule with a day; 0 when there is no such rule or it begins later. */
export const endRegel = (tx: Tx, id: string, giltBis: string): Promise<number> =>
  changed(
    tx,
    sql`update zustaendigkeitsregel set gilt_bis = ${giltBis}::date where id = ${id} and gilt_ab <= ${giltBis}::date`,
  );

/** Takes a rule away; 0 when there is none. */
export const deleteRegel = (tx: Tx, id: string): Promise<number> =>
  changed(tx, sql`delete from zustaendigkeitsregel where id = ${id}`);

/** Takes all rules away, before others are read in. */
export const deleteRegeln = (tx: Tx): Promise<number> =>
  changed(tx, sql`delete from zustaendigkeitsregel`);
