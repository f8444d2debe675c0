import { useEffect, useRef, useState } from 'preact/hooks';
import type { Vorschau } from '#postausgang/postausgang.schema.js';
import { api, isAbort } from '#web/api.js';
import { contentOf, type Draft } from './draft.js';

/** Short enough to feel immediate, long enough not to set every keystroke. */
const pauseMs = 100;

interface Preview {
  /** Pages that were not drawn anew are still those of the text before. */
  data: Vorschau | undefined;
  error: unknown;
  /** From the first change on until the pages on the screen fit the text again. */
  stale: boolean;
  /** From the first change on until the findings and the other pages fit it as well. */
  checking: boolean;
  /** Tells which pages are on the screen; they are drawn first. */
  show: (pages: readonly number[]) => void;
}

type Known = Omit<Preview, 'show'>;

/** The new pages in the place of the old ones. */
const merged = (before: Vorschau | undefined, answer: Vorschau, checked: boolean): Vorschau => {
  const pages = new Map(before?.seiten.map((page) => [page.nummer, page]));
  for (const page of answer.seiten) pages.set(page.nummer, page);
  return {
    seitenzahl: answer.seitenzahl,
    seiten: [...pages.values()]
      .filter((page) => page.nummer <= answer.seitenzahl)
      .sort((a, b) => a.nummer - b.nummer),
    befunde: checked ? answer.befunde : (before?.befunde ?? []),
  };
};

const others = (count: number, drawn: readonly number[]): number[] =>
  Array.from({ length: count }, (_, index) => index + 1).filter((page) => !drawn.includes(page));

/**
 * Sets the unsaved draft after each pause in typing: first what is on the screen, then the other pages and what the check
 * says. An older answer never replaces a newer one.
 */
export const usePreview = (draft: Draft, of: { id: string; vorgangId: string }): Preview => {
  const [preview, setPreview] = useState<Known>({
    data: undefined,
    error: undefined,
    stale: true,
    checking: true,
  });
  const onScreen = useRef<readonly number[]>([1]);
  const body = JSON.stringify({ ...contentOf(draft), ...of });
  useEffect(() => {
    setPreview((before) => ({ ...before, stale: true, checking: true }));
    const abort = new AbortController();
    const ask = (wanted: object): Promise<Vorschau> =>
      api.post<Vorschau>(
        '/api/postausgaenge/vorschau',
        { ...JSON.parse(body), ...wanted },
        { signal: abort.signal },
      );
    const run = async (): Promise<void> => {
      const seiten = onScreen.current.length === 0 ? [1] : onScreen.current;
      const first = await ask({ seiten, pruefen: false });
      setPreview((before) => ({
        data: merged(before.data, first, false),
        error: undefined,
        stale: false,
        checking: true,
      }));
      const rest = await ask({ seiten: others(first.seitenzahl, seiten), pruefen: true });
      setPreview((before) => ({
        data: merged(before.data, rest, true),
        error: undefined,
        stale: false,
        checking: false,
      }));
    };
    const timer = window.setTimeout(() => {
      run().catch((error: unknown) => {
        if (isAbort(error)) return;
        setPreview((before) => ({ ...before, error, stale: false, checking: false }));
      });
    }, pauseMs);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [body]);
  return {
    ...preview,
    show: (pages) => {
      onScreen.current = pages;
    },
  };
};
