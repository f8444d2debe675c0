import { type RawBuilder, sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Nachscan, NachscanWunsch } from './nachscan.schema.js';

interface Row
  extends Omit<Nachscan, 'eingang' | 'stapel' | 'ersatz' | 'angefordertAt' | 'erledigtAt'> {
  eingangId: string;
  eingangsnummer: string;
  stapelId: string | null;
  stapelNummer: number | null;
  station: string | null;
  angefordertAt: Date;
  erledigtAt: Date | null;
  ersatzId: string | null;
  ersatzNummer: string | null;
}

const toNachscan = (row: Row): Nachscan => ({
  id: row.id,
  eingang: { id: row.eingangId, eingangsnummer: row.eingangsnummer },
  stapel:
    row.stapelId === null
      ? null
      : { id: row.stapelId, nummer: row.stapelNummer ?? 0, station: row.station ?? '' },
  seiten: row.seiten,
  stapelSeiten: row.stapelSeiten,
  grund: row.grund,
  angefordertVon: row.angefordertVon,
  angefordertAt: row.angefordertAt.toISOString(),
  erledigtAt: row.erledigtAt?.toISOString() ?? null,
  ersatz:
    row.ersatzId === null || row.ersatzNummer === null
      ? null
      : { id: row.ersatzId, eingangsnummer: row.ersatzNummer },
});

const select = async (tx: Tx, which: RawBuilder<boolean>): Promise<Nachscan[]> =>
  (
    await rows(
      tx,
      sql<Row>`select n.id, p.id as eingang_id, p.eingangsnummer, st.id as stapel_id, st.nummer as stapel_nummer, st.station,
          n.seiten, coalesce((select array_agg(coalesce(s.stapel_seite, s.nummer) order by s.nummer) from seite s
            where s.posteingang_id = n.posteingang_id and s.nummer = any (n.seiten)), '{}') as stapel_seiten,
          n.grund, wer.name as angefordert_von, n.angefordert_at, n.erledigt_at, e.id as ersatz_id, e.eingangsnummer as ersatz_nummer
        from nachscan n join posteingang p on p.id = n.posteingang_id left join stapel st on st.id = p.stapel_id
          left join person wer on wer.id = n.angefordert_von left join posteingang e on e.id = n.ersatz_id
        where ${which} order by n.angefordert_at, n.id limit 500`,
    )
  ).map(toNachscan);

/** Requests that still wait, oldest first; of one Stapel where it is named. */
export const listOpenNachscans = (tx: Tx, stapelId: string | undefined): Promise<Nachscan[]> =>
  select(
    tx,
    stapelId === undefined
      ? sql<boolean>`n.erledigt_at is null`
      : sql<boolean>`n.erledigt_at is null and p.stapel_id = ${stapelId}::uuid`,
  );

/** All requests about an item, done ones too. */
export const listNachscansOf = (tx: Tx, posteingangId: string): Promise<Nachscan[]> =>
  select(tx, sql<boolean>`n.posteingang_id = ${posteingangId}::uuid`);

/** One request. */
export const findNachscan = async (tx: Tx, id: string): Promise<Nachscan | undefined> =>
  (await select(tx, sql<boolean>`n.id = ${id}::uuid`))[0];

/** How many of these pages the item has. */
export const countPagesOf = async (
  tx: Tx,
  posteingangId: string,
  seiten: readonly number[],
): Promise<number> =>
  (
    await firstRow(
      tx,
      sql<{ zahl: number }>`select count(*)::int as zahl from seite
        where posteingang_id = ${posteingangId} and nummer = any (${[...seiten]}::int[])`,
    )
  )?.zahl ?? 0;

/** Keeps a request; returns its id. */
export const insertNachscan = async (
  tx: Tx,
  wish: NachscanWunsch & { posteingangId: string; personId: string },
): Promise<string> => {
  const made = await firstRow(
    tx,
    sql<{ id: string }>`insert into nachscan (posteingang_id, seiten, grund, angefordert_von)
      values (${wish.posteingangId}, ${wish.seiten}::int[], ${wish.grund}, ${wish.personId}) returning id`,
  );
  if (made === undefined) throw new Error('the insert returned no id');
  return made.id;
};

/** Id of the item with this number; undefined when there is none. */
export const findIdByNummer = async (tx: Tx, eingangsnummer: string): Promise<string | undefined> =>
  (
    await firstRow(
      tx,
      sql<{ id: string }>`select id from posteingang where eingangsnummer = ${eingangsnummer}`,
    )
  )?.id;

/** Ends a request; false when somebody else has. */
export const closeNachscan = async (
  tx: Tx,
  id: string,
  done: { personId: string; ersatzId: string | null },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`update nachscan set erledigt_at = now(), erledigt_von = ${done.personId}, ersatz_id = ${done.ersatzId}
      where id = ${id} and erledigt_at is null`,
  )) === 1;
