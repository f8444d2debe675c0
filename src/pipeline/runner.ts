import { randomUUID } from 'node:crypto';
import { MailroomError, NeedsClearing } from '#errors.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import type { UnitOfWork } from './dispatcher.js';
import { createMoves } from './moves.js';
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

/** What became of one job. `skipped`: somebody else has done or has the work. */
export type RunOutcome = 'done' | 'skipped' | 'postponed' | 'clearing';

/** A worker that dies says nothing about the item, but one that dies each time does. */
const attemptsOfDyingWorkers = 8;

class Superseded extends Error {}

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

  const stageOf = (unit: ClaimedUnit): { pipeline: Pipeline; stage: Stage } => {
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
  const commit = (
    unit: ClaimedUnit,
    pipeline: Pipeline,
    stage: Stage,
    result: StageResult,
    startedAt: number,
  ) =>
    asSystem(db, async (tx) => {
      if (!(await lockLeased(tx, unit))) throw new Superseded();
      const durationMs = Math.round(performance.now() - startedAt);
      const outcome = result.next?.kind ?? 'next';
      const first = await claimResult(tx, { ...unit, stage: stage.name, durationMs, outcome });
      if (!first) throw new Superseded();
      await result.write?.(tx);
      return moves.advance(tx, { unit, pipeline, stage, next: result.next ?? { kind: 'next' } });
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
      const queues = await moves.giveUp(tx, { unit, pipeline, reason: reasonOf(error) });
      return { outcome: 'clearing' as const, queues };
    });

  const execute = async (unit: ClaimedUnit, signal: AbortSignal): Promise<RunOutcome> => {
    const startedAt = performance.now();
    const facts = {
      itemId: unit.itemId,
      page: unit.page,
      stage: unit.stage,
      run: unit.run,
      attempt: unit.attempts,
    };
    let pipeline: Pipeline | undefined;
    try {
      if (unit.attempts > deps.maxAttempts + attemptsOfDyingWorkers) throw tooManyDeaths();
      const found = stageOf(unit);
      pipeline = found.pipeline;
      const { stage } = found;
      if (stage.pages !== undefined && unit.page === wholeItem) {
        const queues = await asSystem(db, async (tx) => {
          if (!(await lockLeased(tx, unit))) throw new Superseded();
          return moves.enter(tx, {
            unit,
            pipeline: found.pipeline,
            index: found.pipeline.stages.indexOf(stage),
          });
        });
        deps.afterCommit(queues);
        return 'done';
      }
      const result = await stage.run({
        ...unit,
        stage: stage.name,
        attempt: unit.attempts,
        signal,
      });
      const queues = await commit(unit, pipeline, stage, result, startedAt);
      deps.observe?.({
        pipeline: pipeline.name,
        stage: stage.name,
        seconds: (performance.now() - startedAt) / 1000,
        ok: true,
      });
      // Its own queue has one job less now.
      deps.afterCommit([...new Set([unit.queue, ...queues])]);
      return 'done';
    } catch (error) {
      if (error instanceof Superseded || signal.aborted) return 'skipped';
      log.warn({ err: error, ...facts, pipeline: unit.pipeline }, 'stage failed');
      deps.observe?.({
        pipeline: unit.pipeline,
        stage: unit.stage,
        seconds: (performance.now() - startedAt) / 1000,
        ok: false,
      });
      const { outcome, queues } = await fail(unit, pipeline, error);
      deps.afterCommit([...new Set([unit.queue, ...queues])]);
      return outcome;
    }
  };

  /** Does one job: claims it by the database's clock, runs the stage, applies its write once. */
  const run = async (work: UnitOfWork, stop?: AbortSignal): Promise<RunOutcome> => {
    const token = randomUUID();
    const unit = await asSystem(db, (tx) => claimUnit(tx, { work, token, leaseSeconds }));
    if (unit === undefined) return 'skipped';
    const lost = new AbortController();
    const signal = stop === undefined ? lost.signal : AbortSignal.any([lost.signal, stop]);
    const heartbeat = setInterval(
      () => {
        asSystem(db, (tx) => renewLease(tx, unit, leaseSeconds)).then(
          (held) => held || lost.abort(),
          // The next beat tries again; the lease outlasts two missed ones.
          (error: unknown) => log.warn({ err: error, itemId: unit.itemId }, 'lease not renewed'),
        );
      },
      (leaseSeconds * 1000) / 3,
    );
    try {
      return await execute(unit, signal);
    } catch (error) {
      if (error instanceof Superseded) return 'skipped';
      throw error;
    } finally {
      clearInterval(heartbeat);
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
