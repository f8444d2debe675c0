import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Lane } from '#pipeline/store.js';

/** Lane and fairness key of an item, which its parts inherit. */
export const workOf = async (tx: Tx, id: string): Promise<{ lane: Lane; fairnessKey: string }> => {
  const work = await firstRow(
    tx,
    sql<{
      lane: Lane;
      fairnessKey: string;
    }>`select lane, fairness_key from work_item where id = ${id}`,
  );
  if (work === undefined) throw new Error('the item is not under the care of the pipeline');
  return work;
};

/** Gives a letter of a stack its parts and its pages, numbered from 1; the images are shared, not copied. */
export const copyPages = async (
  tx: Tx,
  copy: { from: string; to: string; pages: readonly number[] },
): Promise<void> => {
  const pages = [...copy.pages];
  await rows(
    tx,
    sql`insert into seite (posteingang_id, nummer, bestandteil, bestandteil_seite, bild_sha256, bild_media_type, archiv_bild_sha256, breite, hoehe, dpi,
          breite_pt, hoehe_pt, drehung, textebene, beschaedigt, ocr_bild_sha256, ocr_dpi, leer, text_quelle, text, worte, konfidenz, engine, codes)
        select ${copy.to}::uuid, row_number() over (order by nummer), bestandteil, bestandteil_seite, bild_sha256, bild_media_type, archiv_bild_sha256, breite, hoehe,
          dpi, breite_pt, hoehe_pt, drehung, textebene, beschaedigt, ocr_bild_sha256, ocr_dpi, leer, text_quelle, text, worte, konfidenz, engine, codes
        from seite where posteingang_id = ${copy.from} and nummer = any (${pages}::int[])`,
  );
  await rows(
    tx,
    sql`insert into bestandteil (posteingang_id, position, rolle, dateiname, media_type, sha256, size, seitenzahl, erste_seite, hinweis)
        select ${copy.to}::uuid, position, rolle, dateiname, media_type, sha256, size,
          ${pages.length}::int, 1, 'Teil eines gescannten Stapels' from bestandteil where posteingang_id = ${copy.from}`,
  );
  await rows(tx, sql`update posteingang set seitenzahl = ${pages.length} where id = ${copy.to}`);
};

/** Ends a stack whose letters have become items of their own. */
export const markSplit = (tx: Tx, id: string): Promise<unknown> =>
  rows(tx, sql`update posteingang set zustand = 'geteilt' where id = ${id}`);
