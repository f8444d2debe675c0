import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { PosteingangZustand } from '../posteingang.schema.js';
import { neuZuLesen } from '../separation.repository.js';
import { GemerkteOrdnung, type GeordneteSeite } from './seitenordnung.schema.js';

/** An item of a stack: the stack itself or a letter out of it. */
export interface Glied {
  id: string;
  eingangsnummer: string;
  zustand: PosteingangZustand;
  position: number;
  /** Abbreviation of the unit that has it. */
  einheit: string | null;
  hatVorgang: boolean;
}

/** A page of an item in a stack, with its number as scanned. */
export interface Gliedseite extends GeordneteSeite {
  posteingangId: string;
  nummer: number;
  leer: boolean;
  trennblatt: string | null;
  bildSha256: string | null;
}

/** Locks the stack that an item belongs to, so that two people cannot arrange it at once; returns its id. */
export const lockStapel = async (tx: Tx, id: string): Promise<string | undefined> =>
  (
    await firstRow(
      tx,
      sql<{ id: string }>`select p.id from posteingang p
        where p.id = (select coalesce(parent_id, id) from posteingang where id = ${id}) for update`,
    )
  )?.id;

/** The stack first, then its letters in the order in which they were made. */
export const listGlieder = (tx: Tx, stackId: string): Promise<Glied[]> =>
  rows(
    tx,
    sql<Glied>`select p.id, p.eingangsnummer, p.zustand, coalesce(p.parent_position, 0) as position, o.kuerzel as einheit,
        p.vorgang_id is not null as hat_vorgang
      from posteingang p left join organisationseinheit o on o.id = p.organisationseinheit_id
      where p.id = ${stackId} or p.parent_id = ${stackId} order by coalesce(p.parent_position, 0)`,
  );

/** All pages of these items, those of each in their order. */
export const listGliedseiten = (tx: Tx, ids: readonly string[]): Promise<Gliedseite[]> =>
  rows(
    tx,
    sql<Gliedseite>`select posteingang_id, nummer, coalesce(stapel_seite, nummer) as stapel_seite, drehung, ausgeschlossen,
        leer, trennblatt, bild_sha256
      from seite where posteingang_id = any (${[...ids]}::uuid[]) order by posteingang_id, nummer`,
  );

/** Puts the pages of an item into an order, turned and excluded as wished; none is added or lost. */
export const orderOwnPages = async (
  tx: Tx,
  id: string,
  pages: readonly GeordneteSeite[],
): Promise<void> => {
  const list = JSON.stringify(
    pages.map((page, at) => ({
      von: page.stapelSeite,
      nummer: at + 1,
      drehung: page.drehung,
      ausgeschlossen: page.ausgeschlossen,
    })),
  );
  // First out of the way: two pages may not have the same number, not even for a moment.
  await rows(
    tx,
    sql`update seite set stapel_seite = coalesce(stapel_seite, nummer), nummer = nummer + 1000000
        where posteingang_id = ${id}`,
  );
  await rows(
    tx,
    sql`update seite s set nummer = w.nummer, drehung = w.drehung, ausgeschlossen = w.ausgeschlossen, trennblatt = null,
          drehung_von_hand = s.drehung_von_hand or w.drehung <> s.drehung,
          text = case when ${neuZuLesen} then null else s.text end, worte = case when ${neuZuLesen} then null else s.worte end,
          konfidenz = case when ${neuZuLesen} then null else s.konfidenz end
        from jsonb_to_recordset(${list}::jsonb) as w (von int, nummer int, drehung smallint, ausgeschlossen boolean)
        where s.posteingang_id = ${id} and s.stapel_seite = w.von`,
  );
};

/** Forgets what was read from a letter whose pages have changed. */
export const forgetReading = async (tx: Tx, id: string): Promise<void> => {
  await rows(tx, sql`delete from feld where posteingang_id = ${id}`);
  await rows(
    tx,
    sql`update posteingang set absender = null, betreff = null, art = null, datum_des_schreibens = null, geschaeftszeichen = null,
          fremdes_geschaeftszeichen = null, organisationseinheit_id = null, vorgang_id = null, archiv_sha256 = null
        where id = ${id}`,
  );
};

/** Takes all pages from a letter whose pages lie in other letters now; its Eingangsnummer stays in the book. */
export const emptyLetter = async (tx: Tx, id: string): Promise<void> => {
  await rows(tx, sql`delete from seite where posteingang_id = ${id}`);
  await rows(
    tx,
    sql`update posteingang set zustand = 'geteilt', seitenzahl = 0, archiv_sha256 = null where id = ${id}`,
  );
};

/** Which pages of a stack are sheets; those named before keep their reason. */
export const setSheets = (tx: Tx, stackId: string, pages: readonly number[]): Promise<unknown> =>
  rows(
    tx,
    sql`update seite set trennblatt = case when coalesce(stapel_seite, nummer) = any (${[...pages]}::int[])
          then coalesce(trennblatt, 'von Hand als Trennblatt bestimmt') end
        where posteingang_id = ${stackId}`,
  );

/** Grows with every change and every undoing. */
export const readVersion = async (
  tx: Tx,
  stackId: string,
): Promise<{ version: number; rueckgaengig: boolean }> => {
  const found = await firstRow(
    tx,
    sql<{
      version: number;
      offen: number;
    }>`select (count(*) + count(zurueckgenommen_at))::int as version,
        (count(*) - count(zurueckgenommen_at))::int as offen
      from seitenkorrektur where stapel_eingang_id = ${stackId}`,
  );
  return { version: found?.version ?? 0, rueckgaengig: (found?.offen ?? 0) > 0 };
};

/** Keeps a correction: what it was, what a person made of it. */
export const insertKorrektur = (
  tx: Tx,
  korrektur: {
    stackId: string;
    personId: string;
    vorher: GemerkteOrdnung;
    nachher: GemerkteOrdnung;
  },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into seitenkorrektur (stapel_eingang_id, person_id, vorher, nachher)
        values (${korrektur.stackId}, ${korrektur.personId}, ${JSON.stringify(korrektur.vorher)}::jsonb,
          ${JSON.stringify(korrektur.nachher)}::jsonb)`,
  );

/** Takes the last correction that stands off the list and returns the order before it. */
export const takeLastKorrektur = async (
  tx: Tx,
  stackId: string,
): Promise<GemerkteOrdnung | undefined> => {
  const found = await firstRow(
    tx,
    sql<{ vorher: unknown }>`update seitenkorrektur set zurueckgenommen_at = now() where id = (
        select id from seitenkorrektur where stapel_eingang_id = ${stackId} and zurueckgenommen_at is null
        order by laufnummer desc limit 1)
      returning vorher`,
  );
  return found === undefined ? undefined : GemerkteOrdnung.parse(found.vorher);
};

/** Whether a person has ever put the pages of this stack in order; what they did is not cut again. */
export const wasArranged = async (tx: Tx, stackId: string): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`select 1 from seitenkorrektur where stapel_eingang_id = ${stackId} limit 1`,
  )) !== undefined;

/** Whether a page of the item still has to be read, e.g. because a person has turned it. */
export const hasUnreadPages = async (tx: Tx, id: string): Promise<boolean> =>
  (await firstRow(
    tx,
    sql`select 1 from seite where posteingang_id = ${id} and text is null limit 1`,
  )) !== undefined;
