import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { NotFound } from '#errors.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type {
  Abweisung,
  PosteingangStatus,
  PosteingangZeile,
  PosteingangZustand,
} from './posteingang.schema.js';

/** A predicate of what the reader may see, over the table alias `p`. */
export type Visible = RawBuilder<boolean>;

interface ZeileRow
  extends Omit<
    PosteingangZeile,
    'organisationseinheit' | 'vorgang' | 'clearing' | 'receivedAt' | 'zugeordnetAt'
  > {
  receivedAt: Date;
  zugeordnetAt: Date | null;
  oeId: string | null;
  oeKuerzel: string | null;
  oeName: string | null;
  vorgangId: string | null;
  vorgangZeichen: string | null;
  clearingCode: string | null;
  clearingText: string | null;
}

const toZeile = (row: ZeileRow): PosteingangZeile => {
  const {
    oeId,
    oeKuerzel,
    oeName,
    vorgangId,
    vorgangZeichen,
    clearingCode,
    clearingText,
    receivedAt,
    zugeordnetAt,
    ...rest
  } = row;
  return {
    ...rest,
    receivedAt: receivedAt.toISOString(),
    zugeordnetAt: zugeordnetAt?.toISOString() ?? null,
    organisationseinheit:
      oeId === null ? null : { id: oeId, kuerzel: oeKuerzel ?? '', name: oeName ?? '' },
    vorgang:
      vorgangId === null || vorgangZeichen === null
        ? null
        : { id: vorgangId, geschaeftszeichen: vorgangZeichen },
    clearing: clearingCode === null ? null : { code: clearingCode, text: clearingText ?? '' },
  };
};

/** Kind and reason of a mail, as lists show them; over the alias `p`. */
export const mailartSpalte = sql`case when p.mailart is not null then
  jsonb_build_object('art', p.mailart -> 'kind', 'grund', p.mailart #> '{reason,text}') end`;

/** Which lines the reader may see, and which of them in full; of the others the line shows that there is one. */
export interface Sicht {
  visible: Visible;
  offen: Visible;
}

/** For who may read the content: what is visible is shown in full. */
export const inFull = (visible: Visible): Sicht => ({ visible, offen: sql<boolean>`true` });

// A line never names a Vorgang that row-level security hides from its reader: v is then null.
const zeile = (
  offen: Visible,
) => sql`p.id, p.eingangsnummer, p.kanal, p.received_at, p.eingangsdatum, p.zustand,
  case when w.state in ('open', 'clearing') then w.stage end as stage, not ${offen} as vertraulich,
  case when ${offen} then p.absender end as absender, case when ${offen} then p.betreff end as betreff, case when ${offen} then p.art end as art,
  case when ${offen} then p.dateiname else '' end as dateiname, p.seitenzahl,
  case when ${offen} then ${mailartSpalte} end as mailart,
  o.id as oe_id, o.kuerzel as oe_kuerzel, o.name as oe_name, v.id as vorgang_id, v.geschaeftszeichen as vorgang_zeichen,
  coalesce(v.geschaeftszeichen, case when ${offen} then p.geschaeftszeichen end) as geschaeftszeichen,
  w.clearing_code, w.clearing_text, parent.eingangsnummer as parent_eingangsnummer, p.zugeordnet_at
  from posteingang p left join work_item w on w.id = p.id left join organisationseinheit o on o.id = p.organisationseinheit_id
  left join vorgang v on v.id = p.vorgang_id left join posteingang parent on parent.id = p.parent_id`;

export interface RegisterFilter {
  zustand: PosteingangZustand | undefined;
  suche: string | undefined;
  organisationseinheitId: string | undefined;
  stapelId: string | undefined;
  /** Id of the divided item whose letters are wanted. */
  ausEingang?: string | undefined;
  vor: string | undefined;
  limit: number;
}

const matches = (offen: Visible, filter: RegisterFilter): RawBuilder<boolean> => {
  const conditions: RawBuilder<boolean>[] = [sql<boolean>`true`];
  if (filter.zustand !== undefined) conditions.push(sql<boolean>`p.zustand = ${filter.zustand}`);
  if (filter.organisationseinheitId !== undefined) {
    conditions.push(
      sql<boolean>`p.organisationseinheit_id = ${filter.organisationseinheitId}::uuid`,
    );
  }
  if (filter.stapelId !== undefined)
    conditions.push(sql<boolean>`p.stapel_id = ${filter.stapelId}::uuid`);
  if (filter.ausEingang !== undefined)
    conditions.push(sql<boolean>`p.parent_id = ${filter.ausEingang}::uuid`);
  if (filter.suche) {
    const pattern = `%${filter.suche.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(sql<boolean>`(p.eingangsnummer like ${pattern} or (${offen} and (p.dateiname ilike ${pattern}
      or (coalesce(p.absender, '') || ' ' || coalesce(p.betreff, '')) ilike ${pattern})))`);
  }
  const before = /^(\d{4})-(\d{1,9})$/.exec(filter.vor ?? '');
  if (before !== null) {
    conditions.push(
      sql<boolean>`(p.jahr, p.laufnummer) < (${Number(before[1])}, ${Number(before[2])})`,
    );
  }
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
};

/** Lines of the Posteingangsbuch, newest first. */
export const listRegister = async (
  tx: Tx,
  { visible, offen }: Sicht,
  filter: RegisterFilter,
): Promise<PosteingangZeile[]> =>
  (
    await rows(
      tx,
      sql<ZeileRow>`select ${zeile(offen)} where ${visible} and ${matches(offen, filter)}
        order by p.jahr desc, p.laufnummer desc limit ${filter.limit}`,
    )
  ).map(toZeile);

/** How many visible items there are in each state. */
export const countByZustand = async (
  tx: Tx,
  visible: Visible,
): Promise<Record<PosteingangZustand, number>> => {
  const counts = await rows(
    tx,
    sql<{
      zustand: PosteingangZustand;
      count: number;
    }>`select p.zustand, count(*) as count from posteingang p where ${visible} group by 1`,
  );
  const all = {
    in_bearbeitung: 0,
    clearing: 0,
    zugeordnet: 0,
    geteilt: 0,
    abgewiesen: 0,
    abgegeben: 0,
    verschlossen: 0,
  };
  for (const { zustand, count } of counts) all[zustand] = count;
  return all;
};

/**
 * One line of the Posteingangsbuch.
 * @throws NotFound, also when the reader may not see it.
 */
export const getZeile = async (
  tx: Tx,
  { visible, offen }: Sicht,
  id: string,
): Promise<PosteingangZeile> => {
  const row = await firstRow(
    tx,
    sql<ZeileRow>`select ${zeile(offen)} where p.id = ${id} and ${visible}`,
  );
  if (row === undefined) throw noSuchItem();
  return toZeile(row);
};

/** Whether the reader may see this item. */
export const isVisible = async (tx: Tx, visible: Visible, id: string): Promise<boolean> =>
  (await firstRow(tx, sql`select 1 from posteingang p where p.id = ${id} and ${visible}`)) !==
  undefined;

/** The state resource of one item; undefined when the reader may not see it. */
export const findStatus = async (
  tx: Tx,
  { visible, offen }: Sicht,
  id: string,
): Promise<z.infer<typeof PosteingangStatus> | undefined> => {
  const row = await firstRow(
    tx,
    sql<
      ZeileRow & { gesamt: number | null; gelesen: number }
    >`select s.gesamt, s.gelesen, ${zeile(offen)}
      cross join lateral (select p.seitenzahl as gesamt, count(*) filter (where s.text is not null or s.leer) as gelesen
        from seite s where s.posteingang_id = p.id) s
      where p.id = ${id} and ${visible}`,
  );
  if (row === undefined) return undefined;
  return {
    id: row.id,
    eingangsnummer: row.eingangsnummer,
    zustand: row.zustand,
    stage: row.stage,
    seiten: { gesamt: row.gesamt, gelesen: row.gelesen },
    clearing:
      row.clearingCode === null ? null : { code: row.clearingCode, text: row.clearingText ?? '' },
    organisationseinheit: row.oeKuerzel,
    geschaeftszeichen: row.geschaeftszeichen,
  };
};

/** What was refused at the door, newest first. */
export const listAbweisungen = async (
  tx: Tx,
  limit: number,
): Promise<z.infer<typeof Abweisung>[]> =>
  (
    await rows(
      tx,
      sql<
        Omit<z.infer<typeof Abweisung>, 'at'> & { at: Date }
      >`select id, at, dateiname, size, code, text from abweisung order by at desc limit ${limit}`,
    )
  ).map((row) => ({ ...row, at: row.at.toISOString() }));

/** The answer to an id that does not exist or that the reader may not know. */
export const noSuchItem = (): NotFound =>
  new NotFound({
    code: 'posteingang-unbekannt',
    message: 'There is no such Posteingang, or the person may not see it.',
    clerkMessage: 'Diesen Eingang gibt es nicht, oder Sie dürfen ihn nicht sehen.',
  });
