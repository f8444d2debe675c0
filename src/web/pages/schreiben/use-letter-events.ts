import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { PostausgangZeile } from '#postausgang/postausgang.schema.js';
import { useServerEvents } from '#web/server-events.js';
import { useCan } from '#web/session.js';

/** Several changes in a short time are looked up together. */
const pauseMs = 500;

/** Calls `reload` soon after a letter that the person may see has changed; all of them, or the one named. */
export const useLetterEvents = (reload: () => void, id?: string): void => {
  const can = useCan();
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const soon = useCallback(() => {
    if (timer.current !== undefined) return;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      reload();
    }, pauseMs);
  }, [reload]);
  useServerEvents<Pick<PostausgangZeile, 'id' | 'zustand'>>({
    address: can('postausgang:read') ? '/api/postausgaenge/ereignisse' : undefined,
    event: 'schreiben',
    onOpen: soon,
    onEvent: (letter) => {
      if (id === undefined || letter.id === id) soon();
    },
  });
};
