import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { changed, type Db, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';

/** A try at signing in, as far as it is remembered: who and from where, both only as hashes. */
export interface AttemptKey {
  loginHash: Buffer;
  addressHash: Buffer;
}

const hash = (kind: string, value: string): Buffer =>
  createHash('sha256').update(`poststelle:${kind}:${value}`).digest();

/** The hashes of a login name and a network address. */
export const attemptKey = (login: string, address: string): AttemptKey => ({
  loginHash: hash('login', login),
  addressHash: hash('address', address),
});

/** Failures that count against a try, and how long ago the last of them was, in seconds. */
export interface RecentFailures {
  /** The address has signed in to this account within 30 days. */
  knownPlace: boolean;
  account: number;
  accountAge: number | null;
  address: number;
  addressAge: number | null;
}

/** Lets tries at one account, and from one address, pass one after another until the transaction ends. */
export const serialiseAttempts = (tx: Tx, key: AttemptKey): Promise<unknown> =>
  rows(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended(one, 7)) from unnest(array[
      ${key.addressHash.toString('hex')}, ${key.loginHash.toString('hex')}]) one order by one`,
  );

/**
 * Failures of the last hour. For an account, known places and foreign ones are counted apart, each since
 * its last success: whoever tries from elsewhere cannot keep out the person at their own desk.
 */
export const recentFailures = async (tx: Tx, key: AttemptKey): Promise<RecentFailures> => {
  const found = await firstRow<RecentFailures>(
    tx,
    sql`with bekannt as (
        select distinct address_hash from login_attempt
        where login_hash = ${key.loginHash} and successful and at > now() - interval '30 days'),
      konto as (
        select at, successful from login_attempt
        where login_hash = ${key.loginHash} and at > now() - interval '1 hour'
          and (address_hash in (select address_hash from bekannt))
            = (${key.addressHash} in (select address_hash from bekannt))),
      fehlversuch as (
        select at from konto where not successful
          and at > coalesce((select max(at) from konto where successful), '-infinity')),
      adresse as (
        select at from login_attempt where address_hash = ${key.addressHash}
          and not successful and at > now() - interval '1 hour')
      select ${key.addressHash} in (select address_hash from bekannt) as known_place,
        (select count(*)::int from fehlversuch) as account,
        (select extract(epoch from clock_timestamp() - max(at))::float from fehlversuch) as account_age,
        (select count(*)::int from adresse) as address,
        (select extract(epoch from clock_timestamp() - max(at))::float from adresse) as address_age`,
  );
  return found ?? { knownPlace: false, account: 0, accountAge: null, address: 0, addressAge: null };
};

/** Remembers a try as failed before it is evaluated, so that many at once count too. */
export const insertAttempt = async (tx: Tx, key: AttemptKey): Promise<number> => {
  const inserted = await firstRow<{ id: number }>(
    tx,
    sql`insert into login_attempt (login_hash, address_hash, at, successful)
        values (${key.loginHash}, ${key.addressHash}, clock_timestamp(), false) returning id`,
  );
  return inserted?.id ?? 0;
};

/** The try turned out to be right. */
export const markSuccessful = (tx: Tx, id: number): Promise<number> =>
  changed(tx, sql`update login_attempt set successful = true where id = ${id}`);

/** Forgets tries, sessions and set-up links that no longer decide on anything; safe at any time. */
export const forgetOldSignIns = async (db: Db): Promise<void> => {
  await changed(db, sql`delete from login_attempt where at < now() - interval '31 days'`);
  await changed(db, sql`delete from session where expires_at < now()`);
  await changed(db, sql`delete from setup_link where expires_at < now() - interval '7 days'`);
};
