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

/** A scanned page `s` that a person wants turned otherwise (`w`) than it was read: its text has to be read anew. */
export const neuZuLesen = sql<boolean>`(w.drehung is not null and w.drehung <> s.drehung and not s.leer
  and s.ocr_bild_sha256 is not null)`;

/**
 * Gives a letter of a stack its pages in the given order, numbered from 1, in place of those that it had.
 * The images are shared, not copied; a turn or an exclusion by a person comes with the copy.
 */
export const copyPages = async (
  tx: Tx,
  copy: {
    from: string;
    to: string;
    pages: readonly { stapelSeite: number; drehung?: number; ausgeschlossen?: boolean }[];
  },
): Promise<void> => {
  const list = JSON.stringify(
    copy.pages.map((page, at) => ({
      von: page.stapelSeite,
      nummer: at + 1,
      drehung: page.drehung ?? null,
      ausgeschlossen: page.ausgeschlossen ?? false,
    })),
  );
  await rows(tx, sql`delete from seite where posteingang_id = ${copy.to}`);
  await rows(
    tx,
    sql`insert into seite (posteingang_id, nummer, stapel_seite, bestandteil, bestandteil_seite, bild_sha256, bild_media_type,
          archiv_bild_sha256, breite, hoehe, dpi, breite_pt, hoehe_pt, drehung, textebene, beschaedigt, ocr_bild_sha256, ocr_dpi, leer,
          text_quelle, text, worte, konfidenz, engine, seitenarbeit, qualitaet, codes, ausgeschlossen, drehung_von_hand)
        select ${copy.to}::uuid, w.nummer, w.von, s.bestandteil, s.bestandteil_seite, s.bild_sha256, s.bild_media_type,
          s.archiv_bild_sha256, s.breite, s.hoehe, s.dpi, s.breite_pt, s.hoehe_pt, coalesce(w.drehung, s.drehung), s.textebene,
          s.beschaedigt, s.ocr_bild_sha256, s.ocr_dpi, s.leer, s.text_quelle, case when not ${neuZuLesen} then s.text end,
          case when not ${neuZuLesen} then s.worte end, case when not ${neuZuLesen} then s.konfidenz end, s.engine, s.seitenarbeit, s.qualitaet,
          s.codes, w.ausgeschlossen, s.drehung_von_hand or coalesce(w.drehung <> s.drehung, false)
        from jsonb_to_recordset(${list}::jsonb) as w (von int, nummer int, drehung smallint, ausgeschlossen boolean)
        join seite s on s.posteingang_id = ${copy.from} and coalesce(s.stapel_seite, s.nummer) = w.von`,
  );
  await rows(
    tx,
    sql`insert into bestandteil (posteingang_id, position, rolle, dateiname, media_type, sha256, size, seitenzahl, erste_seite, hinweis)
        select ${copy.to}::uuid, position, rolle, dateiname, media_type, sha256, size,
          ${copy.pages.length}::int, 1, 'Teil eines gescannten Stapels' from bestandteil where posteingang_id = ${copy.from}
        on conflict (posteingang_id, position) do update set seitenzahl = excluded.seitenzahl`,
  );
  await rows(
    tx,
    sql`update posteingang set seitenzahl = ${copy.pages.length} where id = ${copy.to}`,
  );
};

/** Ends a stack whose letters have become items of their own. */
export const markSplit = (tx: Tx, id: string): Promise<unknown> =>
  rows(tx, sql`update posteingang set zustand = 'geteilt' where id = ${id}`);

/** Names the pages of a stack that are sheets, with the reason; they stay in the stack. */
export const markSheets = async (
  tx: Tx,
  id: string,
  sheets: readonly { seite: number; grund: string }[],
): Promise<void> => {
  const list = JSON.stringify(sheets);
  await rows(
    tx,
    sql`update seite s set trennblatt = t.grund from jsonb_to_recordset(${list}::jsonb) as t (seite int, grund text)
        where s.posteingang_id = ${id} and coalesce(s.stapel_seite, s.nummer) = t.seite`,
  );
};

/** Keeps what the signed cover sheet in front of a letter said; a Vorgang that is gone is left out. */
export const setDeckblatt = (
  tx: Tx,
  id: string,
  deckblatt: { vorgangId: string | null; blaetter: number | null },
): Promise<unknown> =>
  rows(
    tx,
    sql`update posteingang set deckblatt_vorgang_id = (select v.id from vorgang v where v.id = ${deckblatt.vorgangId}::uuid),
          erwartete_blaetter = ${deckblatt.blaetter}::int where id = ${id}`,
  );
