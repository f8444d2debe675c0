import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** A mark in a Vorgang, e.g. the Ab-Vermerk of a letter that was sent. */
export interface NewVermerk {
  vorgangId: string;
  dokumentId?: string | null;
  /** What kind of mark: `Ab-Vermerk`, `Vermerk`, … */
  art: string;
  /** German, for the screen and the file. */
  text: string;
  /** Who made it; null when Poststelle did. */
  personId?: string | null;
}

/** Adds the mark and returns its id. */
export const addVermerk = async (tx: Tx, given: NewVermerk): Promise<string> => {
  const row = await firstRow<{ id: string }>(
    tx,
    sql`insert into vermerk (vorgang_id, dokument_id, art, text, person_id)
        values (${given.vorgangId}, ${given.dokumentId ?? null}, ${given.art}, ${given.text},
          ${given.personId ?? null}) returning id`,
  );
  return row?.id ?? '';
};

/** A mark as the Vorgang shows it. */
export interface VermerkZeile {
  id: string;
  dokumentId: string | null;
  art: string;
  text: string;
  person: string | null;
  createdAt: string;
}

/** The marks of a Vorgang that the transaction sees, oldest first. */
export const listVermerke = async (tx: Tx, vorgangId: string): Promise<VermerkZeile[]> => {
  const found = await rows<Omit<VermerkZeile, 'createdAt'> & { createdAt: Date }>(
    tx,
    sql`select m.id, m.dokument_id, m.art, m.text, p.name as person, m.created_at
        from vermerk m left join person p on p.id = m.person_id
        where m.vorgang_id = ${vorgangId} order by m.created_at, m.id`,
  );
  return found.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
};
