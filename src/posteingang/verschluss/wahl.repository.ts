import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Wahl, Wahlbriefe } from './wahl.schema.js';

type BriefeRow = Omit<Wahlbriefe, 'uebergebenAt'> & { wahlId: string; uebergebenAt: Date | null };
type WahlRow = Pick<Wahl, 'id' | 'bezeichnung'> & { wahlende: Date };

/** All elections, newest first, with what came in. */
export const listWahlen = async (tx: Tx): Promise<Wahl[]> => {
  const wahlen = await rows(
    tx,
    sql<WahlRow>`select id, bezeichnung, wahlende from wahl order by wahlende desc limit 20`,
  );
  const briefe = await rows(
    tx,
    sql<BriefeRow>`select b.id, b.wahl_id, b.eingangstag, to_char(b.uhrzeit, 'HH24:MI') as uhrzeit, b.anzahl,
        p.name as erfasst_von, b.uebergeben_at, b.uebergeben_an
      from wahlbriefe b left join person p on p.id = b.erfasst_von
      where b.wahl_id = any (${wahlen.map(({ id }) => id)}::uuid[]) order by b.eingangstag, b.erfasst_at`,
  );
  return wahlen.map((wahl) => {
    const own = briefe.filter(({ wahlId }) => wahlId === wahl.id);
    const sum = (list: readonly BriefeRow[]): number =>
      list.reduce((total, { anzahl }) => total + anzahl, 0);
    return {
      ...wahl,
      wahlende: wahl.wahlende.toISOString(),
      gesamt: sum(own),
      verwahrt: sum(own.filter(({ uebergebenAt }) => uebergebenAt === null)),
      wahlbriefe: own.map(({ wahlId: _, uebergebenAt, ...one }) => ({
        ...one,
        uebergebenAt: uebergebenAt?.toISOString() ?? null,
      })),
    };
  });
};

export const insertWahl = async (
  tx: Tx,
  one: { bezeichnung: string; wahlende: string; personId: string },
): Promise<string> => {
  const row = await firstRow(
    tx,
    sql<{ id: string }>`insert into wahl (bezeichnung, wahlende, created_by)
      values (${one.bezeichnung}, ${one.wahlende}, ${one.personId}) returning id`,
  );
  if (row === undefined) throw new Error('an election was not written');
  return row.id;
};

/**
 * Counts postal votes that came: their German day, and the time too on election day after the end of voting (§ 74
 * Abs. 2 BWO). 0: there is no such election.
 */
export const insertWahlbriefe = (
  tx: Tx,
  one: { wahlId: string; anzahl: number; eingegangenAt: string | undefined; personId: string },
): Promise<number> =>
  changed(
    tx,
    sql`insert into wahlbriefe (wahl_id, eingangstag, uhrzeit, anzahl, erfasst_von)
      select w.id, e.ort::date,
        case when e.at > w.wahlende and e.ort::date = (w.wahlende at time zone 'Europe/Berlin')::date then e.ort::time(0) end,
        ${one.anzahl}, ${one.personId}
      from wahl w cross join lateral (select coalesce(${one.eingegangenAt ?? null}::timestamptz, now()) as at) jetzt
        cross join lateral (select jetzt.at, jetzt.at at time zone 'Europe/Berlin' as ort) e
      where w.id = ${one.wahlId}`,
  );

/** Notes that all that is kept was handed over now; how many counts that were. */
export const handOverWahlbriefe = (
  tx: Tx,
  one: { wahlId: string; an: string; personId: string },
): Promise<number> =>
  changed(
    tx,
    sql`update wahlbriefe set uebergeben_at = now(), uebergeben_an = ${one.an}, uebergeben_von = ${one.personId}
        where wahl_id = ${one.wahlId} and uebergeben_at is null`,
  );
