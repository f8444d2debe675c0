import { type RawBuilder, sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Kalendereintrag } from './ical.js';

interface KalenderZeile {
  id: string;
  organisationseinheit: { id: string; kuerzel: string; name: string };
  createdAt: string;
  lastUsedAt: string | null;
}

const columns = sql`c.id, jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) as organisationseinheit,
  c.created_at, c.last_used_at`;

type Row = Omit<KalenderZeile, 'createdAt' | 'lastUsedAt'> & {
  createdAt: Date;
  lastUsedAt: Date | null;
};
const toZeile = (row: Row): KalenderZeile => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
});

/** The calendar links of a person that have not been revoked. */
export const listKalender = async (tx: Tx, personId: string): Promise<KalenderZeile[]> =>
  (
    await rows<Row>(
      tx,
      sql`select ${columns} from fristkalender c join organisationseinheit o on o.id = c.organisationseinheit_id
          where c.person_id = ${personId} and c.revoked_at is null order by c.created_at`,
    )
  ).map(toZeile);

/** Adds a link; its secret is stored as a hash. */
export const insertKalender = async (
  tx: Tx,
  given: { personId: string; organisationseinheitId: string; tokenHash: Buffer },
): Promise<KalenderZeile> => {
  const row = await firstRow<Row>(
    tx,
    sql`with c as (insert into fristkalender (organisationseinheit_id, person_id, token_hash)
          values (${given.organisationseinheitId}, ${given.personId}, ${given.tokenHash}) returning *)
        select ${columns} from c join organisationseinheit o on o.id = c.organisationseinheit_id`,
  );
  if (row === undefined) throw new Error('the insert of a calendar returned no row');
  return toZeile(row);
};

/** Ends a link of the person; 0 when there is none. */
export const revokeKalender = (tx: Tx, of: { id: string; personId: string }): Promise<number> =>
  changed(
    tx,
    sql`update fristkalender set revoked_at = now()
        where id = ${of.id} and person_id = ${of.personId} and revoked_at is null`,
  );

/** Whose link it is and of which unit, and notes the use; undefined for an unknown or revoked one. */
export const useKalender = (
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ personId: string; organisationseinheitId: string; kuerzel: string } | undefined> =>
  firstRow(
    tx,
    sql`update fristkalender c set last_used_at = now() from organisationseinheit o
        where o.id = c.organisationseinheit_id and c.token_hash = ${tokenHash} and c.revoked_at is null
        returning c.person_id, c.organisationseinheit_id, o.kuerzel`,
  );

const mostEntries = 2_000;

/** The running Fristen for a calendar, the nearest first; `visible` is over the alias `f`. */
export const listEintraege = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  organisationseinheitId: string,
): Promise<Kalendereintrag[]> =>
  rows(
    tx,
    sql`select f.id, f.ende, coalesce(v.geschaeftszeichen, 'Eingang ' || p.eingangsnummer) as zeichen, f.art, f.grundlage,
          f.zustand = 'bestaetigt' as bestaetigt, f.created_at
        from frist f left join posteingang p on p.id = f.posteingang_id
          left join vorgang v on v.id = coalesce(f.vorgang_id, p.vorgang_id)
        where ${visible} and f.zustand in ('vorgeschlagen', 'bestaetigt') and f.art <> 'rechtsbehelf'
          and coalesce(p.organisationseinheit_id, v.organisationseinheit_id) = ${organisationseinheitId}
        order by f.ende, f.id limit ${mostEntries}`,
  );
