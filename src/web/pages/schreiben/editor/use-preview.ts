import { useEffect, useState } from 'preact/hooks';
import type { Vorschau } from '#postausgang/postausgang.schema.js';
import { api, isAbort } from '#web/api.js';
import { contentOf, type Draft } from './draft.js';

/** Short enough to feel immediate, long enough not to set every keystroke. */
const pauseMs = 150;

interface Preview {
  data: Vorschau | undefined;
  error: unknown;
  /** From the first change on until the pages fit the text again. */
  stale: boolean;
}

/** Sets the unsaved draft after each pause in typing; an older answer never replaces a newer one. */
export const usePreview = (draft: Draft, vorgangId: string): Preview => {
  const [preview, setPreview] = useState<Preview>({
    data: undefined,
    error: undefined,
    stale: true,
  });
  const body = JSON.stringify({ ...contentOf(draft), vorgangId });
  useEffect(() => {
    setPreview((before) => ({ ...before, stale: true }));
    const abort = new AbortController();
    const timer = window.setTimeout(() => {
      api
        .post<Vorschau>('/api/postausgaenge/vorschau', JSON.parse(body), { signal: abort.signal })
        .then(
          (data) => setPreview({ data, error: undefined, stale: false }),
          (error: unknown) => {
            if (!isAbort(error)) setPreview((before) => ({ ...before, error, stale: false }));
          },
        );
    }, pauseMs);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [body]);
  return preview;
};
