import { useCallback, useRef, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { PosteingangZeile, RegisterSeite } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { useServerEvents } from '#web/server-events.js';
import { type Loaded, useLoad } from '#web/use-load.js';
import type { Status } from './item-state.js';

type Page = z.infer<typeof RegisterSeite>;

/** New items are looked up together, at most this often. */
const reloadPauseMs = 700;

const merge = (line: PosteingangZeile, status: Status): PosteingangZeile => ({
  ...line,
  zustand: status.zustand,
  stage: status.stage,
  clearing: status.clearing,
  seitenzahl: status.seiten.gesamt ?? line.seitenzahl,
});

/** A page of the Posteingangsbuch that follows the work on its items as it happens. */
export const useLiveRegister = (
  query: Readonly<Record<string, string | number | undefined>>,
  options: { live: boolean },
): { register: Loaded<Page>; pages: ReadonlyMap<string, Status['seiten']> } => {
  const register = useLoad(JSON.stringify(query), (signal) =>
    api.get<Page>('/api/posteingaenge', { query, signal }),
  );
  const [pages, setPages] = useState<ReadonlyMap<string, Status['seiten']>>(new Map());
  const timer = useRef<number | undefined>(undefined);
  const reloadSoon = useCallback(() => {
    if (timer.current !== undefined) return;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      register.reload();
    }, reloadPauseMs);
  }, [register.reload]);

  useServerEvents<Status>({
    address: options.live ? '/api/posteingaenge/ereignisse' : undefined,
    event: 'fortschritt',
    onOpen: reloadSoon,
    onEvent: (status) => {
      setPages((before) => new Map(before).set(status.id, status.seiten));
      const known = register.data?.zeilen.find((line) => line.id === status.id);
      if (known === undefined || known.zustand !== status.zustand) reloadSoon();
      if (known === undefined || register.data === undefined) return;
      register.set({
        ...register.data,
        zeilen: register.data.zeilen.map((line) =>
          line.id === status.id ? merge(line, status) : line,
        ),
      });
    },
  });
  return { register, pages };
};
