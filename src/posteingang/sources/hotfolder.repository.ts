import { sql } from 'kysely';
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

/** The Stapel that is open at the station, and which half of separately scanned sheets comes next. */
export const targetAtStation = async (tx: Tx, station: string): Promise<ScanTarget | undefined> => {
  const stapel = await findOpenAtStation(tx, station);
  if (stapel === undefined) return undefined;
  if (stapel.seitenmodus !== 'getrennt') return { stapel, seiten: undefined };
  const lacking = await findLackingHalf(tx, stapel.id, 'rueckseiten');
  return { stapel, seiten: lacking === undefined ? 'vorderseiten' : 'rueckseiten' };
};
