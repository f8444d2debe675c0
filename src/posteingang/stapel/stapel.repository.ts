import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { abgleichOf, type Zaehlung } from './abgleich.js';
import type { NeuerStapel, Seitenmodus, StapelZeile } from './stapel.schema.js';

/** What the intake needs to know of a Stapel. */
export interface StapelHead {
  id: string;
  nummer: number;
  station: string;
  seitenmodus: Seitenmodus;
  offen: boolean;
  erwarteteBlaetter: number | null;
  dateien: number;
}

const head = sql`s.id, s.nummer, s.station, s.seitenmodus, s.abgeschlossen_at is null as offen, s.erwartete_blaetter,
  (select count(*) from posteingang p where p.stapel_id = s.id and p.parent_id is null) as dateien from stapel s`;

/** Writes a new Stapel; returns its id. */
export const insertStapel = async (
  tx: Tx,
  stapel: NeuerStapel & { personId: string },
): Promise<string> => {
  const row = await firstRow(
    tx,
    sql<{
      id: string;
    }>`insert into stapel (bezeichnung, station, scanprofil, seitenmodus, erwartete_blaetter, ruecklauf, angelegt_von)
      values (${stapel.bezeichnung}, ${stapel.station}, ${stapel.scanprofil}, ${stapel.seitenmodus},
        ${stapel.erwarteteBlaetter}, ${stapel.ruecklauf}, ${stapel.personId}) returning id`,
  );
  if (row === undefined) throw new Error('the Stapel was not written');
  return row.id;
};

/** The head of a Stapel; undefined when there is none. */
export const findStapel = (
  tx: Tx,
  id: string,
  options: { lock?: boolean } = {},
): Promise<StapelHead | undefined> =>
  firstRow(
    tx,
    sql<StapelHead>`select ${head} where s.id = ${id} ${options.lock === true ? sql`for update of s` : sql``}`,
  );

/** The Stapel that is open at a station, the newest if there are several. */
export const findOpenAtStation = (tx: Tx, station: string): Promise<StapelHead | undefined> =>
  firstRow(
    tx,
    sql<StapelHead>`select ${head} where s.station = ${station} and s.abgeschlossen_at is null
      order by s.nummer desc limit 1`,
  );

/** The Stapel to which an item belongs. */
export const stapelOfItem = async (tx: Tx, itemId: string): Promise<string | null> =>
  (
    await firstRow(
      tx,
      sql<{
        stapelId: string | null;
      }>`select stapel_id from posteingang where id = ${itemId}`,
    )
  )?.stapelId ?? null;

/** Corrects the number of expected sheets. */
export const setExpected = (tx: Tx, id: string, blaetter: number | null): Promise<unknown> =>
  rows(tx, sql`update stapel set erwartete_blaetter = ${blaetter} where id = ${id}`);

/** Closes a Stapel with the count of that moment. */
export const closeStapel = (
  tx: Tx,
  id: string,
  facts: { personId: string; gescannt: number; grund: string | null },
): Promise<unknown> =>
  rows(
    tx,
    sql`update stapel set abgeschlossen_at = now(), abgeschlossen_von = ${facts.personId},
          gescannte_blaetter = ${facts.gescannt}, abweichung_grund = ${facts.grund} where id = ${id}`,
  );

export interface StapelFilter {
  offen: boolean | undefined;
  von: string | undefined;
  bis: string | undefined;
  limit: number;
}

const matches = (filter: StapelFilter): RawBuilder<boolean> => {
  const conditions: RawBuilder<boolean>[] = [sql<boolean>`true`];
  const day = sql`(s.created_at at time zone 'Europe/Berlin')::date`;
  if (filter.offen !== undefined)
    conditions.push(sql<boolean>`(s.abgeschlossen_at is null) = ${filter.offen}`);
  if (filter.von !== undefined) conditions.push(sql<boolean>`${day} >= ${filter.von}::date`);
  if (filter.bis !== undefined) conditions.push(sql<boolean>`${day} <= ${filter.bis}::date`);
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
};

/** Ids of the Stapel that the reader may see, newest first. */
export const listStapelIds = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  filter: StapelFilter,
): Promise<string[]> =>
  (
    await rows(
      tx,
      sql<{
        id: string;
      }>`select s.id from stapel s where ${visible} and ${matches(filter)} order by s.nummer desc limit ${filter.limit}`,
    )
  ).map((row) => row.id);

/** Whether the reader may see this Stapel. */
export const maySeeStapel = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<boolean> =>
  (await firstRow(tx, sql`select 1 from stapel s where s.id = ${id} and ${visible}`)) !== undefined;

interface StapelRow
  extends Omit<Zaehlung, 'erwartet'>,
    Omit<StapelZeile, 'createdAt' | 'abgeschlossenAt' | 'abgleich' | 'seiten' | 'briefe'> {
  erwarteteBlaetter: number | null;
  gescannteBlaetter: number | null;
  createdAt: Date;
  abgeschlossenAt: Date | null;
  seitenGesamt: number;
  seitenGelesen: number;
  briefe: number;
  inBearbeitung: number;
  clearing: number;
  zugeordnet: number;
  abgewiesen: number;
  abgegeben: number;
}

const toZeile = (row: StapelRow): StapelZeile => ({
  id: row.id,
  nummer: row.nummer,
  bezeichnung: row.bezeichnung,
  station: row.station,
  scanprofil: row.scanprofil,
  seitenmodus: row.seitenmodus,
  ruecklauf: row.ruecklauf,
  person: row.person,
  createdAt: row.createdAt.toISOString(),
  abgeschlossenAt: row.abgeschlossenAt?.toISOString() ?? null,
  abweichungGrund: row.abweichungGrund,
  abgleich: abgleichOf({ ...row, erwartet: row.erwarteteBlaetter }),
  dateien: row.dateien,
  seiten: { gesamt: row.seitenGesamt, gelesen: row.seitenGelesen },
  briefe: {
    gesamt: row.briefe,
    inBearbeitung: row.inBearbeitung,
    clearing: row.clearing,
    zugeordnet: row.zugeordnet,
    abgewiesen: row.abgewiesen,
    abgegeben: row.abgegeben,
  },
  nachscansOffen: row.nachscansOffen,
  ersteEingangsnummer: row.ersteEingangsnummer,
  letzteEingangsnummer: row.letzteEingangsnummer,
});

// What was uploaded (parent_id is null) is counted in sheets; what it became, letter by letter.
const counts = sql`
  select p.stapel_id,
    count(*) filter (where ganz) as dateien,
    coalesce(sum(blaetter) filter (where ganz), 0) as gescannt,
    count(*) filter (where ganz and p.zustand = 'in_bearbeitung' and (p.seitenzahl is null or h.offen > 0)) as ungezaehlt,
    count(*) filter (where ganz and p.seitenzahl is null and p.zustand <> 'in_bearbeitung') as unzaehlbar,
    count(*) filter (where ganz and h.anzahl = 1) as ohne_gegenstueck,
    count(*) filter (where ganz and h.kleinste <> h.groesste) as ungleich,
    count(*) filter (where ganz and s.seitenmodus = 'beidseitig' and p.seitenzahl % 2 = 1) as ungerade,
    coalesce(sum(p.seitenzahl) filter (where ganz), 0) as seiten_gesamt,
    coalesce(sum(g.gelesen) filter (where ganz), 0) as seiten_gelesen,
    count(*) filter (where p.zustand <> 'geteilt') as briefe,
    count(*) filter (where p.zustand = 'in_bearbeitung') as in_bearbeitung,
    count(*) filter (where p.zustand = 'clearing') as clearing,
    count(*) filter (where p.zustand = 'zugeordnet') as zugeordnet,
    count(*) filter (where p.zustand = 'abgewiesen') as abgewiesen,
    count(*) filter (where p.zustand = 'abgegeben') as abgegeben,
    min(p.eingangsnummer) as erste_eingangsnummer, max(p.eingangsnummer) as letzte_eingangsnummer
  from posteingang p join stapel s on s.id = p.stapel_id
    cross join lateral (select p.parent_id is null as ganz) g0
    left join lateral (select count(*) as anzahl, count(*) filter (where seitenzahl is null) as offen, min(seitenzahl) as kleinste, max(seitenzahl) as groesste
      from stapel_haelfte where posteingang_id = p.id) h on s.seitenmodus = 'getrennt'
    cross join lateral (select case s.seitenmodus when 'einseitig' then p.seitenzahl
      when 'beidseitig' then (p.seitenzahl + 1) / 2 else coalesce(h.groesste, p.seitenzahl) end as blaetter) b
    cross join lateral (select count(*) as gelesen from seite
      where ganz and posteingang_id = p.id and (text is not null or leer)) g
  group by p.stapel_id`;

/**
 * Stapel with their figures, in the order of `ids`. Counts reach beyond what a person may read, so this runs in a
 * transaction of the system, for ids that the reader was found to see.
 */
export const readStapel = async (tx: Tx, ids: readonly string[]): Promise<StapelZeile[]> => {
  const found = await rows(
    tx,
    sql<StapelRow>`select st.id, st.nummer, st.bezeichnung, st.station, st.scanprofil, st.seitenmodus, st.ruecklauf, st.erwartete_blaetter,
        st.gescannte_blaetter, st.created_at, st.abgeschlossen_at, st.abweichung_grund, person.name as person,
        coalesce(c.dateien, 0) as dateien, coalesce(c.gescannt, 0)::int as gescannt, coalesce(c.ungezaehlt, 0) as ungezaehlt,
        coalesce(c.unzaehlbar, 0) as unzaehlbar, coalesce(c.ohne_gegenstueck, 0) as ohne_gegenstueck,
        coalesce(c.ungleich, 0) as ungleich, coalesce(c.ungerade, 0) as ungerade,
        coalesce(c.seiten_gesamt, 0)::int as seiten_gesamt, coalesce(c.seiten_gelesen, 0)::int as seiten_gelesen,
        coalesce(c.briefe, 0) as briefe, coalesce(c.in_bearbeitung, 0) as in_bearbeitung, coalesce(c.clearing, 0) as clearing,
        coalesce(c.zugeordnet, 0) as zugeordnet, coalesce(c.abgewiesen, 0) as abgewiesen, coalesce(c.abgegeben, 0) as abgegeben,
        c.erste_eingangsnummer, c.letzte_eingangsnummer,
        (select count(*) from nachscan n join posteingang q on q.id = n.posteingang_id
          where q.stapel_id = st.id and n.erledigt_at is null) as nachscans_offen
      from stapel st left join person on person.id = st.angelegt_von
        left join lateral (select * from (${counts} having p.stapel_id = st.id) x) c on true
      where st.id = any (${[...ids]}::uuid[]) order by st.nummer desc`,
  );
  return found.map(toZeile);
};
