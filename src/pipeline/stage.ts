import type { Tx } from '#infrastructure/database/transaction.js';
import type { Lane } from './lane.js';

/**
 * Which workers do it: `light` waits for others most of the time, `heavy` fills a processor, `ocr` needs one of the
 * few processes that recognise text.
 */
export type StageQueue = 'light' | 'heavy' | 'ocr';

/** The page number of a unit of work that is a whole item. */
export const wholeItem = -1;

/** One claimed piece of work: an item, or one page of it during a per-page stage. */
export interface Claim {
  itemId: string;
  /** `wholeItem`, or the page from 1. */
  page: number;
  stage: string;
  run: number;
  /** Who waits for it: a person, a mail, or nobody in particular. */
  lane: Lane;
  /** 1 for the first attempt. */
  attempt: number;
  /** Aborted when the lease is lost: give up quickly, write nothing. */
  signal: AbortSignal;
}

/** A reason that a clerk can read, for an item that a person has to look at. */
export interface ClearingReason {
  code: string;
  /** German, for the screen. */
  text: string;
}

/** Where an item goes after a stage; without it, to the next stage of the list. */
export type Next =
  | { kind: 'next' }
  /** The rest of the list does not apply; the item is finished. */
  | { kind: 'done' }
  /** A person decides outside Clearing, e.g. the release of a letter; then it goes on with the next stage. */
  | { kind: 'wait' }
  | { kind: 'clearing'; reason: ClearingReason };

/**
 * What a stage hands back after the slow work: its write, applied by the runner in the transaction that
 * also claims the result, appends the audit event and advances the item.
 */
export interface StageResult {
  write?: (tx: Tx) => Promise<void>;
  next?: Next;
}

/** One step of a pipeline. Running it twice changes nothing: only the first write is applied. */
export interface Stage {
  name: string;
  queue: StageQueue;
  /** Whether an item needs the stage at all; one that does not passes without a job. */
  appliesTo?: (tx: Tx, itemId: string) => Promise<boolean>;
  /** Per-page stages: the pages that still need work; an empty list passes the stage. */
  pages?: (tx: Tx, itemId: string) => Promise<readonly number[]>;
  run: (claim: Claim) => Promise<StageResult>;
}

/** What took effect, for the audit trail; written in the same transaction. */
export interface StageEvent {
  pipeline: string;
  itemId: string;
  stage: string;
  page: number;
  run: number;
  outcome: 'next' | 'done' | 'wait' | 'clearing' | 'page';
  clearingCode?: string;
}

/** A pipeline is a list; its order lives in the list and nowhere else. */
export interface Pipeline {
  name: string;
  stages: readonly Stage[];
  /** Keep the domain's own state in step, in the transaction that moves the item. */
  onClearing: (tx: Tx, itemId: string, reason: ClearingReason) => Promise<void>;
  onReopened: (tx: Tx, itemId: string) => Promise<void>;
}

/** Name of the queue that carries the work of a stage. */
export const queueName = (pipeline: string, queue: StageQueue): string => `${pipeline}.${queue}`;
