import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type {
  Nachweis,
  PostausgangAbfrage,
  PostausgangZeile,
  Rueckmeldung,
  Versandversuch,
} from './postausgang.schema.js';
import { nachfolger } from './ruecklauf.repository.js';

type Versuch = z.infer<typeof Versandversuch>;

/** One line as the database knows it; what its template says is added by the caller. */
export type ZeileRow = Omit<
  PostausgangZeile,
  'vorlageTitel' | 'vierAugen' | 'createdAt' | 'updatedAt' | 'sentAt' | 'versandAb'
> & {
  createdAt: Date;
  updatedAt: Date;
  sentAt: Date | null;
  versandAb: Date | null;
  /** What the version says that it was written with; null: written before there were any. */
  fassung: { titel: string; vierAugen: boolean } | null;
};

const columns = sql`p.id, jsonb_build_object('id', p.vorgang_id, 'geschaeftszeichen', coalesce(v.geschaeftszeichen, ''),
    'betreff', coalesce(v.betreff, '')) as vorgang,
  jsonb_build_object('id', o.id, 'kuerzel', o.kuerzel, 'name', o.name) as organisationseinheit, p.vorlage, p.zustand,
  p.empfaenger ->> 'name' as empfaenger_name, p.betreff, jsonb_build_object('id', a.id, 'name', a.name) as verfasser,
  p.kanal, p.seitenzahl, p.created_at, p.updated_at, p.sent_at, p.versand_ab, p.angehalten_at is not null as angehalten,
  case when vf.id is not null then jsonb_build_object('titel', vf.daten -> 'titel', 'vierAugen', vf.daten -> 'vierAugen') end as fassung`;

// The Postausgang sees letters of Vorgänge that it may not open: then their signs stay empty.
const tables = sql`postausgang p left join vorgang v on v.id = p.vorgang_id
  join organisationseinheit o on o.id = p.organisationseinheit_id join person a on a.id = p.author_id
  left join work_item w on w.id = p.id left join vorlagenfassung vf on vf.id = p.vorlage_fassung_id`;

const waitsFor = (personId: string): RawBuilder<boolean> =>
  sql<boolean>`(p.zustand = 'zur_freigabe' and w.state = 'waiting' and p.author_id <> ${personId}::uuid
    and not ${personId}::uuid = any (p.bearbeitet_von))`;
/** Taken by the other side and refused by it later, as long as nobody has written it anew; for thirty days. */
const isRefusedLater = sql<boolean>`(p.zustand = 'sent' and p.rueckmeldung ->> 'art' = 'unzustellbar'
  and p.rueckmeldung ->> 'posteingangId' is null and (p.rueckmeldung ->> 'at')::timestamptz > now() - interval '30 days'
  and ${nachfolger} is null)`;
const isUncertain = sql<boolean>`(p.zustand in ('unknown', 'failed') or ${isRefusedLater})`;

type Abfrage = z.infer<typeof PostausgangAbfrage>;

const conditionsOf = (query: Abfrage, personId: string): RawBuilder<unknown>[] => {
  const bySicht = {
    meine: sql`p.author_id = ${personId}::uuid`,
    einheit: sql`true`,
    freigabe: waitsFor(personId),
    unklar: isUncertain,
  };
  return [
    bySicht[query.sicht],
    ...(query.zustand === undefined ? [] : [sql`p.zustand = ${query.zustand}`]),
    ...(query.vorgangId === undefined ? [] : [sql`p.vorgang_id = ${query.vorgangId}`]),
  ];
};

/** Visible letters, the most recently changed first. */
export const listZeilen = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  asked: { query: Abfrage; personId: string },
): Promise<ZeileRow[]> =>
  rows<ZeileRow>(
    tx,
    sql`select ${columns} from ${tables}
        where ${sql.join([visible, ...conditionsOf(asked.query, asked.personId)], sql` and `)}
        order by p.updated_at desc, p.id limit ${asked.query.limit}`,
  );

/** Where a visible letter stands; undefined when unknown or hidden. */
export const findZustand = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<Pick<PostausgangZeile, 'id' | 'zustand'> | undefined> =>
  firstRow<Pick<PostausgangZeile, 'id' | 'zustand'>>(
    tx,
    sql`select p.id, p.zustand from postausgang p where p.id = ${id} and ${visible}`,
  );

/** How many visible letters wait for this person's release, and how many for a decision. */
export const countAufgaben = async (
  tx: Tx,
  visible: RawBuilder<boolean>,
  personId: string,
): Promise<{ freigabe: number; unklar: number }> =>
  (await firstRow<{ freigabe: number; unklar: number }>(
    tx,
    sql`select count(*) filter (where ${waitsFor(personId)}) as freigabe,
          count(*) filter (where ${isUncertain}) as unklar
        from postausgang p left join work_item w on w.id = p.id where ${visible}`,
  )) ?? { freigabe: 0, unklar: 0 };

/** What the detail shows beside the letter itself. */
export interface DetailRow extends ZeileRow {
  kanalGrund: string | null;
  rueckgabeGrund: string | null;
  freigegebenVon: string | null;
  freigegebenAt: Date | null;
  versandAm: string | null;
  restSekunden: number | null;
  angehaltenVon: string | null;
  nachweise: Nachweis[];
  naechsterVersuchAt: Date | null;
  bekanntgabeDatum: string | null;
  rueckmeldung: Rueckmeldung | null;
  vorgaengerId: string | null;
  nachfolgerId: string | null;
}

/** One visible letter; undefined when unknown or hidden. */
export const findDetailRow = (
  tx: Tx,
  visible: RawBuilder<boolean>,
  id: string,
): Promise<DetailRow | undefined> =>
  firstRow<DetailRow>(
    tx,
    sql`select ${columns}, p.kanal_grund, p.rueckgabe_grund, f.name as freigegeben_von, p.freigegeben_at,
          p.nachweis as nachweise, p.naechster_versuch_at, p.bekanntgabe_datum, p.rueckmeldung, p.vorgaenger_id, ${nachfolger} as nachfolger_id, p.versand_wunsch as versand_am, h.name as angehalten_von,
          case when p.zustand = 'queued' and p.angehalten_at is null and p.versand_ab > now()
            then least(ceil(extract(epoch from p.versand_ab - now())), 2147483647)::int end as rest_sekunden
        from ${tables} left join person f on f.id = p.freigegeben_von left join person h on h.id = p.angehalten_von
        where p.id = ${id} and ${visible}`,
  );

/** The attempts at sending a letter, the first one first. */
export const listVersuche = async (tx: Tx, id: string): Promise<Versuch[]> => {
  const found = await rows<
    Omit<Versuch, 'startedAt' | 'finishedAt'> & { startedAt: Date; finishedAt: Date | null }
  >(
    tx,
    sql`select attempt, kanal, started_at, finished_at, ergebnis from versandversuch
        where postausgang_id = ${id} order by attempt`,
  );
  return found.map((row) => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }));
};

/** An event of a letter's history. */
export interface VerlaufRow {
  at: Date;
  action: string;
  detail: Record<string, unknown>;
  person: string | null;
}

/**
 * The history of a letter from the audit trail and from what the other side told; only the system's view reads it, so
 * check the right before.
 */
export const listVerlauf = (tx: Tx, id: string): Promise<VerlaufRow[]> =>
  rows<VerlaufRow>(
    tx,
    sql`select e.at, e.action, e.detail, a.name as person, 0 as art, e.seq
        from audit_event e left join person a on a.id = e.actor_id
        where e.object_type = 'postausgang' and e.object_id = ${id}
        union all
        select v.at, 'gegenseite.' || v.art, jsonb_build_object('meldung', v.text), null, 1, v.id
        from versandereignis v where v.postausgang_id = ${id}::uuid
        order by 1, 5, 6`,
  );
