import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { storableText } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { type KnownTown, nameKeyOf, type SenderFacts, soundKeyOf } from '#understanding/index.js';

/** Somebody who writes to us, as stored. */
export interface Korrespondent extends Required<SenderFacts> {
  id: string;
}

const columns = sql`k.id, k.name, k.strasse, k.plz, k.ort, k.email`;

/**
 * Those who may be meant by a sender: same name, same sound, same mail address or a similar spelling; at most 60, not
 * ranked. Only within `asSystem`.
 */
export const listLike = (tx: Tx, sender: SenderFacts): Promise<Korrespondent[]> => {
  const folded = sql`such_falte(${storableText(sender.name.normalize('NFC'))})`;
  return rows<Korrespondent>(
    tx,
    sql`select ${columns} from korrespondent k where k.id in (
          (select id from korrespondent where name_schluessel = ${nameKeyOf(sender.name)} limit 20)
          union (select id from korrespondent where laut_schluessel = ${soundKeyOf(sender.name)} limit 20)
          union (select id from korrespondent where lower(email) = ${sender.email?.toLowerCase() ?? null} limit 20)
          union (select id from korrespondent where such_falte(name) % ${folded}
            order by similarity(such_falte(name), ${folded}) desc limit 20))`,
  );
};

/** Those with one of these name keys. Only within `asSystem`. */
export const listByNameKeys = (
  tx: Tx,
  keys: readonly string[],
): Promise<(Korrespondent & { nameSchluessel: string })[]> =>
  rows(
    tx,
    sql`select ${columns}, k.name_schluessel from korrespondent k where k.name_schluessel = any (${[...keys]}::text[])`,
  );

/** Stores somebody who is not known yet, and returns the id. */
export const insertKorrespondent = async (tx: Tx, one: SenderFacts): Promise<string> => {
  const created = await firstRow<{ id: string }>(
    tx,
    sql`insert into korrespondent (name, strasse, plz, ort, email, name_schluessel, laut_schluessel)
        values (${storableText(one.name)}, ${one.strasse ?? null}, ${one.plz ?? null}, ${one.ort ?? null},
          ${one.email?.toLowerCase() ?? null}, ${nameKeyOf(one.name)}, ${soundKeyOf(one.name)}) returning id`,
  );
  if (created === undefined) throw new Error('the insert of a Korrespondent returned no row');
  return created.id;
};

/** Whether this transaction is the only one that adds Korrespondenten until it ends; another one is not waited for. */
export const tryLock = async (tx: Tx): Promise<boolean> =>
  (await firstRow<{ got: boolean }>(tx, sql`select pg_try_advisory_xact_lock(720081) as got`))
    ?.got === true;

/** Waits until this transaction is the only one that adds Korrespondenten. */
export const lock = (tx: Tx): Promise<unknown> =>
  rows(tx, sql`select pg_advisory_xact_lock(720081)`);

/** Beteiligte that belong to no Korrespondent yet, the oldest first by id. */
export const listUnlinked = (
  tx: Tx,
  limit: number,
): Promise<(Required<SenderFacts> & { id: string })[]> =>
  rows(
    tx,
    sql`select id, name, strasse, plz, ort, email from beteiligter where korrespondent_id is null
        order by id limit ${limit}`,
  );

/** Says of Beteiligte which Korrespondent they are. */
export const linkBeteiligte = (
  tx: Tx,
  links: readonly { id: string; korrespondentId: string }[],
): Promise<unknown> =>
  rows(
    tx,
    sql`update beteiligter b set korrespondent_id = l.korrespondent_id
        from unnest(${links.map((one) => one.id)}::uuid[], ${links.map((one) => one.korrespondentId)}::uuid[])
          as l (id, korrespondent_id) where b.id = l.id`,
  );

/** Says of an item which Korrespondent has sent it. */
export const linkEingang = (
  tx: Tx,
  link: { posteingangId: string; korrespondentId: string },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into korrespondent_eingang (posteingang_id, korrespondent_id)
        values (${link.posteingangId}, ${link.korrespondentId})
        on conflict (posteingang_id) do update set korrespondent_id = excluded.korrespondent_id`,
  );

/** Of some Korrespondenten those that something speaks for besides the item itself: a Vorgang, or an earlier item. */
export const listWithSource = async (
  tx: Tx,
  ids: readonly string[],
  besides: string | null,
): Promise<Set<string>> =>
  new Set(
    (
      await rows<{ id: string }>(
        tx,
        sql`select k.id from korrespondent k where k.id = any (${[...ids]}::uuid[]) and (
              exists (select from beteiligter b where b.korrespondent_id = k.id)
              or exists (select from korrespondent_eingang e join posteingang p on p.id = e.posteingang_id
                where e.korrespondent_id = k.id and p.zustand = 'zugeordnet' and p.id is distinct from ${besides}::uuid))`,
      )
    ).map((row) => row.id),
  );

/** A Vorgang of a Korrespondent, with how he stands in it. */
export interface VorgangOfKorrespondent extends Required<SenderFacts> {
  vorgangId: string;
  geschaeftszeichen: string;
  betreff: string;
  offen: boolean;
}

/** The Vorgänge of a Korrespondent that `visible` lets through (alias `v`), open ones first, at most ten. */
export const listVorgaenge = (
  tx: Tx,
  id: string,
  visible: RawBuilder<boolean>,
): Promise<VorgangOfKorrespondent[]> =>
  rows(
    tx,
    sql`select v.id as vorgang_id, v.geschaeftszeichen, v.betreff, v.zustand = 'offen' as offen, b.name, b.strasse,
          b.plz, b.ort, b.email
        from vorgang v cross join lateral (
          select * from beteiligter b where b.vorgang_id = v.id and b.korrespondent_id = ${id} order by b.id limit 1) b
        where v.id in (select vorgang_id from beteiligter where korrespondent_id = ${id}) and ${visible}
        order by v.zustand = 'offen' desc, v.created_at desc, v.id limit 10`,
  );

/** How many items of a Korrespondent `visible` lets through (alias `p`), without one. */
export const countEingaenge = async (
  tx: Tx,
  id: string,
  query: { besides: string; visible: RawBuilder<boolean> },
): Promise<number> =>
  (
    await firstRow<{ count: number }>(
      tx,
      sql`select count(*)::int as count from korrespondent_eingang e join posteingang p on p.id = e.posteingang_id
          where e.korrespondent_id = ${id} and p.id <> ${query.besides} and p.zustand = 'zugeordnet' and ${query.visible}`,
    )
  )?.count ?? 0;

/** Keeps the towns of Beteiligte, by which misread ones are put right. */
export const recordTowns = (tx: Tx, beteiligte: readonly string[]): Promise<unknown> =>
  rows(
    tx,
    sql`insert into bekannter_ort (plz, ort)
        select distinct plz, ort from beteiligter
        where id = any (${[...beteiligte]}::uuid[]) and plz ~ '^[0-9]{5}$' and ort is not null
        on conflict do nothing`,
  );

/** Known pairs that a read postal code and town may mean: with this code, with a like town, or one of theirs. */
export const listTowns = (tx: Tx, read: KnownTown): Promise<KnownTown[]> => {
  const folded = sql`such_falte(${storableText(read.ort.normalize('NFC'))})`;
  return rows<KnownTown>(
    tx,
    sql`select plz, ort from bekannter_ort where plz = ${read.plz}
        union select plz, ort from bekannter_ort where such_falte(ort) % ${folded} limit 500`,
  );
};
