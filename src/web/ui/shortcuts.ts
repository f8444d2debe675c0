import { useLayoutEffect, useRef, useState } from 'preact/hooks';

const storageKey = 'poststelle.tastenkuerzel';

/** Whether single keys act as shortcuts; people can turn them off (WCAG 2.1.4). */
export const areShortcutsOn = (): boolean => window.localStorage.getItem(storageKey) !== 'aus';

/** Remembers in this browser whether single keys act as shortcuts. */
export const useShortcutSetting = (): [boolean, (on: boolean) => void] => {
  const [on, setOn] = useState(areShortcutsOn);
  const change = (value: boolean): void => {
    window.localStorage.setItem(storageKey, value ? 'an' : 'aus');
    setOn(value);
  };
  return [on, change];
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input:not([type=radio]):not([type=checkbox]), textarea, select, dialog') !==
      null);

/** Actions by key, e.g. `n` or `Control+Enter`; single keys rest while somebody types. */
export const useShortcuts = (actions: Readonly<Record<string, (() => void) | undefined>>): void => {
  const latest = useRef(actions);
  latest.current = actions;
  // Before the next key: who types fast is ahead of the next picture on the screen.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey) return;
      const hasModifier = event.ctrlKey || event.metaKey;
      if (!hasModifier && (isTyping(event.target) || !areShortcutsOn())) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const action = latest.current[hasModifier ? `Control+${event.key}` : event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
};
