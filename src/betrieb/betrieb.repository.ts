import { type RawBuilder, sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { queueNames, urgentQueues } from '#infrastructure/queue/jobs.js';
import { lane } from '#pipeline/lane.js';
import type { Bilanz, Postfach, Scanordner, StufenStand, Warteschlange } from './betrieb.schema.js';

/** Open work by stage, with the age of the oldest that is due and that nobody has begun. */
export const stageLoads = (tx: Tx): Promise<StufenStand[]> =>
  rows(
    tx,
    sql<StufenStand>`select pipeline, case when stage = '' then 'eingetroffen' else stage end as stage, count(*) as offen,
        floor(extract(epoch from now() - min(due_at) filter (where due_at <= now() and (lease_until is null or lease_until <= now()))))::int
          as aelteste_faellig_sekunden
      from work_unit where state = 'open' group by 1, 2 order by 1, 2`,
  );

const allQueues: readonly string[] = [...queueNames, ...Object.values(urgentQueues)];

/**
 * Waiting, running, postponed and failed units of each queue, as the database knows them, the empty ones too. Single
 * letters count in the queue of their own, where there is one, because their jobs go there (`pipeline/enqueue.ts`).
 */
export const queueLoads = (tx: Tx): Promise<Warteschlange[]> =>
  rows(
    tx,
    sql<Warteschlange>`
      select q.name,
        count(*) filter (where state = 'open' and due_at <= now() and (lease_until is null or lease_until <= now())) as wartend,
        count(*) filter (where state = 'open' and lease_until > now()) as laufend,
        count(*) filter (where state = 'open' and due_at > now()) as verzoegert,
        count(*) filter (where state = 'failed') as gescheitert
      from unnest(${[...allQueues]}::text[]) with ordinality as q (name, place)
        left join work_unit u on q.name = case when u.lane = ${lane.interactive}::int
          then coalesce(${JSON.stringify(urgentQueues)}::jsonb ->> u.queue, u.queue) else u.queue end
      group by q.name, q.place order by q.place`,
  );

/**
 * The ledger: accepted = open + Clearing + filed + split + refused + given away, and the numbers given = the lines that
 * exist. Anything but 0 in `differenz` means that a letter is missing.
 */
export const ledger = async (tx: Tx): Promise<Bilanz> => {
  const counts = await firstRow(
    tx,
    sql<Omit<Bilanz, 'geloescht' | 'differenz'> & { verwaist: number }>`
      select (select coalesce(sum(letzte), 0) from eingangsnummer_zaehler) as angenommen,
        count(*) filter (where p.zustand = 'in_bearbeitung') as in_bearbeitung,
        count(*) filter (where p.zustand = 'clearing') as clearing,
        count(*) filter (where p.zustand = 'zugeordnet') as zugeordnet,
        count(*) filter (where p.zustand = 'geteilt') as geteilt,
        count(*) filter (where p.zustand = 'abgewiesen') as abgewiesen,
        count(*) filter (where p.zustand = 'abgegeben') as abgegeben,
        count(*) filter (where p.zustand = 'in_bearbeitung' and (w.id is null or w.state not in ('open', 'waiting'))) as verwaist
      from posteingang p left join work_item w on w.id = p.id`,
  );
  if (counts === undefined) throw new Error('the ledger did not answer');
  const { verwaist, ...known } = counts;
  const sum =
    known.inBearbeitung +
    known.clearing +
    known.zugeordnet +
    known.geteilt +
    known.abgewiesen +
    known.abgegeben;
  return { ...known, geloescht: 0, differenz: known.angenommen - sum + verwaist };
};

/** Items in Clearing and how long the oldest has waited. */
export const clearingLoad = async (
  tx: Tx,
): Promise<{ anzahl: number; aeltestesSekunden: number | null }> =>
  (await firstRow(
    tx,
    sql<{ anzahl: number; aeltestesSekunden: number | null }>`select count(*) as anzahl,
        floor(extract(epoch from now() - min(clearing_at)))::int as aeltestes_sekunden
      from work_item where state = 'clearing' and pipeline = 'posteingang'`,
  )) ?? { anzahl: 0, aeltestesSekunden: null };

/** What is to leave: on its way, uncertain, failed. */
interface Ausgehend {
  unterwegs: number;
  unklar: number;
  gescheitert: number;
}

/** Counts rows with the states of what leaves; `from` names the table and, where not all count, which. */
const countAusgehend = async (tx: Tx, from: RawBuilder<unknown>): Promise<Ausgehend> =>
  (await firstRow(
    tx,
    sql<Ausgehend>`
      select count(*) filter (where zustand in ('queued', 'claimed', 'committing')) as unterwegs,
        count(*) filter (where zustand = 'unknown') as unklar, count(*) filter (where zustand = 'failed') as gescheitert
      from ${from}`,
  )) ?? { unterwegs: 0, unklar: 0, gescheitert: 0 };

/** Outgoing letters on their way, uncertain and failed. */
export const outboundLoad = (tx: Tx): Promise<Ausgehend> => countAusgehend(tx, sql`postausgang`);

/** Acknowledgements of the last 7 days on their way, uncertain and failed; none of them is sent again by hand. */
export const acknowledgementLoad = (tx: Tx): Promise<Ausgehend> =>
  countAusgehend(
    tx,
    sql`eingangsbestaetigung where zustand <> 'unterlassen' and created_at > now() - interval '7 days'`,
  );

/** The folders of the scanners, as the keeper last saw them. */
export const stationLoads = (tx: Tx): Promise<Scanordner[]> =>
  rows(
    tx,
    sql<Scanordner>`select station, wartend, case when aelteste_seit is not null then greatest(0, floor(extract(epoch from now() - aelteste_seit)))::int end as aelteste_sekunden,
        greatest(0, floor(extract(epoch from now() - geprueft_at)))::int as geprueft_sekunden, angenommen, abgewiesen, stoerung
      from hotfolder_stand order by station`,
  );

/**
 * The sources of mail. `differenz` compares what was acknowledged to mail servers, or seen in mailboxes, with what is
 * written, day by day; more written than acknowledged is no fault: a process that died did not count its last mails.
 */
export const mailboxLoads = (tx: Tx): Promise<Omit<Postfach, 'name'>[]> =>
  rows(
    tx,
    sql<Omit<Postfach, 'name'>>`select p.quelle, p.zustand, p.wartend, p.beiseite, p.stoerung,
        greatest(0, floor(extract(epoch from now() - p.kontakt_at)))::int as kontakt_sekunden,
        (select greatest(0, floor(extract(epoch from now() - max(z.empfangen_am))))::int from mail_zustellung z
          where z.quelle = p.quelle) as letzte_sekunden,
        (select count(*) from mail_zustellung z where z.quelle = p.quelle and not z.wiederholung
          and z.empfangen_am >= date_trunc('day', now() at time zone 'Europe/Berlin') at time zone 'Europe/Berlin') as heute,
        (select count(*) from mail_nachricht n where n.quelle = p.quelle and n.zustand = 'verschwunden'
          and n.gesehen_am > now() - interval '7 days')
        + (select coalesce(sum(greatest(0, t.quittiert - (select count(*) from mail_zustellung z where z.quelle = t.quelle
            and z.empfangen_am >= t.tag::timestamp at time zone 'Europe/Berlin'
            and z.empfangen_am < (t.tag + 1)::timestamp at time zone 'Europe/Berlin'))), 0)::bigint
          from mail_tagesstand t where t.quelle = p.quelle and t.tag > current_date - 7) as differenz
      from mail_postfach p order by p.quelle`,
  );

/** Those of the signs that an Organisationseinheit has. */
export const knownKuerzel = async (tx: Tx, kuerzel: readonly string[]): Promise<Set<string>> => {
  if (kuerzel.length === 0) return new Set();
  const found = await rows<{ kuerzel: string }>(
    tx,
    sql`select kuerzel from organisationseinheit where kuerzel = any (${[...kuerzel]}::text[])`,
  );
  return new Set(found.map((one) => one.kuerzel));
};

/** Version of the database server; also proves that it answers. */
export const databaseVersion = async (tx: Tx): Promise<string> =>
  (
    await firstRow(
      tx,
      sql<{ version: string }>`select current_setting('server_version') as version`,
    )
  )?.version ?? '';

/** Units whose letters went through alone and do not any more: too many were wrong, or a person has stopped it. */
export const throttledClasses = async (tx: Tx): Promise<string[]> =>
  (
    await rows(
      tx,
      sql<{
        einheit: string;
      }>`select einheit from selbstannahme_klasse where zustand = 'gedrosselt' order by einheit`,
    )
  ).map(({ einheit }) => einheit);

/** How many items wait in quarantine for a decision. */
export const quarantineLoad = async (tx: Tx): Promise<number> =>
  (
    await firstRow(
      tx,
      sql<{
        anzahl: number;
      }>`select count(*) as anzahl from posteingang where virenpruefung = 'befund' and zustand <> 'abgewiesen'`,
    )
  )?.anzahl ?? 0;
