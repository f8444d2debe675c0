import { randomUUID } from 'node:crypto';
import { type Actor, appendAudit } from '#audit/index.js';
import { Conflict } from '#errors.js';
import { publish } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { type Lane, reopenItem, startItems } from '#pipeline/store.js';
import {
  type Arrival,
  findKnown,
  insertArrivals,
  type KnownItem,
  lockCounter,
  setCounter,
} from './receive.repository.js';
import { insertZustellungen, type Zustellung } from './sources/zustellung.repository.js';
import { findKnownHalf, findLackingHalf, insertHalf } from './stapel/haelfte.repository.js';
import type { Blattseiten } from './stapel/stapel.schema.js';
import type { Siegel } from './verschluss/siegel.js';
import { findKnownSeals, insertSiegel } from './verschluss/siegel.repository.js';

/** An arrival with what the pipeline and the audit trail need to know. */
export interface Acceptance extends Arrival {
  actor: Actor;
  requestId?: string;
  lane: Lane;
  fairnessKey: string;
  /** How a mail came; noted in the same transaction, for a duplicate too. */
  zustellungen?: readonly Zustellung[];
  /** Set on what stays closed: it gets its number, and no stage ever touches it. */
  siegel?: Siegel;
  /** Set on the fronts or backs of separately scanned sheets; two halves make one item. */
  seiten?: Blattseiten;
}

/** A duplicate is an answer, not an error: it names the item that is already there. */
export type Accepted =
  | { outcome: 'accepted'; id: string; eingangsnummer: string }
  | { outcome: 'duplicate'; id: string; eingangsnummer: string };

interface Waiting {
  acceptance: Acceptance;
  resolve: (accepted: Accepted) => void;
  reject: (error: unknown) => void;
}

const largestBatch = 128;

const keyOf = (item: { idempotencyScope: string; idempotencyKey: string }): string =>
  `${item.idempotencyScope}\u0000${item.idempotencyKey}`;

const keyReused = (): Conflict =>
  new Conflict({
    code: 'idempotency-key-reused',
    message: 'The Idempotency-Key was used before for other bytes; send a new key for a new file.',
    clerkMessage:
      'Dieser Übertragungsschlüssel wurde schon für eine andere Datei verwendet. Bitte neu hochladen.',
  });

type Verdict = Accepted | { outcome: 'conflict' };

/** Begins the scope of every mail that was handed over; behind it stands the unit of its address. */
export const mailScope = 'mail:';

/** The same mail to the addresses of two units is two items: the bytes alone say nothing then. */
const isOfOtherUnit = (one: Acceptance, scope: string): boolean =>
  one.idempotencyScope.startsWith(mailScope) &&
  scope.startsWith(mailScope) &&
  scope !== one.idempotencyScope;

interface Entry {
  id: string;
  /** The hash, or the keyed fingerprint where the bytes are sealed and their hash is new each time. */
  bytes: string;
  number: string;
  scope: string;
}
type Fresh = Acceptance & { id: string; jahr: number; laufnummer: number };

const bytesOf = ({ sha256, siegel }: Acceptance): string => siegel?.abdruck ?? sha256;

/** Decides a batch in order: a known key or known bytes make a duplicate, the rest get the next numbers. */
const judge = (
  batch: readonly Acceptance[],
  known: readonly (KnownItem & { abdruck?: string })[],
  last: number,
  jahr: number,
) => {
  const byKey = new Map<string, Entry>();
  const byHash = new Map<string, Entry[]>();
  const note = (key: string, entry: Entry): void => {
    byKey.set(key, entry);
    byHash.set(entry.bytes, [...(byHash.get(entry.bytes) ?? []), entry]);
  };
  for (const { id, sha256, abdruck, eingangsnummer, ...item } of known) {
    const facts = { id, number: eingangsnummer, scope: item.idempotencyScope };
    note(keyOf(item), { ...facts, bytes: abdruck ?? sha256 });
  }
  const fresh: Fresh[] = [];
  const verdicts = batch.map((one): Verdict => {
    const sameKey = byKey.get(keyOf(one));
    const bytes = bytesOf(one);
    if (sameKey !== undefined && sameKey.bytes !== bytes) return { outcome: 'conflict' };
    const same = sameKey ?? byHash.get(bytes)?.find(({ scope }) => !isOfOtherUnit(one, scope));
    if (same !== undefined)
      return { outcome: 'duplicate', id: same.id, eingangsnummer: same.number };
    const laufnummer = last + fresh.length + 1;
    const id = randomUUID();
    const number = `${jahr}-${String(laufnummer).padStart(6, '0')}`;
    fresh.push({ ...one, id, jahr, laufnummer });
    note(keyOf(one), { id, bytes, number, scope: one.idempotencyScope });
    return { outcome: 'accepted', id, eingangsnummer: number };
  });
  return { fresh, verdicts };
};

/** What is known of these arrivals; sealed ones are told by their fingerprint. */
const known = async (tx: Tx, batch: readonly Acceptance[]) => {
  const abdruecke = batch.flatMap(({ siegel }) => (siegel === undefined ? [] : [siegel.abdruck]));
  const plain = await findKnown(tx, batch);
  return abdruecke.length === 0 ? plain : [...plain, ...(await findKnownSeals(tx, abdruecke))];
};

/** Writes the lines; what is sealed goes under the care of no pipeline. */
const enter = async (tx: Tx, fresh: readonly Fresh[]): Promise<void> => {
  await insertArrivals(tx, fresh);
  for (const { id, siegel } of fresh) if (siegel !== undefined) await insertSiegel(tx, id, siegel);
  await startItems(
    tx,
    fresh
      .filter(({ siegel }) => siegel === undefined)
      .map((one) => ({
        id: one.id,
        pipeline: 'posteingang',
        lane: one.lane,
        fairnessKey: one.fairnessKey,
      })),
  );
};

const acceptBatch = async (
  tx: Tx,
  batch: readonly Acceptance[],
  jahr: number,
): Promise<Verdict[]> => {
  const last = await lockCounter(tx, jahr);
  const { fresh, verdicts } = judge(batch, await known(tx, batch), last, jahr);
  if (fresh.length > 0) {
    await setCounter(tx, jahr, last + fresh.length);
    await enter(tx, fresh);
    await appendAudit(
      tx,
      fresh.map((one) => ({
        actor: one.actor,
        action: 'posteingang.accepted',
        objectType: 'posteingang',
        objectId: one.id,
        detail: {
          kanal: one.kanal,
          size: one.size,
          ...(one.siegel === undefined
            ? {}
            : { verschluss: one.siegel.klasse, regel: one.siegel.regelId }),
        },
        ...(one.requestId === undefined ? {} : { requestId: one.requestId }),
      })),
    );
    await publish(
      tx,
      fresh.map((one) => ({ kind: 'posteingang', id: one.id })),
    );
  }
  await insertZustellungen(tx, zustellungenOf(batch, verdicts));
  return verdicts;
};

const zustellungenOf = (batch: readonly Acceptance[], verdicts: readonly Verdict[]) =>
  batch.flatMap(({ zustellungen = [] }, index) => {
    const verdict = verdicts[index];
    if (verdict === undefined || verdict.outcome === 'conflict') return [];
    const wiederholung = verdict.outcome === 'duplicate';
    return zustellungen.map((one) => ({ ...one, posteingangId: verdict.id, wiederholung }));
  });

/**
 * Takes in one half of separately scanned sheets: it joins the item that lacks it, which keeps its one number, or
 * makes a new item that waits for the other half.
 */
const acceptHalf = async (
  tx: Tx,
  one: Acceptance & { stapelId: string; seiten: Blattseiten },
  jahr: number,
): Promise<Verdict> => {
  await lockCounter(tx, jahr);
  const known = await findKnownHalf(tx, one.stapelId, one.sha256);
  if (known !== undefined) return { outcome: 'duplicate', ...known };
  const half = { ...one, receivedBy: one.receivedBy };
  const lacking = await findLackingHalf(tx, one.stapelId, one.seiten);
  if (lacking === undefined || (await findKnown(tx, [one])).length > 0) {
    const [verdict] = await acceptBatch(tx, [one], jahr);
    if (verdict === undefined) throw new Error('an arrival got no verdict');
    if (verdict.outcome === 'accepted') await insertHalf(tx, verdict.id, half);
    return verdict;
  }
  await insertHalf(tx, lacking.id, half);
  if (lacking.state === 'waiting')
    await reopenItem(tx, lacking.id, { stage: 'collate', from: 'waiting' });
  await appendAudit(tx, [
    {
      actor: one.actor,
      action: 'posteingang.half-joined',
      objectType: 'posteingang',
      objectId: lacking.id,
      detail: { seiten: one.seiten, size: one.size },
      ...(one.requestId === undefined ? {} : { requestId: one.requestId }),
    },
  ]);
  await publish(tx, [{ kind: 'posteingang', id: lacking.id }]);
  return { outcome: 'accepted', id: lacking.id, eingangsnummer: lacking.eingangsnummer };
};

/**
 * Gives arrivals their gap-free Eingangsnummer. Receipts that come in side by side share one transaction,
 * because the year's counter lets only one transaction at a time through: one commit serves all of them.
 */
export const createReceiver = (deps: {
  db: Db;
  afterCommit: (queues: readonly string[]) => void;
}) => {
  const waiting: Waiting[] = [];
  let draining = false;

  const settle = (batch: readonly Waiting[], verdicts: readonly Verdict[]): void => {
    batch.forEach((one, index) => {
      const verdict = verdicts[index];
      if (verdict === undefined || verdict.outcome === 'conflict') one.reject(keyReused());
      else one.resolve(verdict);
    });
  };

  const drain = async (): Promise<void> => {
    draining = true;
    while (waiting.length > 0) {
      const jahr = Number(waiting[0]?.acceptance.eingangsdatum.slice(0, 4));
      const sameYear = waiting.findIndex(
        (one) => Number(one.acceptance.eingangsdatum.slice(0, 4)) !== jahr,
      );
      const batch = waiting.splice(
        0,
        Math.min(largestBatch, sameYear === -1 ? largestBatch : sameYear),
      );
      try {
        const acceptances = batch.map((one) => one.acceptance);
        settle(batch, await asSystem(deps.db, (tx) => acceptBatch(tx, acceptances, jahr)));
        deps.afterCommit(['posteingang.light']);
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    draining = false;
  };

  const acceptOneHalf = async (
    half: Acceptance & { stapelId: string; seiten: Blattseiten },
  ): Promise<Accepted> => {
    const jahr = Number(half.eingangsdatum.slice(0, 4));
    const verdict = await asSystem(deps.db, (tx) => acceptHalf(tx, half, jahr));
    deps.afterCommit(['posteingang.light']);
    if (verdict.outcome === 'conflict') throw keyReused();
    return verdict;
  };

  /** Resolves when the item is committed; only then may anybody be told that it was accepted. */
  const accept = (acceptance: Acceptance): Promise<Accepted> => {
    const { stapelId, seiten } = acceptance;
    if (stapelId !== undefined && seiten !== undefined)
      return acceptOneHalf({ ...acceptance, stapelId, seiten });
    return inBatch(acceptance);
  };

  const inBatch = (acceptance: Acceptance): Promise<Accepted> =>
    new Promise((resolve, reject) => {
      waiting.push({ acceptance, resolve, reject });
      if (!draining) void drain();
    });

  return { accept };
};

export type Receiver = ReturnType<typeof createReceiver>;
