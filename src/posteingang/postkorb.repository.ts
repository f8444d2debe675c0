import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { mailartSpalte } from './posteingang.repository.js';
import type { PostkorbEintrag } from './posteingang.schema.js';

type Eintrag = z.infer<typeof PostkorbEintrag>;

/** Puts an item into the Postkorb of a unit; handing it to another unit makes it unread again. Returns its id. */
export const insertPostkorbEintrag = async (
  tx: Tx,
  entry: { posteingangId: string; organisationseinheitId: string },
): Promise<string> => {
  const inserted = await firstRow(
    tx,
    sql<{ id: string }>`insert into postkorb_eintrag (posteingang_id, organisationseinheit_id)
      values (${entry.posteingangId}, ${entry.organisationseinheitId})
      on conflict (posteingang_id) do update set organisationseinheit_id = excluded.organisationseinheit_id,
        created_at = now(), gelesen_at = null, gelesen_von = null, erledigt_at = null, erledigt_von = null
      returning id`,
  );
  if (inserted === undefined) throw new Error('the entry of the Postkorb was not written');
  return inserted.id;
};

interface EintragRow
  extends Omit<Eintrag, 'organisationseinheit' | 'vorgang' | 'createdAt' | 'gelesenAt'> {
  oeId: string;
  oeKuerzel: string;
  oeName: string;
  vorgangId: string | null;
  geschaeftszeichen: string | null;
  vorgangBetreff: string | null;
  createdAt: Date;
  gelesenAt: Date | null;
}

const toEintrag = (row: EintragRow): Eintrag => {
  const {
    oeId,
    oeKuerzel,
    oeName,
    vorgangId,
    geschaeftszeichen,
    vorgangBetreff,
    createdAt,
    gelesenAt,
    ...rest
  } = row;
  return {
    ...rest,
    organisationseinheit: { id: oeId, kuerzel: oeKuerzel, name: oeName },
    vorgang:
      vorgangId === null || geschaeftszeichen === null
        ? null
        : { id: vorgangId, geschaeftszeichen, betreff: vorgangBetreff ?? '' },
    createdAt: createdAt.toISOString(),
    gelesenAt: gelesenAt?.toISOString() ?? null,
  };
};

const eintrag = sql`k.id, k.posteingang_id, p.eingangsnummer, p.eingangsdatum, p.art, ${mailartSpalte} as mailart, p.absender, p.betreff, k.created_at, k.gelesen_at,
  o.id as oe_id, o.kuerzel as oe_kuerzel, o.name as oe_name, v.id as vorgang_id, v.geschaeftszeichen, v.betreff as vorgang_betreff
  from postkorb_eintrag k join posteingang p on p.id = k.posteingang_id join organisationseinheit o on o.id = k.organisationseinheit_id
  left join vorgang v on v.id = p.vorgang_id`;

/** The open entries, unread ones first, newsletters and suspected spam after the others, then the newest; `visible` is over the aliases `k` and `p`. */
export const listPostkorb = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  limit: number,
): Promise<Eintrag[]> =>
  (
    await rows(
      tx,
      sql<EintragRow>`select ${eintrag} where ${visible} and k.erledigt_at is null
        order by (k.gelesen_at is not null), coalesce(p.mailart ->> 'kind' in ('newsletter', 'spamverdacht'), false),
          k.created_at desc limit ${limit}`,
    )
  ).map(toEintrag);

/** One entry, or undefined when the reader may not see it. */
export const findPostkorbEintrag = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<Eintrag | undefined> => {
  const row = await firstRow(
    tx,
    sql<EintragRow>`select ${eintrag} where k.id = ${id} and ${visible}`,
  );
  return row === undefined ? undefined : toEintrag(row);
};

/** How many open entries nobody has read yet. */
export const countUnread = async (tx: Tx, visible: RawBuilder<boolean>): Promise<number> =>
  (
    await firstRow(
      tx,
      sql<{
        count: number;
      }>`select count(*) as count from postkorb_eintrag k join posteingang p on p.id = k.posteingang_id
        where ${visible} and k.erledigt_at is null and k.gelesen_at is null`,
    )
  )?.count ?? 0;

/** Marks an entry as read by this person, the first time only. */
export const markRead = (tx: Tx, id: string, personId: string): Promise<number> =>
  changed(
    tx,
    sql`update postkorb_eintrag set gelesen_at = now(), gelesen_von = ${personId} where id = ${id} and gelesen_at is null`,
  );

/** Takes an entry out of the Postkorb. */
export const markDone = (tx: Tx, id: string, personId: string): Promise<number> =>
  changed(
    tx,
    sql`update postkorb_eintrag set erledigt_at = now(), erledigt_von = ${personId},
          gelesen_at = coalesce(gelesen_at, now()), gelesen_von = coalesce(gelesen_von, ${personId})
        where id = ${id} and erledigt_at is null`,
  );
