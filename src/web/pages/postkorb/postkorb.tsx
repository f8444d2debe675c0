import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { z } from 'zod';
import type { PostkorbEintrag, PostkorbListe } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { useServerEvents } from '#web/server-events.js';
import { useCan } from '#web/session.js';
import { notify } from '#web/ui/toast.js';
import { type Loaded, useLoad } from '#web/use-load.js';

export type Entry = z.infer<typeof PostkorbEintrag>;
type List = z.infer<typeof PostkorbListe>;

const PostkorbContext = createContext<Loaded<List> | undefined>(undefined);

/** Keeps the Postkorb of the signed-in person up to date wherever they are, and tells of new mail. */
export const PostkorbProvider = ({ children }: { children: ComponentChildren }) => {
  const can = useCan();
  const mayRead = can('postkorb:read');
  const list = useLoad(mayRead ? 'postkorb' : undefined, (signal) =>
    api.get<List>('/api/postkorb', { signal }),
  );
  useServerEvents<Partial<Entry>>({
    address: mayRead ? '/api/postkorb/ereignisse' : undefined,
    event: 'eingang',
    onOpen: list.reload,
    onEvent: (entry) => {
      list.reload();
      const number = entry.eingangsnummer === undefined ? '' : ` ${entry.eingangsnummer}`;
      const subject = entry.betreff == null ? '' : `: ${entry.betreff}`;
      notify(
        'info',
        `Neuer Eingang${number} im Postkorb${subject}`,
        entry.id === undefined ? '/postkorb' : `/postkorb/${entry.id}`,
      );
    },
  });
  return <PostkorbContext.Provider value={list}>{children}</PostkorbContext.Provider>;
};

/** The Postkorb as it stands; undefined outside the application shell. */
export const usePostkorb = (): Loaded<List> => {
  const list = useContext(PostkorbContext);
  if (list === undefined) throw new Error('usePostkorb needs the PostkorbProvider');
  return list;
};
