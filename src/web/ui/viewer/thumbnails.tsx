import { useEffect, useRef } from 'preact/hooks';
import type { ViewerPage } from './page-image.js';

/** The pages in small; only those in sight load their image. */
export const Thumbnails = (props: {
  pages: readonly ViewerPage[];
  current: number;
  onPage: (page: number) => void;
}) => {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const shown = list.current?.children.item(props.current - 1);
    if (shown instanceof HTMLElement && list.current !== null) {
      const { offsetTop, offsetHeight } = shown;
      const { scrollTop, clientHeight } = list.current;
      if (offsetTop < scrollTop || offsetTop + offsetHeight > scrollTop + clientHeight) {
        list.current.scrollTop = offsetTop - clientHeight / 3;
      }
    }
  }, [props.current]);
  return (
    <ol class="thumbnails" ref={list} aria-label="Seiten">
      {props.pages.map((page, index) => (
        <li key={page.nummer}>
          <button
            type="button"
            class="thumbnails__page"
            aria-current={index + 1 === props.current ? 'page' : undefined}
            onClick={() => props.onPage(index + 1)}
          >
            {page.bild === null ? (
              <span class="thumbnails__none" />
            ) : (
              <img src={page.bild} alt="" loading="lazy" />
            )}
            <span>
              <span class="kern-sr-only">Seite </span>
              {page.nummer}
              {page.leer === true ? ' (leer)' : ''}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
};
