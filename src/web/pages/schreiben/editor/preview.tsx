import { Failure, Loading } from '#web/ui/feedback.js';
import { Findings } from '../letter-facts.js';
import type { usePreview } from './use-preview.js';

/** The letter as it would leave, beside the form, with what the check says about it. */
export const PreviewPane = ({ preview }: { preview: ReturnType<typeof usePreview> }) => {
  const { data, error, stale } = preview;
  return (
    <section class="preview" aria-label="Vorschau">
      <div class="preview__head">
        <h2 class="section__title">Vorschau</h2>
        <span class="muted small" role="status">
          {stale ? 'wird aktualisiert …' : data === undefined ? '' : 'aktuell'}
        </span>
      </div>
      {error === undefined ? null : <Failure error={error} />}
      {data === undefined ? (
        error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <>
          {data.befunde.length === 0 ? null : <Findings findings={data.befunde} />}
          <section
            class="preview__pages"
            aria-label="Seiten der Vorschau"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
            tabIndex={0}
          >
            {data.seiten.map((page) => (
              <img
                key={page.nummer}
                class="preview__page"
                src={page.bild}
                width={page.breite}
                height={page.hoehe}
                alt={`Vorschau Seite ${page.nummer} von ${data.seitenzahl}`}
              />
            ))}
          </section>
        </>
      )}
    </section>
  );
};
