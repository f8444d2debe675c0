import { sql } from 'kysely';
import { changed, firstRow, rows } from '#infrastructure/database/pool.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { type Moved, openStage, type RunOn } from './run-on.js';
import type { ClaimedUnit } from './runner.repository.js';
import {
  type ClearingReason,
  type Next,
  type Pipeline,
  type Stage,
  type StageEvent,
  wholeItem,
} from './stage.js';

interface Step {
  unit: ClaimedUnit;
  pipeline: Pipeline;
  /** The worker would go on with what comes next. */
  offer?: RunOn | undefined;
}

const nowhere: Moved = { queues: [] };

/** How an item moves through its list; every move happens in the transaction of its reason. */
export const createMoves = (deps: { record: (tx: Tx, event: StageEvent) => Promise<void> }) => {
  const event = (
    unit: ClaimedUnit,
    outcome: StageEvent['outcome'],
    clearingCode?: string,
  ): StageEvent => ({
    pipeline: unit.pipeline,
    itemId: unit.itemId,
    stage: unit.stage,
    page: unit.page,
    run: unit.run,
    outcome,
    ...(clearingCode === undefined ? {} : { clearingCode }),
  });

  const park = async (
    tx: Tx,
    itemId: string,
    state: 'waiting' | 'clearing',
    stage: string,
  ): Promise<void> => {
    await rows(
      tx,
      sql`update work_item set state = ${state}, stage = ${stage}, updated_at = now() where id = ${itemId}`,
    );
    await rows(tx, sql`delete from work_unit where item_id = ${itemId} and page <> ${wholeItem}`);
    await rows(
      tx,
      sql`update work_unit set state = 'parked', stage = ${stage}, lease_until = null, lease_token = null, queued_until = null
          where item_id = ${itemId}`,
    );
  };

  const finish = async (tx: Tx, itemId: string): Promise<Moved> => {
    await rows(
      tx,
      sql`update work_item set state = 'done', updated_at = now() where id = ${itemId}`,
    );
    await rows(tx, sql`delete from work_unit where item_id = ${itemId}`);
    return nowhere;
  };

  const toClearing = async (
    tx: Tx,
    step: Step & { stage: string; reason: ClearingReason },
  ): Promise<Moved> => {
    const { unit, pipeline, reason } = step;
    await park(tx, unit.itemId, 'clearing', step.stage);
    await rows(
      tx,
      sql`update work_item set clearing_code = ${reason.code}, clearing_text = ${reason.text}, clearing_at = now()
          where id = ${unit.itemId}`,
    );
    await pipeline.onClearing(tx, unit.itemId, reason);
    await deps.record(tx, event(unit, 'clearing', reason.code));
    return nowhere;
  };

  /** Opens the stage with this index, its pages if it has any; a per-page stage without pages is passed. */
  const enter = async (tx: Tx, step: Step & { index: number }): Promise<Moved> => {
    const { unit, pipeline, index } = step;
    const stage = pipeline.stages[index];
    if (stage === undefined) return finish(tx, unit.itemId);
    if ((await stage.appliesTo?.(tx, unit.itemId)) === false)
      return enter(tx, { ...step, index: index + 1 });
    const pages = await stage.pages?.(tx, unit.itemId);
    if (pages !== undefined && pages.length === 0) return enter(tx, { ...step, index: index + 1 });
    return openStage(tx, unit, stage, { pages, offer: step.offer });
  };

  /** Ends the per-page stage when its last page has ended; pages that failed bring the item to Clearing. */
  const joinPages = async (tx: Tx, step: Step & { stage: Stage }): Promise<Moved> => {
    const { unit, pipeline, stage } = step;
    const left = await firstRow(
      tx,
      sql<{
        open: number;
        failed: number;
        code: string | null;
        text: string | null;
        first: number | null;
      }>`
        select count(*) filter (where state = 'open') as open, count(*) filter (where state = 'failed') as failed,
          min(error_code) as code, min(error_text) as text, min(page) filter (where state = 'failed') as first
        from work_unit where item_id = ${unit.itemId} and page <> ${wholeItem}`,
    );
    if (left === undefined || left.open > 0) return nowhere;
    if (left.failed > 0) {
      const pages =
        left.failed === 1
          ? `Seite ${left.first}`
          : `${left.failed} Seiten (zuerst Seite ${left.first})`;
      const reason = {
        code: left.code ?? 'seite-fehlgeschlagen',
        text: `${pages}: ${left.text ?? ''}`,
      };
      return toClearing(tx, { unit, pipeline, stage: stage.name, reason });
    }
    await rows(
      tx,
      sql`delete from work_unit where item_id = ${unit.itemId} and page <> ${wholeItem}`,
    );
    return enter(tx, { ...step, index: pipeline.stages.indexOf(stage) + 1 });
  };

  /** Moves on after a stage has succeeded. */
  const advance = async (tx: Tx, step: Step & { stage: Stage; next: Next }): Promise<Moved> => {
    const { unit, pipeline, stage, next } = step;
    const done: ClaimedUnit = { ...unit, stage: stage.name };
    if (unit.page !== wholeItem) {
      await rows(
        tx,
        sql`delete from work_unit where item_id = ${unit.itemId} and page = ${unit.page}`,
      );
      await deps.record(tx, event(done, 'page'));
      return joinPages(tx, { ...step, unit: done });
    }
    const following = pipeline.stages.indexOf(stage) + 1;
    switch (next.kind) {
      case 'clearing':
        return toClearing(tx, { unit: done, pipeline, stage: stage.name, reason: next.reason });
      case 'wait':
        await park(tx, unit.itemId, 'waiting', pipeline.stages[following]?.name ?? stage.name);
        await deps.record(tx, event(done, 'wait'));
        return nowhere;
      case 'done':
        await deps.record(tx, event(done, 'done'));
        return finish(tx, unit.itemId);
      case 'next':
        await deps.record(tx, event(done, following < pipeline.stages.length ? 'next' : 'done'));
        return enter(tx, { ...step, unit: done, index: following });
    }
  };

  /** Ends the attempts at a unit: the item goes to Clearing, a page waits there for its siblings. */
  const giveUp = async (
    tx: Tx,
    step: { unit: ClaimedUnit; pipeline: Pipeline | undefined; reason: ClearingReason },
  ): Promise<Moved> => {
    const { unit, reason } = step;
    const pipeline = step.pipeline ?? orphaned(unit.pipeline);
    const stage = pipeline.stages.find((one) => one.name === unit.stage);
    if (unit.page === wholeItem || stage === undefined) {
      return toClearing(tx, { unit, pipeline, stage: unit.stage, reason });
    }
    await changed(
      tx,
      sql`update work_unit set state = 'failed', error_code = ${reason.code}, error_text = ${reason.text},
            lease_until = null, lease_token = null where item_id = ${unit.itemId} and page = ${unit.page}`,
    );
    return joinPages(tx, { unit, pipeline, stage });
  };

  return { advance, enter, giveUp };
};

const orphaned = (name: string): Pipeline => ({
  name,
  stages: [],
  onClearing: () => Promise.resolve(),
  onReopened: () => Promise.resolve(),
});
