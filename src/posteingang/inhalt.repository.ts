import { sql } from 'kysely';
import type { z } from 'zod';
import { firstRow, prepared, rows } from '#infrastructure/database/pool.js';
import { storableJson, storableText } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Bestandteil, Entscheidung, Feld } from './posteingang.schema.js';

/** One part of an item: a letter has one, a mail its cover and its attachments. */
export interface Part {
  position: number;
  rolle: 'original' | 'anschreiben' | 'anlage';
  dateiname: string;
  mediaType: string;
  sha256: string;
  size: number;
  seitenzahl: number | null;
  ersteSeite: number | null;
  /** By how much the number within the item grows from page to page; 1 unless fronts and backs were collated. */
  schritt?: number;
  hinweis: string | null;
  /** Typeset by us: the cover of a mail, the readable page of an invoice or an office document. */
  gesetzt?: boolean;
}

/** What the stages need to know of an item. */
export interface Item {
  id: string;
  eingangsnummer: string;
  sha256: string;
  size: number;
  mediaType: string;
  dateiname: string;
  eingangsdatum: string;
  parentId: string | null;
  seitenzahl: number | null;
  art: string | null;
  absender: string | null;
  betreff: string | null;
  datumDesSchreibens: string | null;
  fremdesGeschaeftszeichen: string | null;
  organisationseinheitId: string | null;
  vorgangId: string | null;
  dokumentId: string | null;
  archivSha256: string | null;
  mailkopf: unknown;
  /** What the signed cover sheet in front of the letter said. */
  deckblattVorgangId: string | null;
  erwarteteBlaetter: number | null;
}

/** Loads an item for a stage; throws when it does not exist. */
export const getItem = async (tx: Tx, id: string): Promise<Item> => {
  const item = await firstRow(
    tx,
    sql<Item>`${prepared('item')} select id, eingangsnummer, sha256, size, media_type, dateiname, eingangsdatum, parent_id, seitenzahl, art,
      absender, betreff, datum_des_schreibens, fremdes_geschaeftszeichen, organisationseinheit_id, vorgang_id, dokument_id,
      archiv_sha256, mailkopf, deckblatt_vorgang_id, erwartete_blaetter from posteingang where id = ${id}`,
  );
  if (item === undefined) throw new Error('the item of this work does not exist');
  return item;
};

/** Replaces the parts of an item and sets the number of its pages. */
export const saveParts = async (tx: Tx, id: string, parts: readonly Part[]): Promise<void> => {
  await rows(tx, sql`delete from bestandteil where posteingang_id = ${id}`);
  const values = parts.map(
    (
      part,
    ) => sql`(${id}::uuid, ${part.position}::int, ${part.rolle}, ${storableText(part.dateiname)}, ${storableText(part.mediaType)}, ${part.sha256},
      ${part.size}::bigint, ${part.seitenzahl}::int, ${part.ersteSeite}::int, ${part.hinweis}, ${part.schritt ?? 1}::int, ${part.gesetzt ?? false}::boolean)`,
  );
  await rows(
    tx,
    sql`insert into bestandteil (posteingang_id, position, rolle, dateiname, media_type, sha256, size, seitenzahl, erste_seite, hinweis, schritt, gesetzt)
        values ${sql.join(values)}`,
  );
  await rows(
    tx,
    sql`update posteingang set seitenzahl = (select coalesce(sum(seitenzahl), 0) from bestandteil where posteingang_id = ${id})
        where id = ${id}`,
  );
};

/** The parts of an item in their order. */
export const listParts = (tx: Tx, id: string): Promise<Part[]> =>
  rows(
    tx,
    sql<Part>`select position, rolle, dateiname, media_type, sha256, size, seitenzahl, erste_seite, hinweis, schritt, gesetzt
      from bestandteil where posteingang_id = ${id} order by position`,
  );

/** An extracted value as it is stored. */
export type StoredField = z.infer<typeof Feld> & { position: number };

/** Replaces the extracted values of an item. */
export const saveFields = async (
  tx: Tx,
  id: string,
  fields: readonly StoredField[],
): Promise<void> => {
  await rows(tx, sql`delete from feld where posteingang_id = ${id}`);
  if (fields.length === 0) return;
  const values = fields.map(
    (
      field,
    ) => sql`(${id}::uuid, ${field.name}, ${field.position}::int, ${storableText(field.wert)}, ${storableText(field.rohwert)}, ${field.konfidenz}::real,
      ${field.seite}::int, ${field.box === null ? null : storableJson(field.box)}::jsonb, ${field.begruendung})`,
  );
  await rows(
    tx,
    sql`insert into feld (posteingang_id, name, position, wert, rohwert, konfidenz, seite, box, begruendung) values ${sql.join(values)}`,
  );
};

/** The extracted values of an item. */
export const listFields = (tx: Tx, id: string): Promise<StoredField[]> =>
  rows(
    tx,
    sql<StoredField>`select name, position, wert, rohwert, konfidenz, seite, box, begruendung from feld
      where posteingang_id = ${id} order by name, position`,
  );

const clean = (text: string | null | undefined): string | null =>
  text == null ? null : storableText(text);

/** Sets what the Posteingangsbuch shows of a letter; undefined leaves a value as it is. */
export const describeItem = (
  tx: Tx,
  id: string,
  facts: Partial<{
    art: string | null;
    absender: string | null;
    betreff: string | null;
    datumDesSchreibens: string | null;
    geschaeftszeichen: string | null;
    fremdesGeschaeftszeichen: string | null;
  }>,
): Promise<unknown> =>
  rows(
    tx,
    sql`update posteingang set art = coalesce(${facts.art ?? null}, art), absender = coalesce(${clean(facts.absender)}, absender),
        betreff = coalesce(${clean(facts.betreff)}, betreff),
        datum_des_schreibens = coalesce(${facts.datumDesSchreibens ?? null}::date, datum_des_schreibens),
        geschaeftszeichen = coalesce(${facts.geschaeftszeichen ?? null}, geschaeftszeichen),
        fremdes_geschaeftszeichen = coalesce(${clean(facts.fremdesGeschaeftszeichen)}, fremdes_geschaeftszeichen)
      where id = ${id}`,
  );

/** A decision as a stage or a person made it. */
export interface NewDecision {
  run: number;
  art: z.infer<typeof Entscheidung>['art'];
  wert: string | null;
  konfidenz: number | null;
  kandidaten: z.infer<typeof Entscheidung>['kandidaten'];
  gruende: readonly string[];
  modell: string | null;
  personId: string | null;
}

/** Stores decisions beside the earlier ones; none is ever overwritten. */
export const saveDecisions = async (
  tx: Tx,
  id: string,
  decisions: readonly NewDecision[],
): Promise<void> => {
  if (decisions.length === 0) return;
  const values = decisions.map(
    (
      one,
    ) => sql`(${id}::uuid, ${one.run}::int, ${one.art}, ${one.wert}, ${one.konfidenz}::real, ${storableJson(one.kandidaten)}::jsonb,
      ${storableJson(one.gruende)}::jsonb, ${one.modell}, ${one.personId}::uuid)`,
  );
  await rows(
    tx,
    sql`insert into entscheidung (posteingang_id, run, art, wert, konfidenz, kandidaten, gruende, modell, person_id) values ${sql.join(values)}`,
  );
};

/** All decisions about an item, newest first. */
export const listDecisions = async (tx: Tx, id: string): Promise<z.infer<typeof Entscheidung>[]> =>
  (
    await rows(
      tx,
      sql<
        Omit<z.infer<typeof Entscheidung>, 'at'> & { at: Date }
      >`select e.art, e.wert, e.konfidenz, e.kandidaten, e.gruende, e.modell,
        person.name as person, e.at from entscheidung e left join person on person.id = e.person_id
        where e.posteingang_id = ${id} order by e.at desc, e.art`,
    )
  ).map((row) => ({ ...row, at: row.at.toISOString() }));

const base = (id: string): string => `/api/posteingaenge/${id}`;

/** Parts as the page offers them for download. */
export const describeParts = (id: string, parts: readonly Part[]): z.infer<typeof Bestandteil>[] =>
  parts.map(({ position, rolle, dateiname, mediaType, size, hinweis }) => ({
    position,
    rolle,
    dateiname,
    mediaType,
    size,
    hinweis,
    inhalt: `${base(id)}/bestandteile/${position}`,
  }));

/** Sets the searchable copy of an item; it can be derived again at any time. */
export const setArchiveCopy = (tx: Tx, id: string, sha256: string): Promise<unknown> =>
  rows(tx, sql`update posteingang set archiv_sha256 = ${sha256} where id = ${id}`);
