import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Blattseiten } from './stapel.schema.js';

/** The fronts or the backs of separately scanned sheets. */
export interface Haelfte {
  seiten: Blattseiten;
  sha256: string;
  size: number;
  mediaType: string;
  dateiname: string;
  seitenzahl: number | null;
}

/** An item of a Stapel that has only one half yet. */
export interface OpenHalf {
  id: string;
  eingangsnummer: string;
  state: string;
}

/** The oldest item of the Stapel that still lacks this half; locked, so that two halves never join it. */
export const findLackingHalf = (
  tx: Tx,
  stapelId: string,
  seiten: Blattseiten,
): Promise<OpenHalf | undefined> =>
  firstRow(
    tx,
    sql<OpenHalf>`select p.id, p.eingangsnummer, coalesce(w.state, '') as state
      from posteingang p join stapel_haelfte h on h.posteingang_id = p.id left join work_item w on w.id = p.id
      where p.stapel_id = ${stapelId} and h.seiten <> ${seiten} and p.zustand = 'in_bearbeitung'
        and not exists (select from stapel_haelfte other where other.posteingang_id = p.id and other.seiten = ${seiten})
      order by p.jahr, p.laufnummer limit 1 for update of p`,
  );

/** The item of the Stapel that already has these bytes as a half. */
export const findKnownHalf = (
  tx: Tx,
  stapelId: string,
  sha256: string,
): Promise<{ id: string; eingangsnummer: string } | undefined> =>
  firstRow(
    tx,
    sql<{ id: string; eingangsnummer: string }>`select p.id, p.eingangsnummer
      from posteingang p join stapel_haelfte h on h.posteingang_id = p.id
      where p.stapel_id = ${stapelId} and h.sha256 = ${sha256} limit 1`,
  );

/** Notes a half of an item. */
export const insertHalf = (
  tx: Tx,
  posteingangId: string,
  half: Omit<Haelfte, 'seitenzahl'> & { receivedBy: string | null },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into stapel_haelfte (posteingang_id, seiten, sha256, size, media_type, dateiname, received_by)
        values (${posteingangId}, ${half.seiten}, ${half.sha256}, ${half.size}, ${half.mediaType}, ${half.dateiname},
          ${half.receivedBy})`,
  );

/** The halves of an item, fronts first; empty for nearly all items. */
export const listHalves = (
  tx: Tx,
  posteingangId: string,
  options: { lock?: boolean } = {},
): Promise<Haelfte[]> =>
  rows(
    tx,
    sql<Haelfte>`select h.seiten, h.sha256, h.size, h.media_type, h.dateiname, h.seitenzahl
      from stapel_haelfte h join posteingang p on p.id = h.posteingang_id where h.posteingang_id = ${posteingangId}
      order by h.seiten desc ${options.lock === true ? sql`for update of p` : sql``}`,
  );

/** Whether an item was scanned one side after the other. */
export const hasHalves = async (tx: Tx, posteingangId: string): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`select 1 from stapel_haelfte where posteingang_id = ${posteingangId} limit 1`,
  )) !== undefined;

/** Notes how many pages a half has. */
export const setHalfPages = (
  tx: Tx,
  posteingangId: string,
  seiten: Blattseiten,
  seitenzahl: number,
): Promise<unknown> =>
  rows(
    tx,
    sql`update stapel_haelfte set seitenzahl = ${seitenzahl} where posteingang_id = ${posteingangId} and seiten = ${seiten}`,
  );

/** Whether a person has already seen in Clearing that the halves do not fit. */
export const wasShownToAPerson = async (tx: Tx, posteingangId: string): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`select 1 from stage_run where item_id = ${posteingangId} and stage = 'collate' and outcome = 'clearing' limit 1`,
  )) !== undefined;

/** Items of the Stapel that wait for their other half. */
export const listWaitingHalves = async (tx: Tx, stapelId: string): Promise<string[]> =>
  (
    await rows(
      tx,
      sql<{ id: string }>`select p.id from posteingang p join work_item w on w.id = p.id
        where p.stapel_id = ${stapelId} and w.state = 'waiting'
          and exists (select from stapel_haelfte h where h.posteingang_id = p.id)`,
    )
  ).map((row) => row.id);
