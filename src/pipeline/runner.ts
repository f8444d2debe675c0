import { randomUUID } from 'node:crypto';
import { MailroomError, NeedsClearing } from '#errors.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import type { UnitOfWork } from './dispatcher.js';
import { createMoves } from './moves.js';
import type { Moved, RunOn } from './run-on.js';
import {
  type ClaimedUnit,
  claimResult,
  claimUnit,
  lockLeased,
  postpone,
  renewLease,
} from './runner.repository.js';
import {
  type ClearingReason,
  type Pipeline,
  queueName,
  type Stage,
  type StageEvent,
  type StageResult,
  wholeItem,
} from './stage.js';

export interface RunnerDeps {
  db: Db;
  log: Log;
  pipelines: readonly Pipeline[];
  leaseSeconds: number;
  maxAttempts: number;
  retrySeconds: number;
  record: (tx: Tx, event: StageEvent) => Promise<void>;
  /** Called after each commit with the queues that may have new work. */
  afterCommit: (queues: readonly string[]) => void;
  /** Durations for the metrics. */
  observe?: (facts: { pipeline: string; stage: string; seconds: number; ok: boolean }) => void;
}

/** What became of the last stage of a job. `skipped`: somebody else has done or has the work. */
export type RunOutcome = 'done' | 'skipped' | 'postponed' | 'clearing';

/** A worker that dies says nothing about the item, but one that dies each time does. */
const attemptsOfDyingWorkers = 8;

class Superseded extends Error {}

interface Found {
  pipeline: Pipeline;
  stage: Stage;
}

/** A unit in the hands of this worker, and what the worker offers for afterwards. */
interface Held {
  unit: ClaimedUnit;
  offer: () => RunOn | undefined;
}

interface Ended extends Moved {
  outcome: RunOutcome;
}

const superseded: Ended = { outcome: 'skipped', queues: [] };

/** Turns a failure into a reason that a clerk can read; the original stays untouched. */
const reasonOf = (error: unknown): ClearingReason =>
  error instanceof MailroomError
    ? { code: error.code, text: error.clerkMessage }
    : {
        code: 'unerwarteter-fehler',
        text: 'Bei der Verarbeitung ist wiederholt ein unerwarteter Fehler aufgetreten. Das Original ist unverändert vorhanden; bitte von Hand zuordnen oder erneut versuchen.',
      };

/** The only place that knows claims, transactions, retries and Clearing; no stage mentions any of them. */
export const createRunner = (deps: RunnerDeps) => {
  const { db, log, leaseSeconds } = deps;
  const pipelines = new Map(deps.pipelines.map((pipeline) => [pipeline.name, pipeline]));
  const moves = createMoves({ record: deps.record });

  const stageOf = (unit: ClaimedUnit): Found => {
    const pipeline = pipelines.get(unit.pipeline);
    const stage =
      unit.stage === ''
        ? pipeline?.stages[0]
        : pipeline?.stages.find((one) => one.name === unit.stage);
    if (pipeline === undefined || stage === undefined) {
      throw new NeedsClearing({
        code: 'unbekannte-stufe',
        message: `Pipeline ${unit.pipeline} has no stage ${unit.stage}; was it removed while items were in it?`,
        clerkMessage:
          'Die Verarbeitungsstufe dieses Eintrags gibt es nicht mehr. Bitte erneut versuchen.',
      });
    }
    return { pipeline, stage };
  };

  /** Applies a result in one transaction; throws Superseded when another worker was faster. */
  const commit = (work: Held, found: Found, result: StageResult, startedAt: number) =>
    asSystem(db, async (tx) => {
      const { unit, offer } = work;
      const durationMs = Math.round(performance.now() - startedAt);
      const outcome = result.next?.kind ?? 'next';
      const claim = { stage: found.stage.name, durationMs, outcome };
      if (!(await claimResult(tx, unit, claim))) throw new Superseded();
      await result.write?.(tx);
      return moves.advance(tx, {
        ...found,
        unit,
        offer: offer(),
        next: result.next ?? { kind: 'next' },
      });
    });

  /** Brings the item to its stage: to the queue of the stage, and to its pages if it has any. */
  const enter = ({ unit, offer }: Held, { pipeline, stage }: Found) =>
    asSystem(db, async (tx) => {
      if (!(await lockLeased(tx, unit))) throw new Superseded();
      const index = pipeline.stages.indexOf(stage);
      return moves.enter(tx, { unit, pipeline, index, offer: offer() });
    });

  const fail = (unit: ClaimedUnit, pipeline: Pipeline | undefined, error: unknown) =>
    asSystem(db, async (tx) => {
      if (!(await lockLeased(tx, unit))) throw new Superseded();
      const permanent = error instanceof MailroomError && error.retry === 'never';
      if (!permanent && unit.failures + 1 < deps.maxAttempts) {
        const seconds = deps.retrySeconds * 2 ** unit.failures;
        await postpone(tx, unit, { ...reasonOf(error), seconds });
        return { outcome: 'postponed' as const, queues: [] };
      }
      const { queues } = await moves.giveUp(tx, { unit, pipeline, reason: reasonOf(error) });
      return { outcome: 'clearing' as const, queues };
    });

  const execute = async (work: Held, signal: AbortSignal): Promise<Ended> => {
    const { unit } = work;
    const startedAt = performance.now();
    const observe = (pipeline: string, stage: string, ok: boolean): void =>
      deps.observe?.({ pipeline, stage, seconds: (performance.now() - startedAt) / 1000, ok });
    let pipeline: Pipeline | undefined;
    try {
      if (unit.attempts > deps.maxAttempts + attemptsOfDyingWorkers) throw tooManyDeaths();
      const found = stageOf(unit);
      pipeline = found.pipeline;
      const { stage } = found;
      const elsewhere = unit.queue !== queueName(pipeline.name, stage.queue);
      if (unit.page === wholeItem && (elsewhere || stage.pages !== undefined)) {
        return { outcome: 'done', ...(await enter(work, found)) };
      }
      const claim = { ...unit, stage: stage.name, attempt: unit.attempts, signal };
      const moved = await commit(work, found, await stage.run(claim), startedAt);
      observe(pipeline.name, stage.name, true);
      return { outcome: 'done', ...moved };
    } catch (error) {
      if (error instanceof Superseded || signal.aborted) return superseded;
      const { itemId, page, stage, run, attempts: attempt } = unit;
      const facts = { itemId, page, stage, run, attempt, pipeline: unit.pipeline };
      log.warn({ err: error, ...facts }, 'stage failed');
      observe(unit.pipeline, unit.stage, false);
      return await fail(unit, pipeline, error);
    }
  };

  /** Does one stage, and keeps the lease of its unit meanwhile. */
  const hold = async (work: Held): Promise<Ended> => {
    const { unit } = work;
    const lost = new AbortController();
    const heartbeat = setInterval(
      () => {
        renewLease(db, unit, leaseSeconds).then(
          (held) => held || lost.abort(),
          // The next beat tries again; the lease outlasts two missed ones.
          (error: unknown) => log.warn({ err: error, itemId: unit.itemId }, 'lease not renewed'),
        );
      },
      (leaseSeconds * 1000) / 3,
    );
    try {
      return await execute(work, lost.signal);
    } catch (error) {
      if (error instanceof Superseded) return superseded;
      throw error;
    } finally {
      clearInterval(heartbeat);
    }
  };

  /**
   * Does one job: claims its unit by the database's clock, runs the stage and applies its write once; then goes on
   * with the next stages of the item as long as it gets their leases. Once `stopping` is aborted it ends after the
   * stage that it is at.
   * @returns what became of the last stage.
   */
  const run = async (job: UnitOfWork, stopping?: AbortSignal): Promise<RunOutcome> => {
    const claimed = await claimUnit(db, { work: job, token: randomUUID(), leaseSeconds });
    if (claimed === undefined) return 'skipped';
    const { queue } = claimed;
    const offer = (): RunOn | undefined =>
      stopping?.aborted === true ? undefined : { queue, token: randomUUID(), leaseSeconds };
    // Its own queue has one job less at the end.
    let awake: readonly string[] = [queue];
    try {
      for (let unit = claimed; ; ) {
        const { outcome, queues, next } = await hold({ unit, offer });
        if (next === undefined) {
          awake = [...new Set([queue, ...queues])];
          return outcome;
        }
        if (queues.length > 0) deps.afterCommit(queues);
        unit = next;
      }
    } finally {
      deps.afterCommit(awake);
    }
  };

  return { run };
};

export type Runner = ReturnType<typeof createRunner>;

const tooManyDeaths = (): NeedsClearing =>
  new NeedsClearing({
    code: 'verarbeitung-abgebrochen',
    message: 'The process that works on this item has died each time it tried.',
    clerkMessage:
      'Die Verarbeitung wurde mehrfach abgebrochen, vermutlich wegen dieser Datei. Das Original ist unverändert vorhanden; bitte von Hand zuordnen.',
  });
