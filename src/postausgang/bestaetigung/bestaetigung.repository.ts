import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { afterFailure } from '../versand.repository.js';
import { sourcesOf, targetOf, type Versandergebnis } from '../versandergebnis.js';

/*
 * The same fence as for letters (versand.repository.ts): `claimed` may be taken over when its lease has ended,
 * `committing` never. All leases use the database's clock.
 */

/** An acknowledgement that this process may send until its lease ends. */
export interface Bestaetigungsauftrag {
  id: string;
  token: string;
  attempt: number;
  empfaenger: string;
  eingangsnummer: string;
  eingangsdatum: string;
  bezug: string[];
}

/** An acknowledgement that changed without being sent, for the protocol. */
export interface Aufgegeben {
  id: string;
  attempt: number;
}

const mostAttempts = 30;
const longestWait = sql`interval '3 days'`;
const isDue = sql`(zustand = 'queued' and naechster_versuch_at <= now()
  or zustand = 'claimed' and dispatch_lease_until <= now())`;

/** Takes one that is due, or whose last worker has died before anything left; undefined when there is none. */
export const claimBestaetigung = (
  tx: Tx,
  claim: { token: string; leaseSeconds: number },
): Promise<Bestaetigungsauftrag | undefined> =>
  firstRow<Bestaetigungsauftrag>(
    tx,
    sql`update eingangsbestaetigung set zustand = 'claimed', dispatch_attempt = dispatch_attempt + 1, grund = null,
          dispatch_token = ${claim.token}::uuid, naechster_versuch_at = null, updated_at = now(),
          dispatch_lease_until = now() + ${claim.leaseSeconds} * interval '1 second'
        where posteingang_id = (select posteingang_id from eingangsbestaetigung where ${isDue}
          and dispatch_attempt < ${mostAttempts} and created_at > now() - ${longestWait}
          order by created_at limit 1 for update skip locked)
        returning posteingang_id as id, dispatch_token as token, dispatch_attempt as attempt, empfaenger, eingangsnummer,
          to_char(eingangsdatum, 'YYYY-MM-DD') as eingangsdatum, bezug`,
  );

/** Marks the point of no return; false when it is no longer this worker's. */
export const beginCommitBestaetigung = async (
  tx: Tx,
  order: Bestaetigungsauftrag & { leaseSeconds: number },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`update eingangsbestaetigung set zustand = 'committing', committing_at = now(), updated_at = now(),
          dispatch_lease_until = now() + ${order.leaseSeconds} * interval '1 second'
        where posteingang_id = ${order.id} and dispatch_token = ${order.token}::uuid and zustand = 'claimed'
          and dispatch_lease_until > now()`,
  )) === 1;

/** How an attempt ended. */
export interface Bestaetigungsende {
  ergebnis: Versandergebnis;
  /** What the relay answered, or why not. */
  antwort: string;
  /** In German, for those who may read the mail. */
  grund: string | null;
}

/** Ends an attempt; false when it is no longer this attempt's to end. */
export const finishBestaetigung = async (
  tx: Tx,
  order: Bestaetigungsauftrag & Bestaetigungsende,
): Promise<boolean> =>
  (await changed(
    tx,
    sql`update eingangsbestaetigung set zustand = ${targetOf[order.ergebnis]}, dispatch_lease_until = null,
          grund = ${order.grund}, antwort = ${order.antwort.slice(0, 500)}, updated_at = now(),
          sent_at = case when ${order.ergebnis === 'sent'} then now() else sent_at end, ${afterFailure(order.ergebnis)}
        where posteingang_id = ${order.id} and dispatch_token = ${order.token}::uuid
          and zustand = any (${[...sourcesOf[order.ergebnis]]}::text[])`,
  )) === 1;

/** Those whose worker disappeared while it ended the mail become uncertain; they are never sent again. */
export const settleUngewisse = (tx: Tx): Promise<Aufgegeben[]> =>
  rows<Aufgegeben>(
    tx,
    sql`update eingangsbestaetigung set zustand = ${targetOf.unknown}, dispatch_lease_until = null, updated_at = now(),
          grund = 'Der Versand wurde im Augenblick der Übergabe unterbrochen.'
        where zustand = 'committing' and dispatch_lease_until <= now()
        returning posteingang_id as id, dispatch_attempt as attempt`,
  );

/** Those that could not be handed over for too long are given up: a late acknowledgement only confuses. */
export const giveUpAlte = (tx: Tx): Promise<Aufgegeben[]> =>
  rows<Aufgegeben>(
    tx,
    sql`update eingangsbestaetigung set zustand = ${targetOf.failed}, dispatch_lease_until = null, updated_at = now(),
          grund = 'Der Mailserver hat sie in drei Tagen nicht angenommen.'
        where ${isDue} and (dispatch_attempt >= ${mostAttempts} or created_at <= now() - ${longestWait})
        returning posteingang_id as id, dispatch_attempt as attempt`,
  );
