import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { storableJson, storableText } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { PageWork } from '#tools/ocr/create-ocr-pool.js';
import type { Box, PageText, TextSource, Word } from '#tools/page-text.js';
import type { Seite } from './posteingang.schema.js';
import { describeWork } from './seitenarbeit.js';
import { rescanAdvice, type Seitenqualitaet } from './seitenqualitaet.js';

/** A page as it comes out of the parser. */
export interface NewPage {
  nummer: number;
  bestandteil: number;
  bestandteilSeite: number;
  bildSha256: string;
  bildMediaType: string;
  /** The picture for the archive copy; null where that for the screen is as good. */
  archivBildSha256: string | null;
  breite: number;
  hoehe: number;
  dpi: number;
  ocrBildSha256: string | null;
  ocrDpi: number | null;
  breitePt: number;
  hoehePt: number;
  textebene: string;
  beschaedigt: boolean;
  leer: boolean;
  text: PageText | undefined;
  codes: readonly { format: string; text: string; box?: Box }[];
}

/** Stores the pages of one range of a part; a page that is there already is replaced. */
export const savePages = async (tx: Tx, id: string, pages: readonly NewPage[]): Promise<void> => {
  for (const page of pages) {
    await rows(tx, sql`delete from seite where posteingang_id = ${id} and nummer = ${page.nummer}`);
    await rows(
      tx,
      sql`insert into seite (posteingang_id, nummer, bestandteil, bestandteil_seite, bild_sha256, bild_media_type, archiv_bild_sha256, breite, hoehe,
          dpi, breite_pt, hoehe_pt, textebene, beschaedigt, ocr_bild_sha256, ocr_dpi, leer, text_quelle, text, worte, konfidenz, codes)
        values (${id}, ${page.nummer}, ${page.bestandteil}, ${page.bestandteilSeite}, ${page.bildSha256}, ${page.bildMediaType}, ${page.archivBildSha256},
          ${page.breite}, ${page.hoehe}, ${page.dpi}, ${page.breitePt}, ${page.hoehePt}, ${page.textebene}, ${page.beschaedigt}, ${page.ocrBildSha256}, ${page.ocrDpi}, ${page.leer},
          ${page.leer ? 'none' : (page.text?.source ?? null)}, ${page.leer ? '' : page.text === undefined ? null : storableText(page.text.text)},
          ${page.text === undefined ? null : storableJson(page.text.words)}::jsonb, ${page.text?.meanConfidence ?? null},
          ${storableJson(page.codes)}::jsonb)`,
    );
  }
};

/** A page with its text, as the understanding reads it. */
export interface ReadPage {
  nummer: number;
  bestandteil: number;
  bestandteilSeite: number;
  breitePt: number;
  hoehePt: number;
  /** Quarter turns clockwise, in degrees, that bring the page upright. */
  drehung: 0 | 90 | 180 | 270;
  beschaedigt: boolean;
  bildSha256: string | null;
  bildMediaType: string | null;
  archivBildSha256: string | null;
  breite: number | null;
  hoehe: number | null;
  dpi: number | null;
  leer: boolean;
  textQuelle: TextSource | null;
  text: string | null;
  worte: readonly Word[] | null;
  konfidenz: number | null;
  seitenarbeit: PageWork | null;
  qualitaet: Seitenqualitaet | null;
  codes: readonly { format: string; text: string; box?: Box }[];
}

/** A page without its text, for lists. */
export type PageHead = Omit<ReadPage, 'text' | 'worte' | 'codes'>;

const pageHead = sql`nummer, bestandteil, bestandteil_seite, breite_pt, hoehe_pt, drehung, beschaedigt, bild_sha256, bild_media_type,
  archiv_bild_sha256, breite, hoehe, dpi, leer, text_quelle, konfidenz, seitenarbeit, qualitaet`;

/** Which pages the reader may see: a predicate over the aliases `s` of the page and `p` of its item. */
export type VisiblePage = RawBuilder<boolean>;

const ofItem = (id: string, visible: VisiblePage): RawBuilder<boolean> =>
  sql<boolean>`s.posteingang_id = ${id} and exists (select from posteingang p where p.id = s.posteingang_id and ${visible})`;

/** The visible pages of an item in their order, without their text. */
export const listPageHeads = (tx: Tx, visible: VisiblePage, id: string): Promise<PageHead[]> =>
  rows(
    tx,
    sql<PageHead>`select ${pageHead} from seite s where ${ofItem(id, visible)} order by nummer`,
  );

/** Where the image of a page lies. */
export interface PageImage {
  bildSha256: string;
  bildMediaType: string | null;
  breite: number | null;
}

/** The image of one page; undefined when unknown, hidden or without an image. */
export const findPageImage = (
  tx: Tx,
  visible: VisiblePage,
  key: { id: string; nummer: number },
): Promise<PageImage | undefined> =>
  firstRow(
    tx,
    sql<PageImage>`select s.bild_sha256, s.bild_media_type, s.breite from seite s
      where ${ofItem(key.id, visible)} and s.nummer = ${key.nummer} and s.bild_sha256 is not null`,
  );

/**
 * Words of the visible pages after a number in whose text any of the terms occurs, a few pages at a time; words
 * divided at the end of a line count as one.
 */
export const listPagesWith = (
  tx: Tx,
  visible: VisiblePage,
  search: { id: string; terms: readonly string[]; after: number; limit: number },
): Promise<{ nummer: number; worte: readonly Word[] }[]> =>
  rows(
    tx,
    sql<{ nummer: number; worte: readonly Word[] }>`select nummer, worte from seite s
      where ${ofItem(search.id, visible)} and nummer > ${search.after} and worte is not null
        and exists (select from unnest(${[...search.terms]}::text[]) begriff
          where position(such_falte(begriff) in regexp_replace(such_falte(text), '-\s*\n\s*', '', 'g')) > 0)
      order by nummer limit ${search.limit}`,
  );

/** One page with its text; undefined when unknown or hidden. */
export const findPage = (
  tx: Tx,
  visible: VisiblePage,
  key: { id: string; nummer: number },
): Promise<ReadPage | undefined> =>
  firstRow(
    tx,
    sql<ReadPage>`select ${pageHead}, text, worte, codes from seite s
      where ${ofItem(key.id, visible)} and nummer = ${key.nummer}`,
  );

/** The pages of an item that are read and filed, in their order. */
export const listPages = (tx: Tx, id: string): Promise<ReadPage[]> =>
  rows(
    tx,
    sql<ReadPage>`select ${pageHead}, text, worte, codes from seite where posteingang_id = ${id} and not ausgeschlossen order by nummer`,
  );

/** The pages that still have no text. */
export const listUnreadPages = async (tx: Tx, id: string): Promise<number[]> =>
  (
    await rows(
      tx,
      sql<{
        nummer: number;
      }>`select nummer from seite where posteingang_id = ${id} and text is null order by nummer`,
    )
  ).map((row) => row.nummer);

/** What recognition needs of one page. */
export interface OcrImage {
  ocrBildSha256: string | null;
  ocrDpi: number | null;
  /** The turn by which a person wants it read; null where recognition is to find it. */
  vorgabe: 0 | 90 | 180 | 270 | null;
}

/** The picture that recognition reads, with its turn where that is known. */
export const findOcrImage = (tx: Tx, id: string, nummer: number): Promise<OcrImage | undefined> =>
  firstRow(
    tx,
    sql<OcrImage>`select ocr_bild_sha256, ocr_dpi, case when drehung_von_hand then drehung end as vorgabe from seite
      where posteingang_id = ${id} and nummer = ${nummer}`,
  );

/** What recognition has to say about one page. */
export interface PageReading {
  text: PageText;
  /** Engine, model and page work by name; '' where nothing had to be read. */
  engine: string;
  drehung: number;
  seitenarbeit: PageWork | null;
  qualitaet: Seitenqualitaet | null;
}

/** Stores the recognised text of one page. */
export const saveText = (tx: Tx, id: string, nummer: number, read: PageReading): Promise<unknown> =>
  rows(
    tx,
    sql`update seite set text_quelle = ${read.text.source}, text = ${storableText(read.text.text)}, worte = ${storableJson(read.text.words)}::jsonb,
        konfidenz = ${read.text.meanConfidence}, engine = ${read.engine}, drehung = ${read.drehung},
        seitenarbeit = ${storableJson(read.seitenarbeit)}::jsonb, qualitaet = ${storableJson(read.qualitaet)}::jsonb
      where posteingang_id = ${id} and nummer = ${nummer}`,
  );

/** Names one page of one item. */
interface PageKey {
  id: string;
  nummer: number;
}

/** A page with the same picture that was read in the same way already. */
export const findTwin = async (
  tx: Tx,
  picture: OcrImage,
  engine: string,
): Promise<PageKey | undefined> =>
  picture.ocrBildSha256 === null
    ? undefined
    : firstRow(
        tx,
        sql<PageKey>`select posteingang_id as id, nummer from seite
          where ocr_bild_sha256 = ${picture.ocrBildSha256} and ocr_dpi is not distinct from ${picture.ocrDpi}::real
            and engine = ${engine} and text is not null
            and (${picture.vorgabe}::int is null or (seitenarbeit->>'turned')::int = ${picture.vorgabe}::int) limit 1`,
      );

/** Gives a page the text of its twin, not the turn that a person may have given that one. */
export const copyReading = (tx: Tx, page: PageKey, twin: PageKey): Promise<unknown> =>
  rows(
    tx,
    sql`update seite set text_quelle = twin.text_quelle, text = twin.text, worte = twin.worte, konfidenz = twin.konfidenz,
        engine = twin.engine, drehung = coalesce((twin.seitenarbeit->>'turned')::smallint, twin.drehung), seitenarbeit = twin.seitenarbeit, qualitaet = twin.qualitaet
      from seite twin
      where seite.posteingang_id = ${page.id} and seite.nummer = ${page.nummer}
        and twin.posteingang_id = ${twin.id} and twin.nummer = ${twin.nummer}`,
  );

/**
 * Address of the picture of a page. It names the picture, so that a browser that has kept the old one fetches the new
 * one where a person has put another page in this place.
 */
export const bildAdresse = (id: string, nummer: number, sha256: string): string =>
  `/api/posteingaenge/${id}/seiten/${nummer}/bild?stand=${sha256.slice(0, 12)}`;

/** Pages as the page viewer lists them. */
export const describePages = (id: string, pages: readonly PageHead[]): z.infer<typeof Seite>[] =>
  pages.map((page) => ({
    nummer: page.nummer,
    bestandteil: page.bestandteil,
    breite: page.breite,
    hoehe: page.hoehe,
    breitePt: page.breitePt,
    drehung: page.drehung,
    leer: page.leer,
    textQuelle: page.textQuelle,
    konfidenz: page.konfidenz,
    qualitaet: page.qualitaet,
    hinweis: rescanAdvice(page.nummer, page.qualitaet, page.konfidenz),
    seitenarbeit: describeWork(page.seitenarbeit),
    bild: page.bildSha256 === null ? null : bildAdresse(id, page.nummer, page.bildSha256),
  }));

/** Texts of the codes on all pages of an item, excluded pages not. */
export const listCodes = async (tx: Tx, id: string): Promise<string[]> =>
  (
    await rows<{ text: string }>(
      tx,
      sql`select distinct code ->> 'text' as text from seite s, jsonb_array_elements(s.codes) code
          where s.posteingang_id = ${id} and not s.ausgeschlossen order by 1`,
    )
  ).map(({ text }) => text);
