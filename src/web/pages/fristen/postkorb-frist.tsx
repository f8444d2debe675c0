import type { FristListe, FristZeile } from '#fristen/fristen.schema.js';
import { api } from '#web/api.js';
import { useCan } from '#web/session.js';
import { useLoad } from '#web/use-load.js';
import { fristStufen, lastDay } from './words.js';

/** The nearest open Frist of each item, loaded again when the number of entries changes. */
export const usePostkorbFristen = (key: string): ReadonlyMap<string, FristZeile> => {
  const can = useCan();
  const list = useLoad(can('vorgang:read') ? `postkorb-fristen-${key}` : undefined, (signal) =>
    api.get<FristListe>('/api/fristen', { query: { zustand: 'offen', limit: 500 }, signal }),
  );
  const nearest = new Map<string, FristZeile>();
  for (const one of list.data?.fristen ?? []) {
    const id = one.posteingang?.id;
    // A Frist that can be missed goes before the examination of a remedy.
    if (id === undefined) continue;
    const before = nearest.get(id);
    if (before === undefined || (before.stufe === null && one.stufe !== null)) nearest.set(id, one);
  }
  return nearest;
};

/** The nearest Frist of an entry, with how near it is. */
export const PostkorbFrist = ({ frist }: { frist: FristZeile | undefined }) => {
  if (frist === undefined) return <span class="muted">–</span>;
  const near = frist.stufe === null ? undefined : fristStufen[frist.stufe];
  return (
    <>
      <a href={`/fristen/${frist.id}`}>
        {frist.stufe === null ? 'Rechtsbehelf prüfen' : lastDay(frist.ende)}
      </a>
      <span class="muted small block">
        {near?.text ?? (frist.zustand === 'vorgeschlagen' ? 'Vorschlag' : 'Bestätigt')}
      </span>
    </>
  );
};
