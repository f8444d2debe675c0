import { useRef } from 'preact/hooks';
import type { Draft } from './draft.js';

/** Keys that follow each other faster belong to one step. */
const oneStepMs = 800;
const mostSteps = 200;

interface Undo {
  /** Changes the draft so that it can be taken back. */
  change: (changes: Partial<Draft>) => void;
  undo: () => void;
  redo: () => void;
}

/** Keeps the earlier forms of a draft; typing without a pause is one step, adding and moving blocks always a new one. */
export const useUndo = (
  draft: Draft,
  setDraft: (change: (before: Draft) => Draft) => void,
): Undo => {
  const past = useRef<Draft[]>([]);
  const future = useRef<Draft[]>([]);
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  const go = (from: Draft[], to: Draft[]): void => {
    const target = from.pop();
    if (target === undefined) return;
    to.push(draft);
    lastAt.current = Number.NEGATIVE_INFINITY;
    setDraft(() => target);
  };
  return {
    change: (changes) => {
      const now = performance.now();
      const isNewStep =
        now - lastAt.current > oneStepMs ||
        (changes.bloecke !== undefined &&
          changes.bloecke.map(({ key }) => key).join() !==
            draft.bloecke.map(({ key }) => key).join());
      if (isNewStep && past.current.at(-1) !== draft) past.current.push(draft);
      if (past.current.length > mostSteps) past.current.shift();
      future.current = [];
      lastAt.current = now;
      setDraft((before) => ({ ...before, ...changes }));
    },
    undo: () => go(past.current, future.current),
    redo: () => go(future.current, past.current),
  };
};
