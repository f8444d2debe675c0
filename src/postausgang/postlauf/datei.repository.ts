import { type RawBuilder, sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { afterFailure, type Versandende } from '../versand.repository.js';
import type { Versandergebnis } from '../versandergebnis.js';

/*
 * The fence against sending twice, for a print file and all its letters at once: as in versand.repository.ts,
 * `claimed` may be taken over when its lease has ended, `committing` may not.
 */

/** A print file that this process may hand over until its lease ends. */
export interface Dateiauftrag {
  id: string;
  laufId: string;
  nummer: number;
  token: string;
  attempt: number;
  sha256: string | null;
  seiten: number | null;
  fremdkennung: string | null;
}

const columns = sql`d.id, d.postlauf_id as lauf_id, d.nummer, d.token, d.attempt, d.sha256, d.seiten, d.fremdkennung`;

/** The letters of a file. */
const lettersOf = (dateiId: string): RawBuilder<unknown> =>
  sql`(select b.postausgang_id from postlauf_brief b join postlauf_umschlag u on u.id = b.umschlag_id
    where u.datei_id = ${dateiId} and b.aktiv)`;

/** Takes the next file that is due; undefined when there is none. */
export const claimDatei = async (
  tx: Tx,
  claim: { token: string; leaseSeconds: number },
): Promise<Dateiauftrag | undefined> => {
  const taken = await firstRow<Dateiauftrag>(
    tx,
    sql`update postlauf_datei d set zustand = 'claimed', attempt = attempt + 1, token = ${claim.token}::uuid,
          lease_until = now() + ${claim.leaseSeconds} * interval '1 second', naechster_versuch_at = null,
          fehler_code = null, fehler_text = null, updated_at = now()
        where d.id = (select n.id from postlauf_datei n where (n.zustand = 'queued'
              and (n.naechster_versuch_at is null or n.naechster_versuch_at <= now()))
            or (n.zustand = 'claimed' and n.lease_until <= now())
          order by n.updated_at, n.nummer limit 1 for update skip locked)
        returning ${columns}`,
  );
  if (taken === undefined) return undefined;
  await changed(
    tx,
    sql`update postausgang set dispatch_attempt = dispatch_attempt + 1,
          versanddatum = coalesce(versanddatum, (now() at time zone 'Europe/Berlin')::date), updated_at = now()
        where id in ${lettersOf(taken.id)}`,
  );
  await changed(
    tx,
    sql`insert into versandversuch (postausgang_id, attempt, kanal)
        select p.id, p.dispatch_attempt, p.kanal from postausgang p where p.id in ${lettersOf(taken.id)}`,
  );
  return taken;
};

/** Notes the finished print file; equal on every attempt. False when it is no longer this process's. */
export const setDruckdatei = async (
  tx: Tx,
  order: Dateiauftrag,
  given: { sha256: string; size: number; seiten: number; leaseSeconds: number },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`update postlauf_datei set sha256 = ${given.sha256}, size = ${given.size}, seiten = ${given.seiten},
          lease_until = now() + ${given.leaseSeconds} * interval '1 second', updated_at = now()
        where id = ${order.id} and token = ${order.token}::uuid and zustand = 'claimed' and lease_until > now()`,
  )) === 1;

/** Marks the point of no return of a file and its letters; false when it is no longer this process's. */
export const beginDateiCommit = async (
  tx: Tx,
  order: Dateiauftrag,
  given: { leaseSeconds: number; fremdkennung: string | undefined },
): Promise<boolean> => {
  const count = await changed(
    tx,
    sql`update postlauf_datei set zustand = 'committing', committing_at = now(), updated_at = now(),
          fremdkennung = coalesce(${given.fremdkennung ?? null}, fremdkennung),
          lease_until = now() + ${given.leaseSeconds} * interval '1 second'
        where id = ${order.id} and token = ${order.token}::uuid and zustand = 'claimed' and lease_until > now()`,
  );
  if (count === 0) return false;
  await changed(
    tx,
    sql`update postausgang set zustand = 'committing', updated_at = now() where id in ${lettersOf(order.id)}`,
  );
  await changed(
    tx,
    sql`update versandversuch s set committing_at = now() from postausgang p
        where p.id = s.postausgang_id and s.attempt = p.dispatch_attempt and p.id in ${lettersOf(order.id)}`,
  );
  return true;
};

const evidence = (column: RawBuilder<unknown>, given: Versandende['nachweis']) =>
  given === undefined
    ? column
    : sql`${column} || jsonb_build_array(jsonb_build_object('at', to_jsonb(now()), 'art', ${given.art}::text, 'text', ${given.text}::text))`;

const dateiState: Readonly<Record<Versandergebnis, string>> = {
  sent: 'sent',
  unknown: 'unknown',
  failed: 'failed',
  retry: 'queued',
};
/** A letter of a failed file is still its run's: nobody else may send it until the run gives it back. */
const briefState: Readonly<Record<Versandergebnis, string>> = {
  sent: 'sent',
  unknown: 'unknown',
  failed: 'claimed',
  retry: 'claimed',
};

/**
 * Ends an attempt for the file and its letters together.
 * @returns the ids of its letters; undefined when it is no longer this attempt's to end.
 */
export const finishDatei = async (
  tx: Tx,
  order: { id: string; token: string },
  ende: Versandende,
): Promise<string[] | undefined> => {
  const { ergebnis, fehler } = ende;
  // Proof that comes late lets a file go on that already waits for a person.
  const from = ergebnis === 'sent' ? ['committing', 'unknown'] : ['claimed', 'committing'];
  const count = await changed(
    tx,
    sql`update postlauf_datei set zustand = ${dateiState[ergebnis]}, lease_until = null, updated_at = now(),
          sent_at = case when ${ergebnis === 'sent'} then now() else sent_at end,
          nachweis = ${evidence(sql`nachweis`, ende.nachweis)}, fehler_code = ${fehler?.code ?? null},
          fremdkennung = coalesce(${ende.fremdkennung ?? null}, fremdkennung),
          fehler_text = ${fehler?.text ?? null}, ${afterFailure(ergebnis)}
        where id = ${order.id} and token = ${order.token}::uuid and zustand = any (${from}::text[])`,
  );
  if (count === 0) return undefined;
  const letters = await rows<{ id: string }>(
    tx,
    sql`update postausgang set zustand = ${briefState[ergebnis]}, updated_at = now(), fehler_code = ${fehler?.code ?? null},
          fehler_text = ${fehler?.text ?? null}, nachweis = ${evidence(sql`nachweis`, ende.nachweis)},
          sent_at = case when ${ergebnis === 'sent'} then coalesce(sent_at, now()) else sent_at end
        where id in ${lettersOf(order.id)} returning id`,
  );
  await changed(
    tx,
    sql`update versandversuch s set finished_at = now(), ergebnis = ${ergebnis}, antwort = ${ende.antwort}
        from postausgang p where p.id = s.postausgang_id and s.attempt = p.dispatch_attempt and p.id in ${lettersOf(order.id)}`,
  );
  return letters.map(({ id }) => id);
};

/** Locks files that were interrupted beyond the point of no return. */
export const lockVerwaisteDateien = (tx: Tx): Promise<(Dateiauftrag & { sha256: string })[]> =>
  rows(
    tx,
    sql`select ${columns} from postlauf_datei d where d.zustand = 'committing' and d.lease_until <= now()
        order by d.lease_until limit 20 for update skip locked`,
  );

/** Locks one file of a run; undefined when there is none. */
export const lockDatei = (tx: Tx, key: { laufId: string; nummer: number }) =>
  firstRow<Dateiauftrag & { zustand: string }>(
    tx,
    sql`select ${columns}, d.zustand from postlauf_datei d
        where d.postlauf_id = ${key.laufId} and d.nummer = ${key.nummer} for update`,
  );

/** Settles an uncertain file by what a person found out. @returns the ids of its letters. */
export const resolveDatei = async (
  tx: Tx,
  datei: { id: string },
  finding: { sent: boolean; text: string },
): Promise<string[]> => {
  const nachweis = { art: 'person' as const, text: finding.text };
  await changed(
    tx,
    sql`update postlauf_datei set zustand = ${finding.sent ? 'sent' : 'queued'}, updated_at = now(), fehler_code = null,
          fehler_text = null, fehlversuche = 0, naechster_versuch_at = null,
          sent_at = case when ${finding.sent} then coalesce(committing_at, now()) end,
          nachweis = ${evidence(sql`nachweis`, nachweis)}
        where id = ${datei.id}`,
  );
  const letters = await rows<{ id: string }>(
    tx,
    sql`update postausgang p set zustand = ${finding.sent ? 'sent' : 'claimed'}, updated_at = now(), fehler_code = null,
          fehler_text = null, nachweis = ${evidence(sql`p.nachweis`, nachweis)},
          sent_at = case when ${finding.sent} then coalesce((select d.committing_at from postlauf_datei d
            where d.id = ${datei.id}), now()) end
        where p.id in ${lettersOf(datei.id)} returning p.id`,
  );
  return letters.map(({ id }) => id);
};

/** Puts a failed file into its queue again. */
export const requeueDatei = async (tx: Tx, id: string): Promise<void> => {
  await changed(
    tx,
    sql`update postlauf_datei set zustand = 'queued', fehler_code = null, fehler_text = null, fehlversuche = 0,
          naechster_versuch_at = null, updated_at = now() where id = ${id}`,
  );
};

/** Gives the letters of a failed file back, so that another run takes them. @returns their ids. */
export const dissolveDatei = async (tx: Tx, id: string): Promise<string[]> => {
  const letters = await rows<{ id: string }>(
    tx,
    sql`update postausgang set zustand = 'queued', fehler_code = null, fehler_text = null, updated_at = now()
        where id in ${lettersOf(id)} returning id`,
  );
  await changed(
    tx,
    sql`update postlauf_brief b set aktiv = false from postlauf_umschlag u
        where u.id = b.umschlag_id and u.datei_id = ${id}`,
  );
  await changed(
    tx,
    sql`update postlauf_datei set zustand = 'aufgeloest', updated_at = now() where id = ${id}`,
  );
  return letters.map(({ id: letter }) => letter);
};
