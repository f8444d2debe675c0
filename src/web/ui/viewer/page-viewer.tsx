import { useState } from 'preact/hooks';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { areShortcutsOn, useShortcuts } from '#web/ui/shortcuts.js';
import { selectedText } from './copy-words.js';
import { Sheet } from './sheet.js';
import { Thumbnails } from './thumbnails.js';
import { Toolbar } from './toolbar.js';
import { useViewer, type Viewer, type ViewerProps } from './use-viewer.js';
import { ViewerHelp } from './viewer-help.js';
import { turnAtTheEnd, viewerKeys } from './viewer-keys.js';

const TextOfPage = (props: { text: string | undefined; loading: boolean; error: unknown }) => {
  if (props.error !== undefined) return <Failure error={props.error} />;
  if (props.text === undefined) return props.loading ? <Loading /> : <Empty title="Kein Text" />;
  if (props.text.trim() === '') return <Empty title="Auf dieser Seite wurde kein Text erkannt." />;
  return <pre class="viewer__text">{props.text}</pre>;
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
      words={text.loading ? [] : (text.data?.worte ?? [])}
      highlights={viewer.marks}
      active={viewer.active}
      focus={viewer.focus}
      onHighlight={props.onHighlight}
    />
  );
};

const hasModifier = (event: KeyboardEvent): boolean =>
  event.ctrlKey || event.metaKey || event.altKey;

const Frame = ({ viewer, props }: { viewer: Viewer; props: ViewerProps }) => {
  const keys = viewerKeys(viewer);
  useShortcuts(props.globalKeys === true ? keys : {});
  const onKeyDown = (event: KeyboardEvent): void => {
    const frame = viewer.view.frame.current;
    if (hasModifier(event) || frame === null) return;
    const action = keys[event.key];
    // Letters may be turned off; keys that move stay.
    if (action !== undefined && (event.key.length > 1 || areShortcutsOn())) action();
    else if (!turnAtTheEnd(event.key, frame, viewer)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onCopy = (event: ClipboardEvent): void => {
    const frame = viewer.view.frame.current;
    const text = frame === null ? undefined : selectedText(frame);
    if (text === undefined) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
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
      onCopy={onCopy}
    >
      {part === undefined ? null : <p class="viewer__part">{part}</p>}
      <Content viewer={viewer} props={props} />
    </section>
  );
};

/**
 * Shows the pages of a document as images with selectable text and lit places, or as plain text; with
 * search, scale, rotation and a strip of pages, all by keyboard.
 */
export const PageViewer = (props: ViewerProps) => {
  const viewer = useViewer(props);
  const [help, setHelp] = useState(false);
  const { page, view, search } = viewer;
  const nextPlace = (event: KeyboardEvent): void => {
    if (event.key !== 'F3' || search === undefined || hasModifier(event)) return;
    event.preventDefault();
    if (search.count === undefined) viewer.openSearch?.();
    else search.go(event.shiftKey ? -1 : 1);
  };
  if (page === undefined) {
    return <Empty title={props.none ?? 'Zu diesem Eingang gibt es keine Seiten.'} />;
  }
  return (
    <section class="viewer" aria-label={props.label} onKeyDown={nextPlace}>
      <Toolbar
        page={viewer.current}
        pageCount={viewer.pageCount}
        onPage={viewer.show}
        mode={viewer.mode}
        onMode={viewer.setMode}
        hasText={viewer.hasText}
        view={view}
        search={search}
        searchInput={viewer.searchInput}
        onLeaveSearch={() => view.frame.current?.focus()}
        onHelp={() => setHelp(true)}
      />
      <div class="viewer__body">
        {viewer.pageCount > 1 ? (
          <Thumbnails
            pages={props.pages}
            current={viewer.current}
            onPage={viewer.show}
            hits={search?.perPage ?? new Map()}
          />
        ) : null}
        <Frame viewer={viewer} props={props} />
      </div>
      {help ? <ViewerHelp onClose={() => setHelp(false)} /> : null}
    </section>
  );
};
