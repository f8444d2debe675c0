import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Akte, Aktenplaneinheit } from './eakte.schema.js';
import { formatAktenzeichen } from './geschaeftszeichen.js';
import { likePatterns } from './such-muster.js';

/** What the reader of Akten may see: predicates for the aliases `a` (akte) and `v` (vorgang). */
export interface AktenSicht {
  akte: RawBuilder<boolean>;
  vorgang: RawBuilder<boolean>;
}

/** The whole Aktenplan, each node with the number of its visible Akten. */
export const listAktenplan = (tx: Tx, visible: RawBuilder<boolean>): Promise<Aktenplaneinheit[]> =>
  rows<Aktenplaneinheit>(
    tx,
    sql`select e.id, e.kennzeichen, e.titel, e.parent_id, e.aufbewahrungsdauer_jahre, e.aussonderungsart,
          coalesce(n.akten, 0) as akten
        from aktenplaneinheit e left join (
          select a.aktenplaneinheit_id, count(*)::int as akten from akte a where ${visible} group by 1) n
          on n.aktenplaneinheit_id = e.id
        order by e.kennzeichen, e.id`,
  );

const akteColumns = (
  sicht: AktenSicht,
) => sql`a.id, a.aktenplaneinheit_id, a.kennzeichen, a.laufnummer,
  a.betreff, a.laufzeit_beginn, a.laufzeit_ende,
  jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) as organisationseinheit,
  (select count(*)::int from vorgang v where v.akte_id = a.id and ${sicht.vorgang}) as vorgaenge`;

/** Visible Akten of one node in the order of their numbers. */
export const listAkten = (
  tx: Tx,
  sicht: AktenSicht,
  query: {
    aktenplaneinheitId: string;
    suche?: string | undefined;
    nach?: number | undefined;
    limit: number;
  },
): Promise<Akte[]> =>
  rows<Akte>(
    tx,
    sql`select ${akteColumns(sicht)} from akte a
        join organisationseinheit o on o.id = a.organisationseinheit_id
        where a.aktenplaneinheit_id = ${query.aktenplaneinheitId} and ${sicht.akte}
          and a.laufnummer > ${query.nach ?? 0}
          and such_falte(a.kennzeichen || ' ' || a.betreff) like all (
            select such_falte(m) from unnest(${likePatterns(query.suche ?? '', 1)}::text[]) m)
        order by a.laufnummer limit ${query.limit}`,
  );

/** One visible Akte; undefined when unknown or hidden. */
export const findAkte = (tx: Tx, sicht: AktenSicht, id: string): Promise<Akte | undefined> =>
  firstRow<Akte>(
    tx,
    sql`select ${akteColumns(sicht)} from akte a
        join organisationseinheit o on o.id = a.organisationseinheit_id
        where a.id = ${id} and ${sicht.akte}`,
  );

/**
 * Opens an Akte with the next number of its node; undefined when node or unit do not exist. The number is
 * taken in the same transaction, so there are no gaps.
 */
export const insertAkte = async (
  tx: Tx,
  akte: { aktenplaneinheitId: string; betreff: string; organisationseinheitId: string },
): Promise<string | undefined> => {
  const number = await firstRow<{ laufnummer: number; kennzeichen: string; kuerzel: string }>(
    tx,
    sql`update aktenplaneinheit e set letzte_aktennummer = letzte_aktennummer + 1
        from organisationseinheit o
        where e.id = ${akte.aktenplaneinheitId} and o.id = ${akte.organisationseinheitId}
        returning e.letzte_aktennummer as laufnummer, e.kennzeichen, o.kuerzel`,
  );
  if (number === undefined) return undefined;
  const kennzeichen = formatAktenzeichen({
    organisationseinheit: number.kuerzel,
    aktenplankennzeichen: number.kennzeichen,
    akte: number.laufnummer,
  });
  const created = await firstRow<{ id: string }>(
    tx,
    sql`insert into akte (aktenplaneinheit_id, laufnummer, kennzeichen, betreff, organisationseinheit_id,
          laufzeit_beginn)
        values (${akte.aktenplaneinheitId}, ${number.laufnummer}, ${kennzeichen}, ${akte.betreff},
          ${akte.organisationseinheitId}, (now() at time zone 'Europe/Berlin')::date)
        returning id`,
  );
  return created?.id;
};
