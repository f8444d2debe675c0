import { type RawBuilder, sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import { storableJson } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { LetterFacts, PageFingerprint } from '#understanding/index.js';

/** The keys of one page of an item. */
export interface PageKeys extends Pick<PageFingerprint, 'bands' | 'marks'> {
  seite: number;
}

/** What an item says about itself. Only within `asSystem`. */
export const getFacts = async (tx: Tx, id: string): Promise<LetterFacts> =>
  (await firstRow<LetterFacts>(
    tx,
    sql`select absender as name, datum_des_schreibens as datum, geschaeftszeichen from posteingang where id = ${id}`,
  )) ?? { name: null, datum: null, geschaeftszeichen: null };

/** Replaces the keys of an item. Only within `asSystem`. */
export const saveKeys = async (tx: Tx, id: string, pages: readonly PageKeys[]): Promise<void> => {
  await rows(tx, sql`delete from seitenfingerabdruck where posteingang_id = ${id}`);
  for (const page of pages)
    await rows(
      tx,
      sql`insert into seitenfingerabdruck (posteingang_id, seite, baender, kennungen)
          values (${id}, ${page.seite}, ${page.bands}::int[], ${page.marks}::int[])`,
    );
};

/** A page that shares keys with another one, with what its item says about itself. */
export interface Candidate {
  posteingangId: string;
  seite: number;
  name: string | null;
  datum: string | null;
  geschaeftszeichen: string | null;
  /** The item came before the one that was asked for. */
  isEarlier: boolean;
}

/**
 * Pages of other items that share keys with a page, those that share most first, at most twenty. Never letters of the
 * same stack, items that are divided or turned away, and pairs that a person has separated. Only within `asSystem`.
 */
export const listCandidates = (tx: Tx, id: string, page: PageKeys): Promise<Candidate[]> => {
  const [bands, marks] = [sql`${page.bands}::int[]`, sql`${page.marks}::int[]`];
  return rows<Candidate>(
    tx,
    sql`with gefunden as (
          (select f.* from seitenfingerabdruck f where f.baender && ${bands} limit 2000)
          union (select f.* from seitenfingerabdruck f where f.kennungen && ${marks} limit 2000))
        select f.posteingang_id, f.seite, p.absender as name, p.datum_des_schreibens as datum, p.geschaeftszeichen,
          (p.jahr, p.laufnummer) < (eigen.jahr, eigen.laufnummer) as is_earlier
        from gefunden f join posteingang p on p.id = f.posteingang_id join posteingang eigen on eigen.id = ${id}
        where p.id <> eigen.id and p.zustand in ('in_bearbeitung', 'clearing', 'zugeordnet')
          and (p.parent_id is null or p.parent_id is distinct from eigen.parent_id)
          and not exists (select from doppel d where d.getrennt_at is not null
            and (d.posteingang_id, d.original_id) in ((p.id, eigen.id), (eigen.id, p.id)))
        order by cardinality(array(select unnest(f.baender) intersect select unnest(${bands})))
          + 2 * cardinality(array(select unnest(f.kennungen) intersect select unnest(${marks}))) desc, p.jahr, p.laufnummer
        limit 20`,
  );
};

/** Links an item with the earlier one that it repeats; a pair that is there stays as it is. */
export const linkDoppel = (
  tx: Tx,
  link: { posteingangId: string; originalId: string; sicherheit: number; gruende: string[] },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into doppel (posteingang_id, original_id, sicherheit, gruende)
        values (${link.posteingangId}, ${link.originalId}, ${link.sicherheit}, ${storableJson(link.gruende)}::jsonb)
        on conflict do nothing`,
  );

/** Where the item lies that another one repeats. */
export interface Original {
  eingangsnummer: string;
  sicherheit: number;
  vorgangId: string | null;
  geschaeftszeichen: string | null;
  einheit: string;
}

/** The item that this one repeats, once that one has reached its unit; undefined otherwise. Only within `asSystem`. */
export const findOriginal = (tx: Tx, id: string): Promise<Original | undefined> =>
  firstRow<Original>(
    tx,
    sql`select p.eingangsnummer, d.sicherheit, p.vorgang_id, v.geschaeftszeichen, o.kuerzel as einheit
        from doppel d join posteingang p on p.id = d.original_id
          join organisationseinheit o on o.id = p.organisationseinheit_id
          left join vorgang v on v.id = p.vorgang_id
        where d.posteingang_id = ${id} and d.getrennt_at is null and p.zustand = 'zugeordnet'
        order by d.sicherheit desc, p.jahr, p.laufnummer limit 1`,
  );

/** A link as it is shown. */
export interface ShownDoppel {
  id: string;
  eingangsnummer: string;
  kanal: string;
  eingangsdatum: string;
  istOriginal: boolean;
  sicherheit: number;
  gruende: string[];
}

/** The items linked with one, both ways; `visible` guards the other one (alias `p`), row-level security both. */
export const listDoppel = (
  tx: Tx,
  id: string,
  visible: RawBuilder<boolean>,
): Promise<ShownDoppel[]> =>
  rows<ShownDoppel>(
    tx,
    sql`select p.id, p.eingangsnummer, p.kanal, p.eingangsdatum, d.original_id = p.id as ist_original, d.sicherheit, d.gruende
        from doppel d join posteingang p
          on p.id = case when d.posteingang_id = ${id} then d.original_id else d.posteingang_id end
        where ${id}::uuid in (d.posteingang_id, d.original_id) and d.getrennt_at is null and ${visible}
        order by p.jahr, p.laufnummer`,
  );

/** Separates a pair for good; answers how many were linked. */
export const separateDoppel = (
  tx: Tx,
  pair: { id: string; otherId: string; personId: string },
): Promise<number> =>
  changed(
    tx,
    sql`update doppel set getrennt_at = now(), getrennt_von = ${pair.personId}
        where getrennt_at is null and (posteingang_id, original_id) in
          ((${pair.id}::uuid, ${pair.otherId}::uuid), (${pair.otherId}::uuid, ${pair.id}::uuid))`,
  );
