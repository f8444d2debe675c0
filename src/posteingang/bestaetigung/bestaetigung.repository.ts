import { sql } from 'kysely';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import type { Eingangsbestaetigung } from '../eingangsbestaetigung.schema.js';

/** How a mail came by itself, all its deliveries together. */
export interface Zustellweg {
  /** Undefined for mailboxes, which forget the envelope. */
  umschlagVon: string | undefined;
  /** The addresses to which it was delivered, also as configured. */
  adressen: string[];
  alterStunden: number;
  virenpruefung: string;
}

/** How the mail came from a mail server or a mailbox; undefined for what a person handed in. */
export const findZustellweg = async (tx: Tx, id: string): Promise<Zustellweg | undefined> => {
  const found = await firstRow<Omit<Zustellweg, 'umschlagVon'> & { umschlagVon: string | null }>(
    tx,
    sql`select (array_agg(z.umschlag_von order by z.empfangen_am) filter (where z.quelle in ('lmtp', 'smtp')))[1] as umschlag_von,
          (select array_agg(distinct a.adresse) from mail_zustellung y, unnest(y.umschlag_an || y.postfach) as a (adresse)
            where y.posteingang_id = ${id} and (y.quelle in ('lmtp', 'smtp') or y.quelle like 'imap:%')) as adressen,
          extract(epoch from now() - min(least(z.internaldate, z.empfangen_am)))::float8 / 3600 as alter_stunden,
          min(p.virenpruefung) as virenpruefung
        from mail_zustellung z join posteingang p on p.id = z.posteingang_id
        where z.posteingang_id = ${id} and (z.quelle in ('lmtp', 'smtp') or z.quelle like 'imap:%')
        having count(*) > 0`,
  );
  return found === undefined
    ? undefined
    : { ...found, umschlagVon: found.umschlagVon ?? undefined };
};

/** How many acknowledgements may go out. */
export interface Grenzen {
  perSenderPerDay: number;
  perHour: number;
  perHourPerDomain: number;
}

interface Stand {
  absender: number;
  stunde: number;
  domain: number;
}

const countStand = async (tx: Tx, schluessel: string, domain: string): Promise<Stand> =>
  (await firstRow<Stand>(
    tx,
    sql`select count(*) filter (where absender_schluessel = ${schluessel}) as absender,
          count(*) filter (where created_at > now() - interval '1 hour') as stunde,
          count(*) filter (where created_at > now() - interval '1 hour' and absender_domain = ${domain}) as domain
        from eingangsbestaetigung where zustand <> 'unterlassen' and created_at > now() - interval '24 hours'`,
  )) ?? { absender: 0, stunde: 0, domain: 0 };

const exceeded = (stand: Stand, grenzen: Grenzen): string | undefined => {
  if (stand.absender >= grenzen.perSenderPerDay)
    return 'Dieser Absender hat in den letzten 24 Stunden schon eine Eingangsbestätigung erhalten.';
  if (stand.domain >= grenzen.perHourPerDomain || stand.stunde >= grenzen.perHour)
    return 'Die Grenze für Eingangsbestätigungen in einer Stunde war erreicht.';
  return undefined;
};

// Any number that nobody else locks; it keeps two workers from counting at the same time.
const lockNumber = 6_868;

/**
 * Notes that the mail is to be acknowledged, or that a limit forbids it; once for an item, whatever is said later.
 * The limits count what was ordered, sent or not.
 */
export const insertAuftrag = async (
  tx: Tx,
  auftrag: { id: string; empfaenger: string; domain: string; bezug: readonly string[] },
  grenzen: Grenzen,
): Promise<void> => {
  const { id, empfaenger, domain, bezug } = auftrag;
  const schluessel = empfaenger.replace(/\+[^@]*(?=@)/, '');
  await rows(tx, sql`select pg_advisory_xact_lock(${lockNumber})`);
  const grund = exceeded(await countStand(tx, schluessel, domain), grenzen);
  await rows(
    tx,
    sql`insert into eingangsbestaetigung (posteingang_id, zustand, grund, empfaenger, absender_schluessel, absender_domain,
          eingangsnummer, eingangsdatum, bezug)
        select id, ${grund === undefined ? 'queued' : 'unterlassen'}, ${grund ?? null}, ${empfaenger}, ${schluessel},
          ${domain}, eingangsnummer, eingangsdatum, ${[...bezug]}::text[] from posteingang where id = ${id}
        on conflict do nothing`,
  );
};

/** Notes why a mail is not acknowledged. */
export const insertUnterlassen = (tx: Tx, id: string, grund: string): Promise<unknown> =>
  rows(
    tx,
    sql`insert into eingangsbestaetigung (posteingang_id, zustand, grund, eingangsnummer, eingangsdatum)
        select id, 'unterlassen', ${grund}, eingangsnummer, eingangsdatum from posteingang where id = ${id}
        on conflict do nothing`,
  );

/** What became of the acknowledgement; null where its address has none. */
export const findBestaetigung = async (tx: Tx, id: string): Promise<Eingangsbestaetigung | null> =>
  (await firstRow<Eingangsbestaetigung>(
    tx,
    sql`select zustand, grund, empfaenger,
          to_char(coalesce(sent_at, committing_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as versandt_at
        from eingangsbestaetigung where posteingang_id = ${id}`,
  )) ?? null;
