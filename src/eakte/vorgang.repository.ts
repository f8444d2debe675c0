import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Beteiligter, VorgangZeile, VorgangZustand } from './eakte.schema.js';
import { geschaeftszeichenSchluessel } from './geschaeftszeichen.js';
import { likePatterns } from './such-muster.js';

interface VorgangRow extends Omit<VorgangZeile, 'createdAt' | 'letztesDokumentAt'> {
  createdAt: Date;
  letztesDokumentAt: Date | null;
}

const toZeile = <Row extends VorgangRow>(row: Row) => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  letztesDokumentAt: row.letztesDokumentAt?.toISOString() ?? null,
});

const einheit = sql`jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) as organisationseinheit`;

const columns = sql`v.id, v.geschaeftszeichen, v.betreff, ${einheit}, v.zustand, v.vertraulichkeit,
  case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name) end as bearbeiter,
  v.letzte_dokumentnummer as dokumente, v.created_at,
  (select d.created_at from dokument d where d.vorgang_id = v.id order by d.laufnummer desc limit 1)
    as letztes_dokument_at`;
const joins = sql`join organisationseinheit o on o.id = v.organisationseinheit_id
  left join person p on p.id = v.bearbeiter_id`;

/** The key of a query that may be a Geschäftszeichen or a part of one; empty for words. */
const keyOf = (text: string): string => {
  const key = geschaeftszeichenSchluessel(text);
  return /\d/.test(text) && key.length >= 3 ? key : '';
};

/** Ids of Vorgänge found by Geschäftszeichen, Betreff or Beteiligte, as a table with the column `id`. */
export const vorgangTreffer = (text: string, limit: number): RawBuilder<unknown> =>
  sql`vorgang_treffer(array(select such_falte(m) from unnest(${likePatterns(text)}::text[]) m),
    ${keyOf(text)}, ${limit})`;

/** What a list of Vorgänge may be narrowed by. */
export interface VorgangFilter {
  bearbeiterId?: string | undefined;
  zustand?: VorgangZustand | undefined;
  organisationseinheitId?: string | undefined;
  akteId?: string | undefined;
  suche?: string | undefined;
  /** Id of the Vorgang before which to read on. */
  vor?: string | undefined;
  limit: number;
}

const conditionsOf = (filter: VorgangFilter): RawBuilder<unknown>[] => {
  const { bearbeiterId, zustand, organisationseinheitId, akteId, suche } = filter;
  return [
    ...(bearbeiterId === undefined ? [] : [sql`v.bearbeiter_id = ${bearbeiterId}`]),
    ...(zustand === undefined ? [] : [sql`v.zustand = ${zustand}`]),
    ...(organisationseinheitId === undefined
      ? []
      : [sql`v.organisationseinheit_id = ${organisationseinheitId}`]),
    ...(akteId === undefined ? [] : [sql`v.akte_id = ${akteId}`]),
    ...(suche === undefined ? [] : [sql`v.id in (select id from ${vorgangTreffer(suche, 1_000)})`]),
  ];
};

/** Visible Vorgänge, newest first, and how many there are on all pages. */
export const listVorgaenge = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  filter: VorgangFilter,
): Promise<{ vorgaenge: VorgangZeile[]; anzahl: number }> => {
  const before = filter.vor ?? null;
  const found = await firstRow<{ anzahl: number; ids: string[] }>(
    tx,
    sql`with treffer as materialized (
          select v.id, v.created_at from vorgang v
          where ${sql.join([visible, ...conditionsOf(filter)], sql` and `)})
        select (select count(*)::int from treffer) as anzahl,
          array(select id from treffer
            where ${before}::uuid is null or (created_at, id) < (
              select created_at, id from vorgang where id = ${before}::uuid)
            order by created_at desc, id desc limit ${filter.limit})::text[] as ids`,
  );
  if (found === undefined || found.ids.length === 0) {
    return { vorgaenge: [], anzahl: found?.anzahl ?? 0 };
  }
  const lines = await rows<VorgangRow>(
    tx,
    sql`select ${columns} from vorgang v ${joins} where v.id = any (${found.ids}::uuid[])
        order by v.created_at desc, v.id desc`,
  );
  return { vorgaenge: lines.map(toZeile), anzahl: found.anzahl };
};

/** A Vorgang offered while typing. */
export interface Vorschlag {
  id: string;
  geschaeftszeichen: string;
  betreff: string;
  organisationseinheit: { id: string; kuerzel: string; name: string };
  beteiligte: string[];
  zustand: VorgangZustand;
}

/** Visible Vorgänge that fit what was typed so far: open ones and those that begin with it first. */
export const suggestVorgaenge = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  query: { q: string; limit: number },
): Promise<Vorschlag[]> =>
  rows<Vorschlag>(
    tx,
    sql`select v.id, v.geschaeftszeichen, v.betreff, ${einheit}, v.zustand,
          array(select b.name from beteiligter b where b.vorgang_id = v.id order by b.name limit 3) as beteiligte
        from ${vorgangTreffer(query.q, 200)} t join vorgang v on v.id = t.id ${joins}
        where ${visible}
        order by ${keyOf(query.q)} <> '' and starts_with(v.geschaeftszeichen_schluessel, ${keyOf(query.q)}) desc,
          v.zustand = 'offen' desc, v.created_at desc, v.id limit ${query.limit}`,
  );

/** A Vorgang with its place in the file plan and its Beteiligte. */
export interface VorgangKopf extends VorgangZeile {
  akte: { id: string; kennzeichen: string; betreff: string };
  aktenplaneinheit: { id: string; kennzeichen: string; titel: string };
  beteiligte: Beteiligter[];
}

const gilt = (umfang: string) =>
  sql`exists (select from einwilligung w where w.beteiligter_id = b.id and w.umfang = ${umfang} and w.widerrufen_am is null)`;
const empfangKurz = sql`jsonb_build_object('bevorzugterWeg', g.bevorzugter_weg, 'form', coalesce(g.form, 'normal'),
    'emailErlaubt', ${gilt('email')}, 'portalErlaubt', ${gilt('portal')} and not ${gilt('portal_ausschluss')},
    'zertifikat', g.zertifikat_pem is not null)`;
const beteiligteColumn = sql`coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'rolle', b.rolle,
    'name', b.name, 'strasse', b.strasse, 'plz', b.plz, 'ort', b.ort, 'email', b.email,
    'fremdesGeschaeftszeichen', b.fremdes_geschaeftszeichen, 'empfang', ${empfangKurz}) order by b.rolle, b.name, b.id)
  from beteiligter b left join empfangsangabe g on g.beteiligter_id = b.id where b.vorgang_id = v.id), '[]') as beteiligte`;

/** One visible Vorgang; undefined when unknown or hidden. */
export const findVorgangKopf = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<VorgangKopf | undefined> => {
  const row = await firstRow<Omit<VorgangKopf, keyof VorgangRow> & VorgangRow>(
    tx,
    sql`select ${columns}, ${beteiligteColumn},
          jsonb_build_object('id', a.id, 'kennzeichen', a.kennzeichen, 'betreff', a.betreff) as akte,
          jsonb_build_object('id', e.id, 'kennzeichen', e.kennzeichen, 'titel', e.titel) as aktenplaneinheit
        from vorgang v ${joins} join akte a on a.id = v.akte_id
        join aktenplaneinheit e on e.id = a.aktenplaneinheit_id
        where v.id = ${id} and ${visible}`,
  );
  return row && toZeile(row);
};

/** The facts of a Vorgang that other features decide by. */
export interface VorgangFakten {
  id: string;
  akteId: string;
  geschaeftszeichen: string;
  betreff: string;
  organisationseinheitId: string;
  bearbeiterId: string | null;
  vertraulichkeit: 0 | 1;
  zustand: VorgangZustand;
}

const facts = sql`v.id, v.akte_id, v.geschaeftszeichen, v.betreff, v.organisationseinheit_id, v.bearbeiter_id,
  v.vertraulichkeit, v.zustand`;

/** The facts of a Vorgang within what the transaction sees; undefined when unknown or hidden. */
export const findVorgang = (tx: Tx, id: string): Promise<VorgangFakten | undefined> =>
  firstRow<VorgangFakten>(tx, sql`select ${facts} from vorgang v where v.id = ${id}`);

/** The same, locked until the transaction ends, of a Vorgang that fits the predicate. */
export const lockVorgang = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<VorgangFakten | undefined> =>
  firstRow<VorgangFakten>(
    tx,
    sql`select ${facts} from vorgang v where v.id = ${id} and ${visible} for update`,
  );
