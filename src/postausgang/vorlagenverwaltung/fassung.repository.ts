import { type RawBuilder, sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Befund } from '../postausgang.schema.js';
import type { DatenOf, Fassung, Fassungsart } from './fassung.js';

const columns = sql`f.id, f.art, f.schluessel, f.nummer, f.daten, f.zustand, f.herkunft, f.basis_id, f.grund, f.author_id,
  a.name as author, f.created_at, f.befunde, f.geprueft_at, r.name as freigegeben_von, f.freigegeben_at, f.gilt_ab,
  f.gilt_bis`;
const tables = sql`vorlagenfassung f left join person a on a.id = f.author_id
  left join person r on r.id = f.freigegeben_von`;

/** In force on the day: of several released versions the one that began last. */
const inForceOn = (art: Fassungsart, tag: string): RawBuilder<unknown> =>
  sql`(select distinct on (g.schluessel) g.id from vorlagenfassung g
      where g.art = ${art} and g.zustand = 'freigegeben' and g.gilt_ab <= ${tag}::date
        and (g.gilt_bis is null or g.gilt_bis >= ${tag}::date)
      order by g.schluessel, g.gilt_ab desc, g.freigegeben_at desc, g.nummer desc)`;

/** What is in force on a day, by name. */
export const listInForce = <A extends Fassungsart>(
  tx: Tx,
  art: A,
  tag: string,
): Promise<Fassung<A>[]> =>
  rows(
    tx,
    sql<
      Fassung<A>
    >`select ${columns} from ${tables} where f.id in ${inForceOn(art, tag)} order by f.schluessel`,
  );

/** The version of one name that is in force on a day. */
export const findInForce = <A extends Fassungsart>(
  tx: Tx,
  key: { art: A; schluessel: string; tag: string },
): Promise<Fassung<A> | undefined> =>
  firstRow(
    tx,
    sql<Fassung<A>>`select ${columns} from ${tables}
      where f.art = ${key.art} and f.schluessel = ${key.schluessel} and f.zustand = 'freigegeben'
        and f.gilt_ab <= ${key.tag}::date and (f.gilt_bis is null or f.gilt_bis >= ${key.tag}::date)
      order by f.gilt_ab desc, f.freigegeben_at desc, f.nummer desc limit 1`,
  );

/** A version by its id. */
export const findFassung = (tx: Tx, id: string): Promise<Fassung | undefined> =>
  firstRow(tx, sql<Fassung>`select ${columns} from ${tables} where f.id = ${id}`);

/** A version by its id, locked until the transaction ends. */
export const lockFassung = async (tx: Tx, id: string): Promise<Fassung | undefined> => {
  await rows(tx, sql`select id from vorlagenfassung where id = ${id} for update`);
  return findFassung(tx, id);
};

/** All versions of one name, newest first. */
export const listFassungen = (tx: Tx, art: Fassungsart, schluessel: string): Promise<Fassung[]> =>
  rows(
    tx,
    sql<Fassung>`select ${columns} from ${tables} where f.art = ${art} and f.schluessel = ${schluessel}
      order by f.nummer desc`,
  );

/** A name with the newest of its versions, the one in force, the next one, and those that are being worked on. */
export interface Bestandszeile {
  art: Fassungsart;
  schluessel: string;
  titel: string;
  geltend: { id: string; nummer: number; giltAb: string; giltBis: string | null } | null;
  kommend: { id: string; nummer: number; giltAb: string } | null;
  offen: { id: string; nummer: number; zustand: string; author: string | null } | null;
  fassungen: number;
}

/** Every name of a kind with where it stands on the day. */
export const listBestand = (tx: Tx, art: Fassungsart, tag: string): Promise<Bestandszeile[]> =>
  rows(
    tx,
    sql<Bestandszeile>`with namen as (
        select f.schluessel, count(*)::int as fassungen from vorlagenfassung f where f.art = ${art} group by f.schluessel)
      select ${art}::text as art, n.schluessel, n.fassungen,
        coalesce(nullif(g.daten ->> 'titel', ''), nullif(neu.daten ->> 'titel', ''), n.schluessel) as titel,
        case when g.id is not null then jsonb_build_object('id', g.id, 'nummer', g.nummer, 'giltAb', g.gilt_ab, 'giltBis', g.gilt_bis) end as geltend,
        case when k.id is not null then jsonb_build_object('id', k.id, 'nummer', k.nummer, 'giltAb', k.gilt_ab) end as kommend,
        case when o.id is not null then jsonb_build_object('id', o.id, 'nummer', o.nummer, 'zustand', o.zustand, 'author', o.author) end as offen
      from namen n
      join lateral (select x.* from vorlagenfassung x where x.art = ${art} and x.schluessel = n.schluessel
        order by x.nummer desc limit 1) neu on true
      left join vorlagenfassung g on g.art = ${art} and g.schluessel = n.schluessel and g.id in ${inForceOn(art, tag)}
      left join lateral (select x.* from vorlagenfassung x where x.art = ${art} and x.schluessel = n.schluessel
        and x.zustand = 'freigegeben' and x.gilt_ab > ${tag}::date order by x.gilt_ab, x.nummer desc limit 1) k on true
      left join lateral (select x.*, p.name as author from vorlagenfassung x left join person p on p.id = x.author_id
        where x.art = ${art} and x.schluessel = n.schluessel and x.zustand in ('entwurf', 'geprueft')
        order by x.nummer desc limit 1) o on true
      order by 4, 2`,
  );

/** What a new version is made of. */
export interface NeueFassung<A extends Fassungsart = Fassungsart> {
  art: A;
  schluessel: string;
  daten: DatenOf[A];
  herkunft: Fassung['herkunft'];
  basisId: string | null;
  grund: string;
  authorId: string | null;
}

/** Keeps a new version as a draft under the next number of its name; returns its id. */
export const insertFassung = async (tx: Tx, one: NeueFassung): Promise<string> => {
  await rows(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended(${`vorlagenfassung ${one.art} ${one.schluessel}`}, 0))`,
  );
  const made = await firstRow(
    tx,
    sql<{
      id: string;
    }>`insert into vorlagenfassung (art, schluessel, nummer, daten, zustand, herkunft, basis_id, grund, author_id)
      select ${one.art}, ${one.schluessel}, coalesce(max(nummer), 0) + 1, ${JSON.stringify(one.daten)}::jsonb, 'entwurf',
        ${one.herkunft}, ${one.basisId}::uuid, ${one.grund}, ${one.authorId}::uuid
      from vorlagenfassung where art = ${one.art} and schluessel = ${one.schluessel} returning id`,
  );
  if (made === undefined) throw new Error('the insert of a version returned no row');
  return made.id;
};

/** Notes what the check found; a version without faults counts as checked. */
export const setBefunde = async (
  tx: Tx,
  id: string,
  befunde: readonly Befund[],
): Promise<boolean> => {
  const zustand = befunde.some((one) => one.stufe === 'fehler') ? 'entwurf' : 'geprueft';
  const count = await changed(
    tx,
    sql`update vorlagenfassung set befunde = ${JSON.stringify(befunde)}::jsonb, geprueft_at = now(), zustand = ${zustand}
        where id = ${id} and zustand in ('entwurf', 'geprueft')`,
  );
  return count > 0;
};

/** Puts a checked version in force from a day on. */
export const releaseFassung = async (
  tx: Tx,
  release: { id: string; personId: string | null; giltAb: string; giltBis: string | null },
): Promise<boolean> => {
  const count = await changed(
    tx,
    sql`update vorlagenfassung set zustand = 'freigegeben', freigegeben_von = ${release.personId}::uuid, freigegeben_at = now(),
          gilt_ab = ${release.giltAb}::date, gilt_bis = ${release.giltBis}::date
        where id = ${release.id} and zustand = 'geprueft'`,
  );
  return count > 0;
};

/** Puts a draft aside for good. */
export const discardFassung = async (tx: Tx, id: string): Promise<boolean> => {
  const count = await changed(
    tx,
    sql`update vorlagenfassung set zustand = 'verworfen' where id = ${id} and zustand in ('entwurf', 'geprueft')`,
  );
  return count > 0;
};

/** Ends a released version with a day. */
export const endFassung = async (tx: Tx, id: string, giltBis: string): Promise<boolean> => {
  const count = await changed(
    tx,
    sql`update vorlagenfassung set gilt_bis = ${giltBis}::date where id = ${id} and zustand = 'freigegeben' and gilt_ab <= ${giltBis}::date`,
  );
  return count > 0;
};

/** Keeps a coat of arms under its SHA-256. */
export const insertWappen = async (
  tx: Tx,
  wappen: { sha256: string; mediaType: string; bytes: Buffer },
): Promise<void> => {
  await rows(
    tx,
    sql`insert into wappen (sha256, media_type, bytes) values (${wappen.sha256}, ${wappen.mediaType}, ${wappen.bytes})
        on conflict (sha256) do nothing`,
  );
};

/** The bytes of a coat of arms. */
export const findWappen = (
  tx: Tx,
  sha256: string,
): Promise<{ mediaType: string; bytes: Buffer } | undefined> =>
  firstRow(
    tx,
    sql<{
      mediaType: string;
      bytes: Buffer;
    }>`select media_type, bytes from wappen where sha256 = ${sha256}`,
  );
