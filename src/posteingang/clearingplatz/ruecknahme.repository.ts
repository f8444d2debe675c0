import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { ruecknahmeMinuten } from './clearingplatz.schema.js';

/** What a decision replaced. */
export interface Vorher {
  organisationseinheitId: string | null;
  vorgangId: string | null;
  vertraulichkeit: number;
  art: string | null;
  absender: string | null;
  betreff: string | null;
  datumDesSchreibens: string | null;
  stage: string;
  code: string;
  text: string;
}

/** A decision of a person that may be taken back. */
export interface Getroffen {
  id: string;
  posteingangId: string;
  eingangsnummer: string;
  art: 'zuordnung' | 'abgabe';
  personId: string;
  at: Date;
  vorher: Vorher;
  zurueckgenommen: boolean;
  abgelaufen: boolean;
}

/** How an item in Clearing stands, before a decision about it; undefined when it is not there. */
export const findVorher = (tx: Tx, id: string): Promise<Vorher | undefined> =>
  firstRow(
    tx,
    sql<Vorher>`select p.organisationseinheit_id, p.vorgang_id, p.vertraulichkeit, p.art, p.absender, p.betreff,
        p.datum_des_schreibens::text as datum_des_schreibens, coalesce(w.stage, 'matchVorgang') as stage,
        coalesce(w.clearing_code, '') as code, coalesce(w.clearing_text, '') as text
      from posteingang p left join work_item w on w.id = p.id where p.id = ${id} and p.zustand = 'clearing'`,
  );

/** Notes a decision with what it replaced; without `gruppe` it begins a group of its own. Returns its id. */
export const insertEntscheidung = async (
  tx: Tx,
  given: {
    posteingangId: string;
    art: Getroffen['art'];
    personId: string;
    gruppe: string | undefined;
    vorher: Vorher;
  },
): Promise<string> => {
  const row = await firstRow(
    tx,
    sql<{ id: string }>`with neu as (select gen_random_uuid() as id)
      insert into clearing_entscheidung (id, posteingang_id, gruppe, art, person_id, vorher)
      select neu.id, ${given.posteingangId}, coalesce((select e.gruppe from clearing_entscheidung e
          where e.id = ${given.gruppe ?? null}::uuid and e.person_id = ${given.personId}), neu.id),
        ${given.art}, ${given.personId}, ${JSON.stringify(given.vorher)}::jsonb from neu returning id`,
  );
  if (row === undefined) throw new Error('the decision was not noted');
  return row.id;
};

/** The decision and those made together with it, for who made them. */
export const listGruppe = (tx: Tx, id: string, personId: string): Promise<Getroffen[]> =>
  rows(
    tx,
    sql<Getroffen>`select e.id, e.posteingang_id, p.eingangsnummer, e.art, e.person_id, e.at, e.vorher,
        e.zurueckgenommen_at is not null as zurueckgenommen,
        e.at < now() - ${ruecknahmeMinuten} * interval '1 minute' as abgelaufen
      from clearing_entscheidung e join posteingang p on p.id = e.posteingang_id
      where e.person_id = ${personId} and e.gruppe = (select one.gruppe from clearing_entscheidung one where one.id = ${id})
      order by p.jahr, p.laufnummer`,
  );

/** Claims the one taking back of a decision; 0 when it was done before. */
export const markZurueckgenommen = (tx: Tx, id: string): Promise<number> =>
  changed(
    tx,
    sql`update clearing_entscheidung set zurueckgenommen_at = now() where id = ${id} and zurueckgenommen_at is null`,
  );

/** What has become of an item since a decision. */
export interface Seither {
  zustand: string;
  dokumentId: string | null;
  postkorbId: string | null;
  /** Somebody else has opened it, its Dokument or its entry, or done something with them. */
  beruehrt: boolean;
  /** It was decided about again. */
  neuEntschieden: boolean;
}

/** What has become of the item of a decision. */
export const findSeither = (tx: Tx, decision: Getroffen): Promise<Seither | undefined> =>
  firstRow(
    tx,
    sql<Seither>`select p.zustand, p.dokument_id, k.id as postkorb_id,
        coalesce(k.gelesen_at is not null or k.erledigt_at is not null, false) or exists (
          select from audit_event a where a.at > ${decision.at} and a.actor_kind <> 'system' and a.actor_id <> ${decision.personId}
            and ((a.object_type = 'posteingang' and a.object_id = p.id::text)
              or (a.object_type = 'dokument' and a.object_id = p.dokument_id::text)
              or (a.object_type = 'postkorb' and a.object_id = k.id::text))) as beruehrt,
        exists (select from clearing_entscheidung later where later.posteingang_id = p.id and later.at > ${decision.at}
          and later.zurueckgenommen_at is null) as neu_entschieden
      from posteingang p left join postkorb_eintrag k on k.posteingang_id = p.id and k.created_at >= ${decision.at}
      where p.id = ${decision.posteingangId}`,
  );

/** Puts an item back as it stood in Clearing before a decision. */
export const restore = (tx: Tx, id: string, vorher: Vorher): Promise<unknown> =>
  rows(
    tx,
    sql`update posteingang set zustand = 'clearing', organisationseinheit_id = ${vorher.organisationseinheitId},
          vorgang_id = ${vorher.vorgangId}, vertraulichkeit = ${vorher.vertraulichkeit}, dokument_id = null, zugeordnet_at = null,
          art = ${vorher.art}, absender = ${vorher.absender}, betreff = ${vorher.betreff},
          datum_des_schreibens = ${vorher.datumDesSchreibens}::date where id = ${id}`,
  );

/** Takes the unread entry out of the Postkorb of the unit. */
export const dropPostkorbEintrag = (tx: Tx, id: string): Promise<unknown> =>
  rows(tx, sql`delete from postkorb_eintrag where id = ${id} and gelesen_at is null`);
