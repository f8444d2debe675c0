import { useEffect, useRef } from 'preact/hooks';
import { miniatureOf, type ViewerPage } from './page-image.js';

const steps: Readonly<Record<string, (current: number, count: number) => number>> = {
  ArrowDown: (current) => current + 1,
  ArrowUp: (current) => current - 1,
  Home: () => 1,
  End: (_current, count) => count,
};

const Miniature = ({ page }: { page: ViewerPage }) =>
  page.bild === null ? (
    <span class="thumbnails__none" />
  ) : (
    <img
      src={miniatureOf(page.bild)}
      alt=""
      loading="lazy"
      decoding="async"
      width={64}
      height={page.breite && page.hoehe ? Math.round((64 * page.hoehe) / page.breite) : 90}
    />
  );

/** The pages in small; only those in sight load their image. The arrow keys move within the strip. */
export const Thumbnails = (props: {
  pages: readonly ViewerPage[];
  current: number;
  onPage: (page: number) => void;
  /** Places found by the search, by the number of the page. */
  hits: ReadonlyMap<number, number>;
}) => {
  const list = useRef<HTMLOListElement>(null);
  const { current, pages } = props;
  useEffect(() => {
    const shown = list.current?.children.item(current - 1);
    if (!(shown instanceof HTMLElement) || list.current === null) return;
    const { offsetTop, offsetHeight } = shown;
    const { scrollTop, clientHeight } = list.current;
    if (offsetTop < scrollTop || offsetTop + offsetHeight > scrollTop + clientHeight) {
      list.current.scrollTop = offsetTop - clientHeight / 3;
    }
    if (list.current.contains(document.activeElement)) shown.querySelector('button')?.focus();
  }, [current]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = steps[event.key]?.(current, pages.length);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    props.onPage(next);
  };
  return (
    <ol class="thumbnails" ref={list} aria-label="Seiten">
      {pages.map((page, index) => {
        const hits = props.hits.get(page.nummer) ?? 0;
        return (
          <li key={page.nummer}>
            <button
              type="button"
              class="thumbnails__page"
              tabIndex={index + 1 === current ? 0 : -1}
              aria-current={index + 1 === current ? 'page' : undefined}
              onClick={() => props.onPage(index + 1)}
              onKeyDown={onKeyDown}
            >
              <Miniature page={page} />
              <span>
                <span class="kern-sr-only">Seite </span>
                {page.nummer}
                {page.leer === true ? ' (leer)' : ''}
              </span>
              {hits === 0 ? null : <span class="thumbnails__hits">{hits} Treffer</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
};
