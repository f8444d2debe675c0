import { useEffect, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { SeitenText } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { useShortcuts } from '#web/ui/shortcuts.js';
import { announce } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { type Highlight, usePageSize, type ViewerPage } from './page-image.js';
import { Sheet } from './sheet.js';
import { Thumbnails } from './thumbnails.js';
import { Toolbar } from './toolbar.js';
import { useView } from './use-view.js';

type PageText = z.infer<typeof SeitenText>;
const fallbackSize = { width: 1_240, height: 1_754 };

interface ViewerProps {
  label: string;
  pages: readonly ViewerPage[];
  highlights?: readonly Highlight[];
  active?: string | undefined;
  onHighlight?: (key: string) => void;
  /** Why there are no pages. */
  none?: string;
  /** The keys of the viewer work wherever the focus is, unless somebody types. */
  globalKeys?: boolean;
}

const useViewer = (props: ViewerProps) => {
  const { pages, highlights = [], active } = props;
  const [current, setCurrent] = useState(1);
  const [mode, setMode] = useState<'image' | 'text'>('image');
  const page = pages[current - 1] ?? pages[0];
  const size = usePageSize(page) ?? (page?.bild === null ? fallbackSize : undefined);
  const view = useView(size);
  const text = useLoad(page?.text, (signal) => api.get<PageText>(page?.text ?? '', { signal }));
  const wanted = highlights.find((mark) => mark.key === active)?.seite;
  useEffect(() => {
    const index = pages.findIndex((candidate) => candidate.nummer === wanted);
    if (index >= 0) setCurrent(index + 1);
  }, [wanted, active]);
  const show = (number: number): void => {
    if (number < 1 || number > pages.length) return;
    setCurrent(number);
    view.frame.current?.scrollTo({ top: 0 });
    announce(`Seite ${number} von ${pages.length}`);
  };
  return { current, page, size, view, text, mode, setMode, show, pageCount: pages.length };
};

type Viewer = ReturnType<typeof useViewer>;

/** The keys of the viewer; while the page is wider than its window, the arrows scroll as usual. */
const keysOf = ({ view, show, current, pageCount }: Viewer) => {
  const isWide = view.width > (view.frame.current?.clientWidth ?? 0);
  const keys: Record<string, (() => void) | undefined> = {
    ArrowRight: isWide ? undefined : () => show(current + 1),
    ArrowLeft: isWide ? undefined : () => show(current - 1),
    '+': () => view.zoomBy(1),
    '-': () => view.zoomBy(-1),
    '0': () => view.setZoom('width'),
    r: view.rotate,
    Home: () => show(1),
    End: () => show(pageCount),
  };
  return keys;
};

const Content = ({ viewer, props }: { viewer: Viewer; props: ViewerProps }) => {
  const { page, size, view, text } = viewer;
  if (viewer.mode === 'text') {
    return <TextOfPage text={text.data?.text} loading={text.loading} error={text.error} />;
  }
  if (page === undefined || size === undefined || view.width <= 0) {
    return <Loading text="Seite wird geladen …" />;
  }
  return (
    <Sheet
      page={page}
      pageCount={viewer.pageCount}
      size={size}
      rotation={view.rotation}
      width={view.width}
      words={text.data?.worte ?? []}
      highlights={(props.highlights ?? []).filter((mark) => mark.seite === page.nummer)}
      active={props.active}
      onHighlight={props.onHighlight}
    />
  );
};

const Frame = ({ viewer, props }: { viewer: Viewer; props: ViewerProps }) => {
  const keys = keysOf(viewer);
  useShortcuts(props.globalKeys === true ? keys : {});
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  const part = viewer.page?.teil;
  return (
    <section
      class="viewer__frame"
      ref={viewer.view.frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
      tabIndex={0}
      aria-label={`${props.label}: Seite ${viewer.current}`}
      onKeyDown={onKeyDown}
    >
      {part === undefined ? null : <p class="viewer__part">{part}</p>}
      <Content viewer={viewer} props={props} />
    </section>
  );
};

/** Shows the pages of a document as images with selectable text, or as plain text. */
export const PageViewer = (props: ViewerProps) => {
  const viewer = useViewer(props);
  const { current, page, view } = viewer;
  if (page === undefined) {
    return <Empty title={props.none ?? 'Zu diesem Eingang gibt es keine Seiten.'} />;
  }
  return (
    <section class="viewer" aria-label={props.label}>
      <Toolbar
        page={current}
        pageCount={viewer.pageCount}
        onPage={viewer.show}
        mode={viewer.mode}
        onMode={viewer.setMode}
        hasText={page.text !== undefined}
        view={view}
      />
      <div class="viewer__body">
        {viewer.pageCount > 1 ? (
          <Thumbnails pages={props.pages} current={current} onPage={viewer.show} />
        ) : null}
        <Frame viewer={viewer} props={props} />
      </div>
    </section>
  );
};

const TextOfPage = (props: { text: string | undefined; loading: boolean; error: unknown }) => {
  if (props.error !== undefined) return <Failure error={props.error} />;
  if (props.text === undefined) return props.loading ? <Loading /> : <Empty title="Kein Text" />;
  if (props.text.trim() === '') return <Empty title="Auf dieser Seite wurde kein Text erkannt." />;
  return <pre class="viewer__text">{props.text}</pre>;
};
