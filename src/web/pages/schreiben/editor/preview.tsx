import { useEffect, useRef } from 'preact/hooks';
import { Failure, Loading } from '#web/ui/feedback.js';
import { FindingFrames, Findings } from '../findings.js';
import { useFindings } from '../use-findings.js';
import type { usePreview } from './use-preview.js';

/** Tells the pages of which a part is on the screen, whenever they change. */
const watchPages = (
  root: HTMLElement | null,
  show: (pages: readonly number[]) => void,
): (() => void) => {
  const seen = new Set<number>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const page = Number(target.getAttribute('data-seite'));
        if (isIntersecting) seen.add(page);
        else seen.delete(page);
      }
      show([...seen].sort((a, b) => a - b));
    },
    { root },
  );
  for (const page of root?.querySelectorAll('[data-seite]') ?? []) observer.observe(page);
  return () => observer.disconnect();
};

const statusOf = (known: { stale: boolean; checking: boolean; isThere: boolean }): string => {
  if (known.stale) return 'wird aktualisiert …';
  if (!known.isThere) return '';
  return known.checking ? 'aktuell, wird geprüft …' : 'aktuell';
};

/** The letter as it would leave, beside the form, with what the check says about it. */
export const PreviewPane = ({ preview }: { preview: ReturnType<typeof usePreview> }) => {
  const { data, error, stale, checking, show } = preview;
  const pages = useRef<HTMLElement>(null);
  useEffect(() => watchPages(pages.current, show), [data?.seiten.length]);
  const shown = useFindings(data?.befunde ?? []);
  return (
    <section class="preview" aria-label="Vorschau">
      <div class="preview__head">
        <h2 class="section__title">Vorschau</h2>
        <span class="muted small" role="status">
          {statusOf({ stale, checking, isThere: data !== undefined })}
        </span>
      </div>
      {error === undefined ? null : <Failure error={error} />}
      {data === undefined ? (
        error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <>
          {data.befunde.length === 0 ? null : (
            <section
              class="preview__findings"
              aria-label="Befunde der Prüfung"
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
              tabIndex={0}
            >
              <Findings shown={shown} />
            </section>
          )}
          <section
            ref={pages}
            class="preview__pages"
            aria-label="Seiten der Vorschau"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
            tabIndex={0}
          >
            {data.seiten.map((page) => (
              <div key={page.nummer} class="preview__page" data-seite={page.nummer}>
                <img
                  src={page.bild}
                  width={page.breite}
                  height={page.hoehe}
                  alt={`Vorschau Seite ${page.nummer} von ${data.seitenzahl}`}
                />
                <FindingFrames shown={shown} seite={page.nummer} />
              </div>
            ))}
          </section>
        </>
      )}
    </section>
  );
};
