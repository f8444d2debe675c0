import { type QueueName, urgentQueues } from '#infrastructure/queue/jobs.js';
import type { JobQueue } from '#infrastructure/queue/queue.js';
import type { ChosenUnit } from './dispatcher.js';
import { lane } from './lane.js';

/**
 * Hands chosen units to the workers so that what is more urgent overtakes what waits already: the lane is the
 * priority of the job, and what is interactive from the start has workers of its own where the queue has such.
 */
export const createEnqueue =
  (queue: Pick<JobQueue, 'add'>) =>
  async (name: string, units: readonly ChosenUnit[]): Promise<void> => {
    for (const laneNow of Object.values(lane)) {
      for (const own of [true, false]) {
        const some = units.filter(
          (unit) => unit.laneNow === laneNow && own === (unit.lane === lane.interactive),
        );
        const jobs = some.map(({ itemId, page, stage, run }) => ({ itemId, page, stage, run }));
        const target = (own ? urgentQueues[name as QueueName] : undefined) ?? name;
        if (jobs.length > 0) await queue.add(target, jobs, { priority: laneNow });
      }
    }
  };
