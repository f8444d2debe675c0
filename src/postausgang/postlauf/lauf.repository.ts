import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Empfaenger } from '../postausgang.schema.js';
import { darfHinaus } from '../stornofrist.repository.js';
import type { Gezaehlt } from './laufzahlen.js';
import type { Versandart } from './porto.schema.js';
import type { BriefVersand, DateiZustand, LaufDatei, LaufZeile } from './postlauf.schema.js';

/** `2026-0012` */
const nummer = sql`l.jahr || '-' || lpad(l.nummer::text, 4, '0')`;

/** Runs, the newest first, or one of them. */
export const listLaeufe = (tx: Tx, id?: string): Promise<LaufZeile[]> =>
  rows<LaufZeile>(
    tx,
    sql`select l.id, ${nummer} as nummer, l.zustand, l.tag, l.weg, l.created_at, a.name as angelegt_von,
          f.name as freigegeben_von, l.freigegeben_at, l.erledigt_at, u.umschlaege, u.cent, b.briefe, d.offen, d.ungewiss,
          d.gescheitert
        from postlauf l left join person a on a.id = l.angelegt_von left join person f on f.id = l.freigegeben_von
          left join lateral (select count(*)::int as umschlaege, coalesce(sum(cent), 0)::int as cent
            from postlauf_umschlag where postlauf_id = l.id) u on true
          left join lateral (select count(*)::int as briefe from postlauf_brief where postlauf_id = l.id) b on true
          left join lateral (select count(*) filter (where zustand in ('queued', 'claimed', 'committing'))::int as offen,
            count(*) filter (where zustand = 'unknown')::int as ungewiss,
            count(*) filter (where zustand = 'failed')::int as gescheitert
            from postlauf_datei where postlauf_id = l.id) d on true
        where ${id ?? null}::uuid is null or l.id = ${id ?? null}::uuid
        order by l.jahr desc, l.nummer desc limit 200`,
  );

/** The print files of a run. */
export const listDateien = (tx: Tx, laufId: string): Promise<LaufDatei[]> =>
  rows<LaufDatei>(
    tx,
    sql`select d.nummer, d.format, d.blaetter, d.zustand, d.fehler_text as fehler, d.nachweis as nachweise, d.sent_at,
          d.sha256, (select count(*)::int from postlauf_umschlag u where u.datei_id = d.id) as umschlaege,
          (select count(*)::int from postlauf_brief b join postlauf_umschlag u on u.id = b.umschlag_id
            where u.datei_id = d.id) as briefe
        from postlauf_datei d where d.postlauf_id = ${laufId} order by d.nummer`,
  );

/** A letter in its envelope. */
export interface Laufposten {
  id: string;
  seiten: number;
  blaetter: number;
  cent: number;
  kostenstelle: string;
  renditionSha256: string;
  geschaeftszeichen: string;
  empfaenger: Empfaenger;
  aktiv: boolean;
}

/** An envelope with its letters. */
export interface Laufumschlag extends Omit<Gezaehlt, 'briefe'> {
  id: string;
  nummer: number;
  datei: number;
  erstesBlatt: number;
  versandart: Versandart;
  briefe: readonly Laufposten[];
}

/** The envelopes of a run, of one of its files, or one of them, in their order. */
export const listUmschlaege = (
  tx: Tx,
  key: { laufId: string; datei?: number; nummer?: number },
): Promise<Laufumschlag[]> =>
  rows<Laufumschlag>(
    tx,
    sql`select u.id, u.nummer, d.nummer as datei, u.format, u.versandart, u.produkt, u.plz, u.land, u.blaetter,
          u.erstes_blatt, u.gramm, u.cent, u.einzeln_cent, u.preis_gesichert as gesichert,
          jsonb_agg(jsonb_build_object('id', b.postausgang_id, 'seiten', b.seiten, 'blaetter', (b.seiten + 1) / 2,
            'cent', b.cent, 'kostenstelle', b.kostenstelle, 'renditionSha256', b.rendition_sha256,
            'geschaeftszeichen', v.geschaeftszeichen, 'empfaenger', p.empfaenger, 'aktiv', b.aktiv) order by b.position) as briefe
        from postlauf_umschlag u join postlauf_datei d on d.id = u.datei_id
          join postlauf_brief b on b.umschlag_id = u.id
          join postausgang p on p.id = b.postausgang_id
          left join vorgang v on v.id = p.vorgang_id
        where u.postlauf_id = ${key.laufId} and (${key.datei ?? null}::int is null or d.nummer = ${key.datei ?? null}::int)
          and (${key.nummer ?? null}::int is null or u.nummer = ${key.nummer ?? null}::int)
        group by u.id, d.nummer order by u.nummer`,
  );

/** Sheets that were printed once more. */
export const listNachdrucke = (tx: Tx, laufId: string) =>
  rows<{ at: Date; umschlag: number; blatt: number | null; grund: string; person: string }>(
    tx,
    sql`select n.at, u.nummer as umschlag, n.blatt, n.grund, p.name as person from postlauf_nachdruck n
        join postlauf_umschlag u on u.id = n.umschlag_id join person p on p.id = n.person_id
        where u.postlauf_id = ${laufId} order by n.at`,
  );

/** Notes a reprint. */
export const insertNachdruck = async (
  tx: Tx,
  given: { umschlagId: string; blatt: number | undefined; grund: string; personId: string },
): Promise<void> => {
  await rows(
    tx,
    sql`insert into postlauf_nachdruck (umschlag_id, blatt, grund, person_id)
        values (${given.umschlagId}::uuid, ${given.blatt ?? null}, ${given.grund}, ${given.personId}::uuid)`,
  );
};

/** What is locked before a run changes. */
export interface Laufkopf {
  id: string;
  nummer: string;
  zustand: LaufZeile['zustand'];
  tag: string;
  weg: LaufZeile['weg'];
  marken: object;
  createdAt: Date;
}

/** Locks a run until the transaction ends; undefined when there is none. */
export const lockLauf = (tx: Tx, id: string): Promise<Laufkopf | undefined> =>
  firstRow<Laufkopf>(
    tx,
    sql`select l.id, ${nummer} as nummer, l.zustand, l.tag, l.weg, l.marken, l.created_at from postlauf l
        where l.id = ${id} for update`,
  );

/** The same without a lock. */
export const findLauf = (tx: Tx, id: string): Promise<Laufkopf | undefined> =>
  firstRow<Laufkopf>(
    tx,
    sql`select l.id, ${nummer} as nummer, l.zustand, l.tag, l.weg, l.marken, l.created_at from postlauf l where l.id = ${id}`,
  );

/** How many letters of a calculated run have changed since: written anew, stopped, or gone by another way. */
export const countGeaenderte = async (tx: Tx, laufId: string): Promise<number> =>
  (
    await firstRow<{ count: number }>(
      tx,
      sql`select count(*)::int as count from postlauf_brief b join postausgang p on p.id = b.postausgang_id
          left join work_item w on w.id = p.id
          where b.postlauf_id = ${laufId} and (p.zustand <> 'queued' or p.rendition_sha256 is distinct from b.rendition_sha256
            or w.state is distinct from 'waiting' or not ${darfHinaus('p')})`,
    )
  )?.count ?? 0;

/** Takes the letters of a run, so that nobody stops them any more, and puts its files into their queue. */
export const releaseLauf = async (
  tx: Tx,
  laufId: string,
  personId: string | null,
): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set zustand = 'claimed', dispatch_lease_until = null, updated_at = now()
        where id in (select postausgang_id from postlauf_brief where postlauf_id = ${laufId}) and zustand = 'queued'`,
  );
  await changed(
    tx,
    sql`update postlauf_datei set zustand = 'queued', updated_at = now() where postlauf_id = ${laufId} and zustand = 'wartet'`,
  );
  await changed(
    tx,
    sql`update postlauf set zustand = 'freigegeben', freigegeben_von = ${personId}::uuid, freigegeben_at = now()
        where id = ${laufId}`,
  );
};

/** Gives the letters of a calculated run back. */
export const discardLauf = async (tx: Tx, laufId: string): Promise<void> => {
  await changed(tx, sql`update postlauf_brief set aktiv = false where postlauf_id = ${laufId}`);
  await changed(
    tx,
    sql`update postlauf_datei set zustand = 'aufgeloest', updated_at = now() where postlauf_id = ${laufId}`,
  );
  await changed(
    tx,
    sql`update postlauf set zustand = 'verworfen', erledigt_at = now() where id = ${laufId}`,
  );
};

/** Ends a released run whose files have all ended. */
export const finishLauf = async (tx: Tx, laufId: string): Promise<void> => {
  await changed(
    tx,
    sql`update postlauf l set zustand = 'erledigt', erledigt_at = now()
        where l.id = ${laufId} and l.zustand = 'freigegeben' and not exists (select from postlauf_datei d
          where d.postlauf_id = l.id and d.zustand not in ('sent', 'aufgeloest'))`,
  );
};

/** The run of a letter; undefined while it is in none. */
export const findLaufOf = (tx: Tx, postausgangId: string) =>
  firstRow<NonNullable<BriefVersand['lauf']> & { dateiZustand: DateiZustand }>(
    tx,
    sql`select l.id, ${nummer} as nummer, l.zustand, d.zustand as datei_zustand, u.nummer as umschlag, u.produkt,
          (select count(*)::int from postlauf_brief c where c.umschlag_id = u.id) as briefe_im_umschlag, b.cent
        from postlauf_brief b join postlauf_umschlag u on u.id = b.umschlag_id join postlauf_datei d on d.id = u.datei_id
          join postlauf l on l.id = b.postlauf_id
        where b.postausgang_id = ${postausgangId} and b.aktiv`,
  );
