import { sql } from 'kysely';
import { appendAudit, system } from '#audit/index.js';
import { publish } from '#infrastructure/database/events.js';
import { rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { findLackingHalf } from '../stapel/haelfte.repository.js';
import type { ScanTarget } from '../stapel/lookup.js';
import { findOpenAtStation } from '../stapel/stapel.repository.js';

/** What a pass over the folder of a station found. */
export interface StationPass {
  station: string;
  wartend: number;
  aeltesteSeit: Date | null;
  /** Since the last pass. */
  angenommen: number;
  abgewiesen: number;
  /** German, for the operator; empty when there is nothing to say. */
  stoerung: string;
}

/** Keeps what the status page shows of the stations; the counters add up. */
export const saveStationPass = (tx: Tx, pass: StationPass): Promise<unknown> =>
  rows(
    tx,
    sql`insert into hotfolder_stand as h (station, geprueft_at, wartend, aelteste_seit, angenommen, abgewiesen, stoerung)
        values (${pass.station}, now(), ${pass.wartend}, ${pass.aeltesteSeit}, ${pass.angenommen}, ${pass.abgewiesen}, ${pass.stoerung})
        on conflict (station) do update set geprueft_at = now(), wartend = excluded.wartend,
          aelteste_seit = excluded.aelteste_seit, angenommen = h.angenommen + excluded.angenommen,
          abgewiesen = h.abgewiesen + excluded.abgewiesen, stoerung = excluded.stoerung`,
  );

/** Forgets stations whose folder is gone. */
export const forgetOtherStations = (tx: Tx, stations: readonly string[]): Promise<unknown> =>
  rows(tx, sql`delete from hotfolder_stand where station <> all (${[...stations]}::text[])`);

/** A Stapel for one file, with what the last Stapel of this station says of the scanner. */
const openOwnStapel = async (tx: Tx, station: string, bezeichnung: string): Promise<void> => {
  const opened = await rows(
    tx,
    sql<{
      id: string;
    }>`insert into stapel (bezeichnung, station, scanprofil, seitenmodus, angelegt_von, von_selbst)
      select ${bezeichnung.slice(0, 120)}, ${station}, coalesce(last.scanprofil, ''),
        case last.seitenmodus when 'beidseitig' then 'beidseitig' else 'einseitig' end, null, true
      from (select 1) one left join lateral (select scanprofil, seitenmodus from stapel
        where station = ${station} order by nummer desc limit 1) last on true
      returning id`,
  );
  await noteOwn(tx, 'stapel.opened', opened);
};

const noteOwn = async (
  tx: Tx,
  action: string,
  stapel: readonly { id: string }[],
): Promise<void> => {
  await appendAudit(
    tx,
    stapel.map(({ id }) => ({ actor: system, action, objectType: 'stapel', objectId: id })),
  );
  await publish(
    tx,
    stapel.map(({ id }) => ({ kind: 'stapel', id })),
  );
};

/**
 * Closes the Stapel that the hot folder itself has opened at a station, as soon as its file is in. One that stayed
 * empty, because its file was there before, is removed. What people have opened stays.
 */
export const closeOwnStapel = async (tx: Tx, station: string): Promise<void> => {
  await rows(
    tx,
    sql`delete from stapel s where s.station = ${station} and s.von_selbst and s.abgeschlossen_at is null
      and not exists (select from posteingang p where p.stapel_id = s.id)`,
  );
  const closed = await rows(
    tx,
    sql<{ id: string }>`update stapel set abgeschlossen_at = now()
      where station = ${station} and von_selbst and abgeschlossen_at is null returning id`,
  );
  await noteOwn(tx, 'stapel.closed', closed);
};

/**
 * The Stapel that is open at the station, and which half of separately scanned sheets comes next. With `own`, a
 * file for which no Stapel is open gets one of this name.
 */
export const targetAtStation = async (
  tx: Tx,
  station: string,
  own?: string,
): Promise<ScanTarget | undefined> => {
  if (own !== undefined && (await findOpenAtStation(tx, station)) === undefined)
    await openOwnStapel(tx, station, own);
  const stapel = await findOpenAtStation(tx, station);
  if (stapel === undefined) return undefined;
  if (stapel.seitenmodus !== 'getrennt') return { stapel, seiten: undefined };
  const lacking = await findLackingHalf(tx, stapel.id, 'rueckseiten');
  return { stapel, seiten: lacking === undefined ? 'vorderseiten' : 'rueckseiten' };
};
