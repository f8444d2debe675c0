import type {
  ClearingEintrag,
  ClearingListe,
} from '#posteingang/clearingplatz/clearingplatz.schema.js';
import { ApiError, api } from '#web/api.js';
import { addressFor, miniatureOf } from '#web/ui/viewer/page-image.js';
import { type Detail, pagesOf } from '../posteingang/detail.js';

/** How many items behind the present one are fetched before somebody asks for them. */
const ahead = 3;

type Kept = { detail: Detail } | { loading: Promise<Detail> };

/** What the station keeps between its items; for one person only. */
interface Memory {
  personId: string;
  queue: readonly ClearingEintrag[] | undefined;
  anzahl: number;
  details: Map<string, Kept>;
  /** Decided here, perhaps not yet known to the server. */
  gone: Set<string>;
  images: Map<string, HTMLImageElement>;
}

const fresh = (personId: string): Memory => ({
  personId,
  queue: undefined,
  anzahl: 0,
  details: new Map(),
  gone: new Set(),
  images: new Map(),
});

let memory = fresh('');
const listeners = new Set<() => void>();

/** Tells the parts of the station that something has changed. */
export const changed = (): void => {
  for (const listener of listeners) listener();
};

/** Runs whenever something has changed; returns how to stop. */
export const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Nothing of one person is shown to the next in the same window. True where everything was forgotten. */
export const keepFor = (personId: string): boolean => {
  if (memory.personId === personId) return false;
  memory = fresh(personId);
  return true;
};

/** What waits, without what was decided here; undefined before the first answer. */
export const queueNow = (): readonly ClearingEintrag[] | undefined =>
  memory.queue?.filter((entry) => !memory.gone.has(entry.id));

/** How many wait in all. */
export const waitingNow = (): number => Math.max(0, memory.anzahl - memory.gone.size);

let asking: Promise<void> | undefined;

/** Asks what waits; callers at the same time share the answer. */
export const reloadQueue = (): Promise<void> => {
  asking ??= api
    .get<ClearingListe>('/api/clearing')
    .then((answer) => {
      memory.queue = answer.eintraege;
      memory.anzahl = answer.anzahl;
      const listed = new Set(answer.eintraege.map((entry) => entry.id));
      memory.gone = new Set([...memory.gone].filter((id) => listed.has(id)));
      changed();
    })
    .finally(() => {
      asking = undefined;
    });
  return asking;
};

/** An item that is here already. */
export const peek = (id: string): Detail | undefined => {
  const kept = memory.details.get(id);
  return kept !== undefined && 'detail' in kept ? kept.detail : undefined;
};

/** An item, from memory or from the server. */
export const fetchItem = (id: string): Promise<Detail> => {
  const kept = memory.details.get(id);
  if (kept !== undefined) return 'detail' in kept ? Promise.resolve(kept.detail) : kept.loading;
  const { details } = memory;
  const loading = api.get<Detail>(`/api/posteingaenge/${id}`).then(
    (detail) => {
      details.set(id, { detail });
      return detail;
    },
    (error: unknown) => {
      details.delete(id);
      throw error;
    },
  );
  details.set(id, { loading });
  return loading;
};

/** Forgets an item, so that it is asked for anew. */
export const forget = (id: string): void => {
  memory.details.delete(id);
};

/** Takes an item out of the queue at once. */
export const takeOut = (id: string): void => {
  memory.gone.add(id);
  memory.details.delete(id);
  changed();
};

/** Puts an item back that could not be decided, or whose decision was taken back. */
export const putBack = (id: string): void => {
  memory.gone.delete(id);
  memory.details.delete(id);
  changed();
};

const keepImage = (address: string): void => {
  if (memory.images.has(address)) return;
  const image = new Image();
  image.src = address;
  memory.images.set(address, image);
  // The browser has them; only the nearest are kept decoded.
  for (const old of [...memory.images.keys()].slice(0, -4 * ahead)) memory.images.delete(old);
};

const fetchImages = (detail: Detail, cssWidth: number): void => {
  for (const page of pagesOf(detail).slice(0, 2)) {
    if (page.bild === null) continue;
    keepImage(miniatureOf(page.bild));
    if (page.nummer === 1 && cssWidth > 0) keepImage(addressFor(page.bild, cssWidth));
  }
};

/** Fetches items before they are asked for, one after the other, with the image of their first page. */
export const prefetch = async (ids: readonly string[], cssWidth: number): Promise<void> => {
  for (const id of ids.slice(0, ahead)) {
    try {
      fetchImages(await fetchItem(id), cssWidth);
    } catch (error) {
      // Whoever comes to the item sees what is wrong with it.
      if (!(error instanceof ApiError)) throw error;
    }
  }
};
