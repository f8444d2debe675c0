import { useEffect, useState } from 'preact/hooks';
import type { ClearingEintrag } from '#posteingang/clearingplatz/clearingplatz.schema.js';
import { navigate } from '#web/router.js';
import { useSession } from '#web/session.js';
import type { Detail } from '../posteingang/detail.js';
import {
  fetchItem,
  forget,
  onChange,
  peek,
  prefetch,
  queueNow,
  reloadQueue,
  waitingNow,
} from './clearing-store.js';
import { decidedNow, forPerson, isSending } from './decision-log.js';
import { isFree } from './neighbours.js';

/** How often the queue is asked anew while a page of the Clearing is open. */
const reloadMs = 20_000;
const marginOfSheet = 24;

/** The queue and the decisions of this window; the component is drawn again when they change. */
export const useStation = () => {
  const { ich } = useSession();
  forPerson(ich.id);
  const [, setRound] = useState(0);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const stop = onChange(() => setRound((before) => before + 1));
    const reload = (): void => {
      reloadQueue().then(() => setError(undefined), setError);
    };
    if (queueNow() === undefined) reload();
    const timer = window.setInterval(reload, reloadMs);
    return () => {
      stop();
      window.clearInterval(timer);
    };
  }, [ich.id]);
  return { queue: queueNow(), waiting: waitingNow(), decided: decidedNow(), error };
};

/** An item, at once where it was fetched before. */
export const useItem = (
  id: string,
): { item: Detail | undefined; error: unknown; reload: () => void } => {
  const [state, setState] = useState<{ id: string; item?: Detail; error?: unknown }>(() => {
    const item = peek(id);
    return item === undefined ? { id } : { id, item };
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    fetchItem(id).then(
      (item) => isCurrent && setState({ id, item }),
      (error: unknown) => isCurrent && setState({ id, error }),
    );
    return () => {
      isCurrent = false;
      // Whoever comes back finds it as it is then, e.g. with its pages in another order.
      forget(id);
    };
  }, [id, round]);
  return { item: state.item, error: state.error, reload: () => setRound((before) => before + 1) };
};

/** Fetches the coming items while the present one is read. */
export const usePrefetchNext = (queue: readonly ClearingEintrag[], id: string): void => {
  const at = queue.findIndex((entry) => entry.id === id);
  const ids = queue
    .slice(at + 1)
    .filter(isFree)
    .map((entry) => entry.id);
  const key = ids.slice(0, 4).join(' ');
  useEffect(() => {
    // After the present item has its own page.
    const timer = window.setTimeout(() => {
      const frame = document.querySelector('.viewer__frame');
      void prefetch(ids, (frame?.clientWidth ?? 0) - marginOfSheet);
    }, 250);
    return () => window.clearTimeout(timer);
  }, [key]);
};

/** Asks before a decision is lost that has not reached the server. */
export const useSendingGuard = (): void => {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (isSending()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
};

/** Goes to an item of the Clearing, or to its list when there is none. */
export const goTo = (id: string | undefined): void =>
  navigate(id === undefined ? '/clearing' : `/clearing/${id}`);
