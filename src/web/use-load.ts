import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { isAbort } from './api.js';

/** Data of a page: what was loaded last stays visible while it is loaded again. */
export interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  loading: boolean;
  reload: () => void;
  /** Replaces the data by what a change answered. */
  set: (data: T) => void;
}

/** Loads when the key changes; an older answer never overtakes a newer one. `undefined` loads nothing. */
export const useLoad = <T>(
  key: string | undefined,
  load: (signal: AbortSignal) => Promise<T>,
): Loaded<T> => {
  const [state, setState] = useState<{ key?: string | undefined; data?: T; error?: unknown }>({});
  const [loading, setLoading] = useState(key !== undefined);
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    if (key === undefined) return undefined;
    const abort = new AbortController();
    setLoading(true);
    latest
      .current(abort.signal)
      .then(
        (data) => setState({ key, data }),
        (error: unknown) => {
          if (!isAbort(error)) setState((before) => ({ ...before, key, error }));
        },
      )
      .finally(() => {
        if (!abort.signal.aborted) setLoading(false);
      });
    return () => abort.abort();
  }, [key, round]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  const set = useCallback((data: T) => setState({ key, data }), [key]);
  return { data: state.data, error: state.error, loading, reload, set };
};
