import { useLayoutEffect, useRef } from 'preact/hooks';
import { areShortcutsOn, useShortcuts } from '#web/ui/shortcuts.js';
import type { QuestionKey } from './questions.js';
import type { ClearingWork } from './use-clearing-work.js';
import { goTo } from './use-station.js';

/** What the keys do that is not work on the item. */
export interface KeyActions {
  help: () => void;
  search: (key: QuestionKey) => void;
  particulars: () => void;
  notForUs: () => void;
  nextPlace: () => void;
  pages: () => void;
  takeOver: (() => void) | undefined;
}

/** Elements that Enter presses by itself. */
const pressable = 'a, button, summary, select, textarea, input:not([type=radio]), [role=tab]';

/** Enter decides, unless it presses what has the focus. */
const useEnter = (action: (() => void) | undefined): void => {
  const latest = useRef(action);
  latest.current = action;
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.repeat || event.defaultPrevented) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (!areShortcutsOn() || document.querySelector('dialog[open]') !== null) return;
      if (event.target instanceof Element && event.target.closest(pressable) !== null) return;
      event.preventDefault();
      latest.current?.();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
};

/** Chooses the candidate with this number of the question that is asked. */
const pick = ({ assignment }: ClearingWork, number: number): void => {
  const key = assignment.asked;
  if (key === undefined) return;
  const candidate = assignment.choices[key][number - 1];
  if (candidate !== undefined) assignment.choose(key, candidate.id);
};

/** The keys of the Clearing, as its help lists them; while somebody else has the item, only those that move. */
export const useClearingKeys = (
  work: ClearingWork,
  actions: KeyActions,
  mayDecide: boolean,
): void => {
  const decide = mayDecide ? work.assign : undefined;
  const digits = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => [String(number), () => pick(work, number)]),
  );
  useEnter(decide);
  useShortcuts({
    ...(mayDecide ? digits : {}),
    e: () => actions.search('einheit'),
    v: () => actions.search('vorgang'),
    a: () => actions.search('art'),
    d: actions.particulars,
    f: actions.nextPlace,
    o: actions.pages,
    m: work.alike.length > 0 ? work.toggleAlike : undefined,
    x: mayDecide ? actions.notForUs : undefined,
    s: mayDecide ? work.later : undefined,
    w: mayDecide ? work.retry : undefined,
    z: work.undo,
    u: actions.takeOver,
    n: () => goTo(work.next),
    p: work.previous === undefined ? undefined : () => goTo(work.previous),
    '?': actions.help,
    'Control+Enter': decide,
  });
};
