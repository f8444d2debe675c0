import { z } from 'zod';

/** The payload of a job: ids only, never a name or content. The queue is a place that others can read. */
export const StageJob = z.strictObject({
  itemId: z.uuid(),
  page: z.number().int().min(-1),
  stage: z.string().max(60),
  run: z.number().int().min(1),
});
export type StageJob = z.infer<typeof StageJob>;

/** All queues; each name says pipeline and kind of work. BullMQ allows no colon in them. */
export const queueNames = [
  'posteingang.light',
  'posteingang.heavy',
  'posteingang.ocr',
  'postausgang.light',
] as const;
export type QueueName = (typeof queueNames)[number];

/**
 * Where single letters go instead, because they would wait there for the end of what is being worked on: opening
 * a file of a batch takes seconds. Recognition needs none; its next free process takes the most urgent page.
 */
export const urgentQueues: Partial<Record<QueueName, string>> = {
  'posteingang.heavy': 'posteingang.urgent',
};

/**
 * Job options: one attempt, because attempts are counted in the database, and nothing is kept, because a
 * kept job with the same id would silently swallow a new one.
 */
export const jobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

/** How soon a job of a dead worker is found; the lease in the database decides who may work. */
export const workerTimes = {
  lockDuration: 30_000,
  stalledInterval: 10_000,
  maxStalledCount: 1_000,
} as const;
