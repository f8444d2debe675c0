import { useRef } from 'preact/hooks';
import type { z } from 'zod';
import type { StapelListe, StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { api } from '#web/api.js';
import { useServerEvents } from '#web/server-events.js';
import { type Loaded, useLoad } from '#web/use-load.js';

type List = z.infer<typeof StapelListe>;

const events = '/api/stapel/ereignisse';

/** One Stapel, page by page as it is worked on. */
export const useLiveStapel = (id: string): Loaded<StapelZeile> => {
  const stapel = useLoad(id, (signal) => api.get<StapelZeile>(`/api/stapel/${id}`, { signal }));
  useServerEvents<StapelZeile>({
    address: events,
    event: 'stapel',
    onOpen: stapel.reload,
    onEvent: (changed) => {
      if (changed.id === id) stapel.set(changed);
    },
  });
  return stapel;
};

/** The list of Stapel, each line as it is worked on. */
export const useLiveStapelList = (
  query: Readonly<Record<string, string | undefined>>,
): Loaded<List> => {
  const list = useLoad(JSON.stringify(query), (signal) =>
    api.get<List>('/api/stapel', { query, signal }),
  );
  const known = useRef(list.data);
  known.current = list.data;
  useServerEvents<StapelZeile>({
    address: events,
    event: 'stapel',
    onOpen: list.reload,
    onEvent: (changed) => {
      const before = known.current;
      if (before === undefined) return;
      if (!before.stapel.some((one) => one.id === changed.id)) list.reload();
      else
        list.set({ stapel: before.stapel.map((one) => (one.id === changed.id ? changed : one)) });
    },
  });
  return list;
};
