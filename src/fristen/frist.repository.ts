import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import { storableJson, storableText } from '#infrastructure/database/storable.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Fristvorschlag } from '#understanding/index.js';
import type { FrageEingabe, FristZeile } from './fristen.schema.js';

/** What is stored of a Frist that was computed. */
export interface Berechnet {
  grundlage: string;
  frage: FrageEingabe | null;
  start: string | null;
  ende: string | null;
  rechenweg: readonly string[];
}

/** Writes a line of the history; `personId` null when the program did it. */
export const noteVerlauf = (
  tx: Tx,
  line: { fristId: string; personId: string | null; art: string; text: string },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into frist_verlauf (frist_id, person_id, art, text)
        values (${line.fristId}, ${line.personId}, ${line.art}, ${storableText(line.text)})`,
  );

/**
 * Writes a proposal. One that is there already is brought up to date as long as nobody has decided about it; returns the id
 * of a new one, undefined otherwise.
 */
export const upsertVorschlag = async (
  tx: Tx,
  posteingangId: string,
  one: Fristvorschlag,
): Promise<string | undefined> => {
  const json = (value: unknown) => (value === null ? null : storableJson(value));
  const row = await firstRow<{ id: string; neu: boolean }>(
    tx,
    sql`insert into frist (posteingang_id, schluessel, art, bezeichnung, grundlage, frage, ab_eingang, start, ende, rechenweg,
          ergebnis, konfidenz, fundstelle)
        values (${posteingangId}, ${one.schluessel}, ${one.art}, ${one.bezeichnung}, ${one.grundlage}, ${json(one.frage)}::jsonb,
          ${one.abEingang}, ${one.start}::date, ${one.ende}::date, ${storableJson(one.rechenweg)}::jsonb, ${one.ergebnis},
          ${one.konfidenz}::real, ${json(one.fundstelle)}::jsonb)
        on conflict (posteingang_id, schluessel) where schluessel is not null do update set grundlage = excluded.grundlage,
          frage = excluded.frage, start = excluded.start, ende = excluded.ende, rechenweg = excluded.rechenweg,
          ergebnis = excluded.ergebnis, konfidenz = excluded.konfidenz, fundstelle = excluded.fundstelle,
          bezeichnung = excluded.bezeichnung
        where frist.zustand = 'vorgeschlagen' and not exists (
          select from frist_verlauf w where w.frist_id = frist.id and w.person_id is not null)
        returning id, (xmax = 0) as neu`,
  );
  return row?.neu === true ? row.id : undefined;
};

/** Removes proposals of an item that were not made again and about which nobody has decided anything. */
export const forgetVorschlaege = (
  tx: Tx,
  posteingangId: string,
  kept: readonly string[],
): Promise<unknown> =>
  rows(
    tx,
    sql`delete from frist where posteingang_id = ${posteingangId} and zustand = 'vorgeschlagen' and schluessel is not null
        and schluessel <> all (${[...kept]}::text[]) and not exists (
          select from frist_verlauf w where w.frist_id = frist.id and w.person_id is not null)`,
  );

/** Adds a Frist that a person made; it is confirmed by that. Returns its id. */
export const insertFrist = async (
  tx: Tx,
  given: Berechnet & {
    posteingangId: string | null;
    vorgangId: string | null;
    bezeichnung: string;
    zustaendigId: string | null;
    personId: string;
  },
): Promise<string> => {
  const row = await firstRow<{ id: string }>(
    tx,
    sql`insert into frist (posteingang_id, vorgang_id, art, bezeichnung, grundlage, frage, start, ende, rechenweg, zustand,
          zustaendig_id, created_by, entschieden_von, entschieden_at)
        values (${given.posteingangId}, ${given.vorgangId}, 'manuell', ${storableText(given.bezeichnung)}, ${given.grundlage},
          ${storableJson(given.frage)}::jsonb, ${given.start}::date, ${given.ende}::date, ${storableJson(given.rechenweg)}::jsonb,
          'bestaetigt', ${given.zustaendigId}, ${given.personId}, ${given.personId}, now()) returning id`,
  );
  if (row === undefined) throw new Error('the insert of a Frist returned no row');
  return row.id;
};

/** Replaces what a Frist is computed from and its result; warnings count anew. */
export const rewriteFrist = (
  tx: Tx,
  id: string,
  to: Berechnet & {
    bezeichnung: string;
    ergebnis: FristZeile['ergebnis'];
    /** Undefined leaves it as it is. */
    zustaendigId?: string | null | undefined;
    abEingang: boolean;
  },
): Promise<number> =>
  changed(
    tx,
    sql`update frist set grundlage = ${to.grundlage}, frage = ${to.frage === null ? null : storableJson(to.frage)}::jsonb,
          start = ${to.start}::date, vorgewarnt_at = case when ende = ${to.ende}::date then vorgewarnt_at end,
          eskaliert_at = case when ende = ${to.ende}::date then eskaliert_at end, ende = ${to.ende}::date,
          rechenweg = ${storableJson(to.rechenweg)}::jsonb, bezeichnung = ${storableText(to.bezeichnung)},
          ergebnis = ${to.ergebnis}, zustaendig_id = ${to.zustaendigId === undefined ? sql`zustaendig_id` : to.zustaendigId}, ab_eingang = ${to.abEingang}
        where id = ${id} and zustand in ('vorgeschlagen', 'bestaetigt')`,
  );

/** Moves a Frist from one of some states to another; 0 when it is in none of them. */
export const moveFrist = (
  tx: Tx,
  id: string,
  move: {
    from: readonly string[];
    to: string;
    ergebnis: string | undefined;
    personId: string;
  },
): Promise<number> =>
  changed(
    tx,
    sql`update frist set zustand = ${move.to}, ergebnis = coalesce(${move.ergebnis ?? null}, ergebnis),
          entschieden_von = ${move.personId}, entschieden_at = now()
        where id = ${id} and zustand = any (${[...move.from]}::text[])`,
  );

/** Notes the day of the stamp of an item; a day that a person gave stays. */
export const saveStempeltag = (tx: Tx, posteingangId: string, tag: string): Promise<unknown> =>
  rows(
    tx,
    sql`insert into eingangstag (posteingang_id, tag, quelle) values (${posteingangId}, ${tag}::date, 'stempel')
        on conflict (posteingang_id) do update set tag = excluded.tag where eingangstag.quelle = 'stempel'`,
  );

/** Sets the day of receipt of an item by a person. */
export const saveEingangstag = (
  tx: Tx,
  given: { posteingangId: string; tag: string; begruendung: string; personId: string },
): Promise<unknown> =>
  rows(
    tx,
    sql`insert into eingangstag (posteingang_id, tag, quelle, begruendung, person_id)
        values (${given.posteingangId}, ${given.tag}::date, 'person', ${storableText(given.begruendung)}, ${given.personId})
        on conflict (posteingang_id) do update set tag = excluded.tag, quelle = 'person', begruendung = excluded.begruendung,
          person_id = excluded.person_id, at = now()`,
  );

/** The day of receipt that a person has set for an item, or undefined. */
export const findPersonsTag = async (tx: Tx, posteingangId: string): Promise<string | undefined> =>
  (
    await firstRow<{ tag: string }>(
      tx,
      sql`select tag from eingangstag where posteingang_id = ${posteingangId} and quelle = 'person'`,
    )
  )?.tag;
