import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { druckdateiOf } from './postausgang.js';
import type { Nachweis, PostausgangZustand, Versandkanal } from './postausgang.schema.js';
import { darfHinaus } from './stornofrist.repository.js';
import { sourcesOf, targetOf, type Versandergebnis } from './versandergebnis.js';

/*
 * The fence against sending twice. `claimed` may be taken over when its lease has ended, because nothing
 * has left before `committing`. `committing` may not: it ends in `sent`, `unknown` or, when the other side
 * has said no, in a new attempt. All leases use the database's clock.
 */

/** A letter that this worker may send until its lease ends. */
export interface Versandauftrag {
  id: string;
  token: string;
  attempt: number;
  kanal: Versandkanal;
  versanddatum: string;
  druckdatei: string;
}

/** Where a letter stands and whether somebody else is at it. */
export interface Versandstand {
  zustand: PostausgangZustand;
  kanal: Versandkanal | null;
  leaseHeld: boolean;
  /** Nobody holds it, and the time in which it can be stopped is over. */
  darfHinaus: boolean;
  /** Failed attempts since the letter was last put on its way. */
  fehlversuche: number;
  fehlerCode: string | null;
  fehlerText: string | null;
}

/** Reads the state without locking. */
export const findVersandstand = (tx: Tx, id: string): Promise<Versandstand | undefined> =>
  firstRow<Versandstand>(
    tx,
    sql`select zustand, kanal, coalesce(dispatch_lease_until > now(), false) as lease_held, ${darfHinaus('p')} as darf_hinaus, fehlversuche, fehler_code, fehler_text
        from postausgang p where id = ${id}`,
  );

/** Takes a letter that waits, or whose last worker has died before anything left; undefined otherwise. */
export const claimVersand = async (
  tx: Tx,
  claim: { id: string; token: string; leaseSeconds: number },
): Promise<Versandauftrag | undefined> => {
  const day = sql`coalesce(versanddatum, (now() at time zone 'Europe/Berlin')::date)`;
  const taken = await firstRow<Omit<Versandauftrag, 'druckdatei'>>(
    tx,
    sql`update postausgang set zustand = 'claimed', dispatch_attempt = dispatch_attempt + 1,
          dispatch_token = ${claim.token}::uuid, versanddatum = ${day}, fehler_code = null, fehler_text = null,
          naechster_versuch_at = null, naechste_statusfrage_at = null, fremdkennung = null,
          dispatch_lease_until = now() + ${claim.leaseSeconds} * interval '1 second', updated_at = now()
        where id = ${claim.id} and kanal is not null
          and ((zustand = 'queued' and ${darfHinaus('postausgang')})
            or (zustand = 'claimed' and dispatch_lease_until <= now()))
        returning id, dispatch_token as token, dispatch_attempt as attempt, kanal, versanddatum`,
  );
  if (taken === undefined) return undefined;
  const druckdatei = druckdateiOf(taken.id, taken.versanddatum);
  await changed(
    tx,
    sql`update postausgang set druckdatei = ${druckdatei} where id = ${taken.id} and kanal in ('druck', 'ipp', 'sftp')`,
  );
  await rows(
    tx,
    sql`update versandversuch set finished_at = now(), ergebnis = 'abgebrochen'
        where postausgang_id = ${taken.id} and finished_at is null`,
  );
  await rows(
    tx,
    sql`insert into versandversuch (postausgang_id, attempt, kanal)
        values (${taken.id}, ${taken.attempt}, ${taken.kanal})`,
  );
  return { ...taken, druckdatei };
};

/** Marks the point of no return; false when the letter is no longer this worker's. */
export const beginCommit = async (
  tx: Tx,
  order: Versandauftrag & { leaseSeconds: number; fremdkennung: string | undefined },
): Promise<boolean> => {
  const fremdkennung = order.fremdkennung ?? null;
  const count = await changed(
    tx,
    sql`update postausgang set zustand = 'committing', updated_at = now(), fremdkennung = ${fremdkennung},
          dispatch_lease_until = now() + ${order.leaseSeconds} * interval '1 second'
        where id = ${order.id} and dispatch_token = ${order.token}::uuid and zustand = 'claimed'
          and dispatch_lease_until > now()`,
  );
  if (count === 0) return false;
  await changed(
    tx,
    sql`update versandversuch set committing_at = now(), fremdkennung = ${fremdkennung}
        where postausgang_id = ${order.id} and attempt = ${order.attempt}`,
  );
  return true;
};

export interface Versandende {
  ergebnis: Versandergebnis;
  /** What the other side answered, or why not. */
  antwort: string;
  /** By which the other side knows it, where it gave such a thing. */
  fremdkennung?: string;
  nachweis?: Omit<Nachweis, 'at'>;
  fehler?: { code: string; text: string };
}

const firstPauseSeconds = 5;
const longestPauseSeconds = 900;

/** Pauses double from 5 seconds to a quarter of an hour; for tables with `fehlversuche` and `naechster_versuch_at`. */
export const afterFailure = (ergebnis: Versandergebnis) =>
  ergebnis === 'retry'
    ? sql`fehlversuche = fehlversuche + 1, naechster_versuch_at = now() + interval '1 second'
        * least(${longestPauseSeconds}::float8, ${firstPauseSeconds}::float8 * 2 ^ least(fehlversuche, 12))`
    : sql`fehlversuche = 0, naechster_versuch_at = null`;

const evidence = (given: Versandende['nachweis']) =>
  given === undefined
    ? sql`nachweis`
    : sql`nachweis || jsonb_build_array(jsonb_build_object('at', to_jsonb(now()), 'art', ${given.art}::text, 'text', ${given.text}::text))`;

/** Until the other side is asked for the first time. */
const firstQuestionSeconds = 5;

/**
 * Ends an attempt; false when the letter is no longer this attempt's to end. `nachfragen`: the other side is asked
 * from time to time what became of it, or whether it has it at all.
 */
export const finishVersand = async (
  tx: Tx,
  order: { id: string; token: string; attempt: number; nachfragen: boolean } & Versandende,
): Promise<boolean> => {
  const { ergebnis, fehler, nachfragen } = order;
  const fremdkennung = order.fremdkennung ?? null;
  const count = await changed(
    tx,
    sql`update postausgang set zustand = ${targetOf[ergebnis]}, dispatch_lease_until = null, updated_at = now(),
          sent_at = case when ${ergebnis === 'sent'} then coalesce(sent_at, now()) else sent_at end,
          nachweis = ${evidence(order.nachweis)}, fehler_code = ${fehler?.code ?? null},
          fehler_text = ${fehler?.text ?? null}, ${afterFailure(ergebnis)},
          fremdkennung = coalesce(${fremdkennung}, fremdkennung), statusfragen = 0,
          naechste_statusfrage_at = case when ${nachfragen} then now() + ${firstQuestionSeconds} * interval '1 second' end
        where id = ${order.id} and dispatch_token = ${order.token}::uuid and zustand = any (${sourcesOf[ergebnis]}::text[])`,
  );
  if (count === 0) return false;
  await changed(
    tx,
    sql`update versandversuch set finished_at = now(), ergebnis = ${ergebnis}, antwort = ${order.antwort},
          fremdkennung = coalesce(${fremdkennung}, fremdkennung)
        where postausgang_id = ${order.id} and attempt = ${order.attempt}`,
  );
  return true;
};

/** A letter whose worker has disappeared. */
export interface Verwaist extends Versandauftrag {
  zustand: 'claimed' | 'committing' | 'unknown';
  renditionSha256: string | null;
  fremdkennung: string | null;
}

/** Locks letters whose lease has ended, those of one id or some of all; others may do the same beside. */
export const lockVerwaiste = (tx: Tx, id?: string): Promise<Verwaist[]> =>
  rows<Verwaist>(
    tx,
    sql`select id, dispatch_token as token, dispatch_attempt as attempt, kanal, versanddatum,
          coalesce(druckdatei, '') as druckdatei, zustand, rendition_sha256, fremdkennung
        from postausgang where zustand in ('claimed', 'committing') and dispatch_lease_until <= now()
          and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
        order by dispatch_lease_until limit 50 for update skip locked`,
  );

/** Letters that wait for another attempt whose time has come. */
export const listFaellige = async (tx: Tx): Promise<string[]> =>
  (
    await rows<{ id: string }>(
      tx,
      sql`select p.id from postausgang p join work_item w on w.id = p.id and w.state = 'waiting'
          where p.zustand = 'queued' and p.naechster_versuch_at <= now()
          order by p.naechster_versuch_at limit 200`,
    )
  ).map((row) => row.id);

/** Locks the letter and tells its state. */
export const lockZustand = async (tx: Tx, id: string): Promise<PostausgangZustand | undefined> =>
  (
    await firstRow<{ zustand: PostausgangZustand }>(
      tx,
      sql`select zustand from postausgang where id = ${id} for update`,
    )
  )?.zustand;

/** What a person found out about an uncertain letter. @returns false when it is not uncertain. */
export const resolveVersand = async (
  tx: Tx,
  finding: { id: string; sent: boolean; text: string },
): Promise<boolean> =>
  (await changed(
    tx,
    sql`update postausgang set zustand = ${finding.sent ? 'sent' : 'queued'}, updated_at = now(),
          sent_at = case when ${finding.sent} then coalesce(
            (select s.committing_at from versandversuch s where s.postausgang_id = postausgang.id
              order by s.attempt desc limit 1), now()) end,
          naechste_statusfrage_at = case when ${finding.sent} then now() end, statusfragen = 0,
          nachweis = ${evidence({ art: 'person', text: finding.text })}
        where id = ${finding.id} and zustand = 'unknown'`,
  )) === 1;

/** Marks a letter that the pipeline gave up as failed, unless it is beyond the point of no return. */
export const failVersand = async (
  tx: Tx,
  failure: { id: string; code: string; text: string },
): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set zustand = 'failed', fehler_code = ${failure.code}, fehler_text = ${failure.text},
          dispatch_lease_until = null, updated_at = now()
        where id = ${failure.id} and zustand in ('zur_freigabe', 'queued', 'claimed', 'failed')`,
  );
};

/** Puts a failed letter back to where the pipeline goes on: before its release, or before its dispatch. */
export const unfailVersand = async (tx: Tx, id: string): Promise<void> => {
  await changed(
    tx,
    sql`update postausgang set zustand = case when freigegeben_at is null then 'zur_freigabe' else 'queued' end,
          fehler_code = null, fehler_text = null, fehlversuche = 0, updated_at = now()
        where id = ${id} and zustand = 'failed'`,
  );
};

/** The newest evidence about a letter; undefined when there is none. */
export const findNachweis = async (tx: Tx, id: string): Promise<Nachweis | undefined> =>
  (
    await firstRow<{ nachweis: Nachweis | null }>(
      tx,
      sql`select nachweis -> -1 as nachweis from postausgang where id = ${id}`,
    )
  )?.nachweis ?? undefined;
