import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Fundstellen } from '#tools/page-text.schema.js';
import { api } from '#web/api.js';
import { announce } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import type { Highlight } from './page-image.js';

type Found = z.infer<typeof Fundstellen>;

/** The search inside the document that is shown. */
export interface DocumentSearch {
  text: string;
  setText: (text: string) => void;
  /** Places found; undefined while nothing was looked for. */
  count: number | undefined;
  complete: boolean;
  error: unknown;
  /** Number of the place that is shown, from 1; 0 for none. */
  position: number;
  /** Changes with every step, also to the same place. */
  round: number;
  /** Key of that place among the highlights. */
  active: string | undefined;
  highlights: readonly Highlight[];
  /** How many places each page has, by its number. */
  perPage: ReadonlyMap<number, number>;
  go: (step: 1 | -1) => void;
  clear: () => void;
}

const pauseMs = 250;
const shortest = 2;

/** The text after a pause of typing. */
const useSettled = (text: string): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), pauseMs);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
};

const keyOf = (index: number): string => `treffer-${index}`;

const highlightsOf = (found: Found | undefined): Highlight[] =>
  (found?.stellen ?? []).flatMap((place, index) =>
    place.boxen.map((box) => ({
      key: keyOf(index),
      seite: place.seite,
      box,
      label: `Treffer ${index + 1}`,
      kind: 'treffer' as const,
    })),
  );

const countPages = (found: Found | undefined): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const { seite } of found?.stellen ?? []) counts.set(seite, (counts.get(seite) ?? 0) + 1);
  return counts;
};

const tell = (found: Found, position: number): void => {
  const page = found.stellen[position - 1]?.seite;
  announce(
    page === undefined
      ? 'Kein Treffer'
      : `Treffer ${position} von ${found.stellen.length}, Seite ${page}`,
  );
};

/** Looks for words in the document at `address`; without an address there is nothing to search. */
export const useDocumentSearch = (
  address: string | undefined,
  initial: string | undefined,
): DocumentSearch => {
  const [text, setText] = useState(initial ?? '');
  const [position, setPosition] = useState(0);
  const [round, setRound] = useState(0);
  const asked = useSettled(text).trim();
  const key = address === undefined || asked.length < shortest ? undefined : `${address} ${asked}`;
  const answer = useLoad(key, (signal) =>
    api.get<Found>(address ?? '', { query: { q: asked }, signal }),
  );
  const found = key === undefined ? undefined : answer.data;
  const highlights = useMemo(() => highlightsOf(found), [found]);
  const perPage = useMemo(() => countPages(found), [found]);
  const known = useRef<Found | undefined>(undefined);
  useEffect(() => {
    if (found === known.current) return;
    known.current = found;
    const first = found === undefined || found.stellen.length === 0 ? 0 : 1;
    setPosition(first);
    if (found !== undefined) tell(found, first);
  }, [found]);
  const count = found?.stellen.length;
  return {
    text,
    setText,
    count,
    complete: found?.vollstaendig ?? true,
    error: key === undefined ? undefined : answer.error,
    position,
    round,
    active: position === 0 ? undefined : keyOf(position - 1),
    highlights,
    perPage,
    go: (step) => {
      if (found === undefined || !count) return;
      const next = ((position - 1 + step + count) % count) + 1;
      setPosition(next);
      setRound(round + 1);
      tell(found, next);
    },
    clear: () => setText(''),
  };
};
