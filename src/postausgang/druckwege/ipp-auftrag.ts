import { type Ipp, operation } from '#infrastructure/ipp/client.js';
import {
  type IppAttribute,
  type IppAttributes,
  numbersOf,
  tag,
  wordsOf,
} from '#infrastructure/ipp/message.js';
import type { Beleg } from '../channels/channel.js';
import type { Druckspur } from './druckweg.js';
import { jobState } from './ipp-worte.js';

/** A job as its printer describes it. */
export interface Ippauftrag {
  id: number;
  state: number;
  reasons: readonly string[];
  /** Whether the printer has ever begun with it; only then a page can have come out. */
  everProcessed: boolean;
}

/** The name of the job: by it an attempt is found where its number is not known. */
export const ippName = (auftrag: { name: string; attempt: number }): string =>
  `${auftrag.name}_${auftrag.attempt}`;

const requester: IppAttribute = {
  name: 'requesting-user-name',
  tag: tag.name,
  values: ['Poststelle'],
};
const wanted: IppAttribute = {
  name: 'requested-attributes',
  tag: tag.keyword,
  values: ['job-id', 'job-name', 'job-state', 'job-state-reasons', 'time-at-processing'],
};

const toJob = (attributes: IppAttributes): Ippauftrag => {
  const state = numbersOf(attributes, 'job-state')[0] ?? 0;
  const begun = attributes.get('time-at-processing');
  return {
    id: numbersOf(attributes, 'job-id')[0] ?? 0,
    state,
    reasons: wordsOf(attributes, 'job-state-reasons'),
    // Who does not say it may have begun.
    everProcessed:
      state === jobState.processing ||
      state === jobState.stopped ||
      state === jobState.completed ||
      begun === undefined ||
      begun[0] !== null,
  };
};

const byNumber = async (ipp: Ipp, id: number, signal: AbortSignal | undefined) => {
  const answer = await ipp({
    operation: operation.getJobAttributes,
    attributes: [{ name: 'job-id', tag: tag.integer, values: [id] }, requester, wanted],
    ...(signal === undefined ? {} : { signal }),
  });
  return answer.status < 0x0100 ? answer.jobs : [];
};

const byName = async (ipp: Ipp, signal: AbortSignal | undefined) => {
  const answers = [];
  for (const which of ['not-completed', 'completed']) {
    const answer = await ipp({
      operation: operation.getJobs,
      attributes: [requester, wanted, { name: 'which-jobs', tag: tag.keyword, values: [which] }],
      ...(signal === undefined ? {} : { signal }),
    });
    answers.push(...answer.jobs);
  }
  return answers;
};

/**
 * The job of an attempt; undefined when the printer does not know it (any more). Numbers begin anew after a reset, so
 * the name must fit as well. @throws DependencyDown
 */
export const readJob = async (
  ipp: Ipp,
  spur: Druckspur,
  signal?: AbortSignal,
): Promise<Ippauftrag | undefined> => {
  const known = /^\d+$/.test(spur.fremdkennung ?? '') ? Number(spur.fremdkennung) : undefined;
  const jobs = known === undefined ? await byName(ipp, signal) : await byNumber(ipp, known, signal);
  const name = ippName(spur);
  const found = jobs.find((job) => wordsOf(job, 'job-name').includes(name));
  return found === undefined ? undefined : toJob(found);
};

const waitsForPages = (job: Ippauftrag): boolean =>
  job.state === jobState.held &&
  job.reasons.some((reason) => reason === 'job-incoming' || reason === 'job-data-insufficient');

const isOver = (job: Ippauftrag): boolean =>
  job.state === jobState.canceled || job.state === jobState.aborted;

const left = (job: Ippauftrag): Beleg => ({
  hinausgegangen: true,
  fremdkennung: String(job.id),
  nachweis: {
    art: 'abgleich',
    text: `Nach einer Unterbrechung hat der Drucker bestätigt, dass er den Auftrag ${job.id} hat.`,
  },
});

const neverLeft = (job: Ippauftrag): Beleg => ({
  hinausgegangen: false,
  nachweis: {
    art: 'abgleich',
    text: `Nach einer Unterbrechung war der Auftrag ${job.id} am Drucker ohne Seiten; er ist beendet und wurde nie gedruckt.`,
  },
});

/**
 * Asks the printer what it has of an interrupted attempt. A job without pages is cancelled first: from then on it takes
 * none, even from a worker that comes back to life.
 */
export const findIppEvidence = async (ipp: Ipp, spur: Druckspur): Promise<Beleg | undefined> => {
  let job = await readJob(ipp, spur);
  if (job !== undefined && waitsForPages(job)) {
    await ipp({
      operation: operation.cancelJob,
      attributes: [{ name: 'job-id', tag: tag.integer, values: [job.id] }, requester],
    });
    job = await readJob(ipp, spur);
  }
  if (job === undefined || waitsForPages(job)) return undefined;
  if (!isOver(job)) return left(job);
  return job.everProcessed ? undefined : neverLeft(job);
};
