import { useEffect, useRef, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { SeitenText } from '#tools/page-text.schema.js';
import { api } from '#web/api.js';
import { announce } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { type Highlight, usePageSize, usePrefetch, type ViewerPage } from './page-image.js';
import type { Mode } from './toolbar.js';
import { useDocumentSearch } from './use-search.js';
import { useView } from './use-view.js';

type PageText = z.infer<typeof SeitenText>;
const fallbackSize = { width: 1_240, height: 1_754 };

export interface ViewerProps {
  label: string;
  pages: readonly ViewerPage[];
  highlights?: readonly Highlight[];
  active?: string | undefined;
  onHighlight?: (key: string) => void;
  /** Where words of the document can be looked for, and what is looked for at first. */
  search?: { address: string; initial?: string | undefined };
  /** Why there are no pages. */
  none?: string;
  /** The keys of the viewer work wherever the focus is, unless somebody types. */
  globalKeys?: boolean;
}

/** Which page is shown; a chosen field or place of the search brings its own. */
const usePaging = (
  pages: readonly ViewerPage[],
  wanted: readonly { key: string | undefined; seite: number | undefined; round: number }[],
  onShow: () => void,
) => {
  const [current, setCurrent] = useState(1);
  const [focus, setFocus] = useState<string>();
  for (const { key, seite, round } of wanted) {
    useEffect(() => {
      if (key === undefined) return;
      setFocus(key);
      const index = pages.findIndex((candidate) => candidate.nummer === seite);
      if (index >= 0) setCurrent(index + 1);
    }, [key, seite, round]);
  }
  const show = (number: number): void => {
    if (number < 1 || number > pages.length || number === current) return;
    setFocus(undefined);
    setCurrent(number);
    onShow();
    announce(`Seite ${number} von ${pages.length}`);
  };
  return { current, show, focus };
};

/** What the viewer shows and does; its parts only draw it. */
export const useViewer = (props: ViewerProps) => {
  const { pages, highlights = [], active } = props;
  const [mode, setMode] = useState<Mode>('image');
  const searchInput = useRef<HTMLInputElement>(null);
  const found = useDocumentSearch(props.search?.address, props.search?.initial);
  const marks = [...highlights, ...found.highlights];
  const pageOf = (key: string | undefined) => marks.find((mark) => mark.key === key)?.seite;
  const frame = useRef<HTMLDivElement | null>(null);
  const { current, show, focus } = usePaging(
    pages,
    [
      { key: active, seite: pageOf(active), round: 0 },
      { key: found.active, seite: pageOf(found.active), round: found.round },
    ],
    () => frame.current?.scrollTo({ top: 0 }),
  );
  const page = pages[current - 1] ?? pages[0];
  const size = usePageSize(page) ?? (page?.bild === null ? fallbackSize : undefined);
  const view = useView(
    size && { ...size, breitePt: page?.breitePt ?? null, drehung: page?.drehung ?? 0 },
  );
  frame.current = view.frame.current;
  usePrefetch(pages[current]?.bild, view.width);
  const text = useLoad(page?.text, (signal) => api.get<PageText>(page?.text ?? '', { signal }));
  const canSearch = props.search !== undefined;
  const hasText = page?.text !== undefined;
  return {
    current,
    page,
    size,
    view,
    text,
    mode,
    setMode,
    show,
    focus,
    hasText,
    pageCount: pages.length,
    marks: marks.filter((mark) => mark.seite === page?.nummer),
    active: [active, found.active].filter((key) => key !== undefined),
    search: canSearch ? found : undefined,
    searchInput,
    openSearch: canSearch
      ? () => {
          searchInput.current?.focus();
          searchInput.current?.select();
        }
      : undefined,
    toggleText: hasText ? () => setMode(mode === 'image' ? 'text' : 'image') : undefined,
  };
};

export type Viewer = ReturnType<typeof useViewer>;
