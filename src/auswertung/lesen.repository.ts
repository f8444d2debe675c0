import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Spanne } from './tag.repository.js';

/** Whose figures: of the whole house, or of these units only. */
export type Umfang = { art: 'gesamt' } | { art: 'einheiten'; ids: readonly string[] };

const uuids = (ids: readonly string[]) => sql`${[...ids]}::uuid[]`;

/** Rows of `auswertung_tag` as `t`. */
const vonUmfang = (umfang: Umfang): RawBuilder<boolean> =>
  umfang.art === 'gesamt'
    ? sql<boolean>`true`
    : sql<boolean>`t.einheit_id = any (${uuids(umfang.ids)})`;

/** Where items are handed on, both units are concerned. */
const vonOderNachUmfang = (umfang: Umfang): RawBuilder<boolean> =>
  umfang.art === 'gesamt'
    ? sql<boolean>`true`
    : sql<boolean>`(${vonUmfang(umfang)} or t.ziel_id = any (${uuids(umfang.ids)}))`;

/** A figure of one stretch of time. */
export interface Abschnittswert {
  /** Number of the stretch, from 0. */
  abschnitt: number;
  kennzahl: string;
  kanal: string;
  anzahl: number;
}

/** Sums of all figures for each stretch of time, by way in or out; stretches may overlap. */
export const summenJeAbschnitt = (
  tx: Tx,
  umfang: Umfang,
  abschnitte: readonly Spanne[],
): Promise<Abschnittswert[]> =>
  rows(
    tx,
    sql<Abschnittswert>`
      with je_tag as materialized (
        select t.tag, t.kennzahl, t.kanal, sum(t.anzahl) as anzahl from auswertung_tag t
        where t.tag between (select min(von) from unnest(${abschnitte.map(({ von }) => von)}::date[]) as von)
            and (select max(bis) from unnest(${abschnitte.map(({ bis }) => bis)}::date[]) as bis)
          and ${vonUmfang(umfang)} group by 1, 2, 3)
      select (a.nummer - 1)::int as abschnitt, j.kennzahl, j.kanal, sum(j.anzahl)::int as anzahl
      from unnest(${abschnitte.map(({ von }) => von)}::date[], ${abschnitte.map(({ bis }) => bis)}::date[])
          with ordinality as a (von, bis, nummer)
        join je_tag j on j.tag between a.von and a.bis group by 1, 2, 3`,
  );

/** Median and 95 % quantile (nearest rank) of the durations behind a figure. */
export interface Dauer {
  /** Null: over all ways in. */
  kanal: string | null;
  p50: number;
  p95: number;
}

/** How long it took, by way in and over all; a way without a duration is absent. */
export const dauern = (
  tx: Tx,
  umfang: Umfang,
  asked: { kennzahl: string } & Spanne,
): Promise<Dauer[]> =>
  rows(
    tx,
    sql<Dauer>`select t.kanal, percentile_disc(0.5) within group (order by s.sekunden) as p50,
          percentile_disc(0.95) within group (order by s.sekunden) as p95
        from auswertung_tag t cross join lateral unnest(t.sekunden) as s (sekunden)
        where t.kennzahl = ${asked.kennzahl} and t.tag between ${asked.von}::date and ${asked.bis}::date
          and ${vonUmfang(umfang)}
        group by grouping sets ((t.kanal), ()) having count(*) > 0`,
  );

/** A figure of one unit. */
export interface Einheitswert {
  einheitId: string;
  kennzahl: string;
  anzahl: number;
}

/** Sums of the figures that have a unit. */
export const summenJeEinheit = (
  tx: Tx,
  umfang: Umfang,
  { von, bis }: Spanne,
): Promise<Einheitswert[]> =>
  rows(
    tx,
    sql<Einheitswert>`select t.einheit_id, t.kennzahl, sum(t.anzahl)::int as anzahl from auswertung_tag t
        where t.tag between ${von}::date and ${bis}::date and t.einheit_id is not null and ${vonUmfang(umfang)}
        group by 1, 2`,
  );

/** A way that items took which had reached the wrong unit. */
export interface Fehlleitung {
  vonId: string;
  /** Null: back to the Poststelle. */
  nachId: string | null;
  anzahl: number;
}

/** The most frequent ways of items that had reached the wrong unit. */
export const fehlleitungen = (
  tx: Tx,
  umfang: Umfang,
  { von, bis }: Spanne,
): Promise<Fehlleitung[]> =>
  rows(
    tx,
    sql<Fehlleitung>`select t.einheit_id as von_id, t.ziel_id as nach_id, sum(t.anzahl)::int as anzahl
        from auswertung_tag t where t.kennzahl = 'irrlaeufer' and t.einheit_id is not null
          and t.tag between ${von}::date and ${bis}::date and ${vonOderNachUmfang(umfang)}
        group by 1, 2 order by 3 desc, 1, 2 limit 100`,
  );

/** What waits somewhere now, and since when its oldest has. */
export interface Wartend {
  einheitId: string | null;
  offen: number;
  seit: Date | null;
}

/** Open entries of the Postkörbe by unit. */
export const offenePostkoerbe = (tx: Tx): Promise<Wartend[]> =>
  rows(
    tx,
    sql<Wartend>`select organisationseinheit_id as einheit_id, count(*)::int as offen, min(created_at) as seit
        from postkorb_eintrag where erledigt_at is null group by 1`,
  );

/** Letters that were handed in and have not left, by unit. */
export const offeneSchreiben = (tx: Tx): Promise<Wartend[]> =>
  rows(
    tx,
    sql<Wartend>`select organisationseinheit_id as einheit_id, count(*)::int as offen,
          min(coalesce(eingereicht_at, created_at)) as seit
        from postausgang where zustand in ('zur_freigabe', 'queued', 'claimed', 'committing', 'unknown', 'failed') group by 1`,
  );

/** Items in Clearing. */
export const offenesClearing = async (tx: Tx): Promise<Wartend> =>
  (await firstRow(
    tx,
    sql<Wartend>`select null as einheit_id, count(*)::int as offen, min(clearing_at) as seit
        from work_item where pipeline = 'posteingang' and state = 'clearing'`,
  )) ?? { einheitId: null, offen: 0, seit: null };

/** Numbers given in the years of the range that have no line in the Posteingangsbuch, or lines without a number; 0 or something is wrong. */
export const luecken = async (tx: Tx, { von, bis }: Spanne): Promise<number> =>
  (
    await firstRow(
      tx,
      sql<{
        luecken: number;
      }>`select posteingangsbuch_luecken(extract(year from ${von}::date)::int, extract(year from ${bis}::date)::int) as luecken`,
    )
  )?.luecken ?? 0;

/** When the figures of these days were counted, the latest first; undefined where none were. */
export const zuletztBerechnet = async (tx: Tx, { von, bis }: Spanne): Promise<Date | undefined> =>
  (
    await firstRow(
      tx,
      sql<{ at: Date | null }>`select max(berechnet_at) as at from auswertung_stand
        where tag between ${von}::date and ${bis}::date`,
    )
  )?.at ?? undefined;

/** The instants between which the days lie in Germany; the second one is not part of them. */
export const instanteVon = async (
  tx: Tx,
  { von, bis }: Spanne,
): Promise<{ von: Date; bis: Date }> => {
  const found = await firstRow(
    tx,
    sql<{
      von: Date;
      bis: Date;
    }>`select ${von}::date::timestamp at time zone 'Europe/Berlin' as von,
        (${bis}::date + 1)::timestamp at time zone 'Europe/Berlin' as bis`,
  );
  if (found === undefined) throw new Error('the database did not tell when a day begins');
  return found;
};
