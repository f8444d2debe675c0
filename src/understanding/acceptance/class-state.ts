import {
  type ClassThreshold,
  type ConfirmedAnswer,
  classThreshold,
  seenAbove,
} from './class-threshold.js';

/**
 * `sammelt`: not yet enough confirmed answers, a person decides. `offen`: taken alone from the threshold on.
 * `gedrosselt`: it was open and exceeded the target, a person decides again.
 */
export type ClassPhase = 'sammelt' | 'offen' | 'gedrosselt';

/** Where a class stands. */
export interface ClassState {
  phase: ClassPhase;
  /** In force while open; kept while throttled, for a return by hand. */
  threshold: number | null;
  /** So many confirmed answers must there be before a threshold is looked for again. */
  nextLook: number;
  /** Opened by an administrator, on their word, until the answers prove it themselves. */
  byHand: boolean;
}

/** What the answers say about the class after a review. */
export interface Review {
  state: ClassState;
  /** At the threshold in force, or over all answers where there is none. */
  seen: ClassThreshold;
  /** What happened just now; undefined where all stays as it was. */
  change?: 'geoeffnet' | 'gedrosselt' | 'verschaerft';
}

/** A class about which nothing is known. */
export const newClass: ClassState = {
  phase: 'sammelt',
  threshold: null,
  nextLook: 0,
  byHand: false,
};

const fewestBetweenLooks = 20;

/**
 * The number at which is looked again. Looking after each answer would find a lucky moment sooner or later, so the
 * looks are a quarter apart.
 */
const lookAfter = (count: number): number =>
  count + Math.max(fewestBetweenLooks, Math.ceil(count * 0.25));

const open = (state: ClassState, found: ClassThreshold): ClassState => ({
  ...state,
  phase: 'offen',
  threshold: found.threshold,
  byHand: false,
});

/** An open class: it is closed or made stricter with any answer, but made wider only at a look. */
const reviewOpen = (
  state: ClassState,
  { answers, total, errorsSinceByHand, target }: Evidence,
  threshold: number,
): Review => {
  const seen = seenAbove(answers, threshold);
  const isProven = seen.bound <= target;
  // By hand: the word of the administrator holds until the next error.
  const holds = isProven || (state.byHand && errorsSinceByHand === 0);
  if (!holds) {
    const stricter = classThreshold(answers, target);
    if (stricter === undefined || stricter.threshold <= threshold)
      return {
        state: { ...state, phase: 'gedrosselt', nextLook: lookAfter(total), byHand: false },
        seen,
        change: 'gedrosselt',
      };
    return { state: open(state, stricter), seen: stricter, change: 'verschaerft' };
  }
  if (total < state.nextLook) return { state, seen };
  const wider = classThreshold(answers, target);
  const next = { ...state, nextLook: lookAfter(total), byHand: state.byHand && !isProven };
  return wider !== undefined && wider.threshold < threshold
    ? { state: open(next, wider), seen: wider }
    : { state: next, seen };
};

interface Evidence {
  /** Oldest first; the window that counts. */
  answers: readonly ConfirmedAnswer[];
  /** All ever confirmed of the class; does not stand still when the window is full. */
  total: number;
  /** Errors since an administrator opened it; of no meaning otherwise. */
  errorsSinceByHand: number;
  /** Largest error that is accepted, e.g. 0.02. */
  target: number;
}

/** Reviews a class after an answer was confirmed or put right. */
export const reviewClass = (state: ClassState, evidence: Evidence): Review => {
  const { answers, total, target } = evidence;
  if (state.phase === 'offen' && state.threshold !== null)
    return reviewOpen(state, evidence, state.threshold);
  const seen = seenAbove(answers, 0);
  if (total < state.nextLook) return { state, seen };
  const found = classThreshold(answers, target);
  const next = { ...state, nextLook: lookAfter(total) };
  return found === undefined
    ? { state: next, seen }
    : { state: open(next, found), seen: found, change: 'geoeffnet' };
};
