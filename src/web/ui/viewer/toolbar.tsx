import { useId } from 'preact/hooks';
import { Button } from '#web/ui/button.js';
import type { Zoom } from './use-view.js';

interface ToolbarProps {
  page: number;
  pageCount: number;
  onPage: (page: number) => void;
  view: 'image' | 'text';
  onView: (view: 'image' | 'text') => void;
  hasText: boolean;
  percent: number;
  zoom: Zoom;
  onZoom: (zoom: Zoom) => void;
  onZoomBy: (step: 1 | -1) => void;
  onRotate: () => void;
}

const Paging = (props: ToolbarProps) => {
  const id = useId();
  return (
    <div class="viewer__group">
      <Button
        label="Vorige Seite"
        icon="chevron-left"
        iconOnly
        small
        variant="tertiary"
        disabled={props.page <= 1}
        onClick={() => props.onPage(props.page - 1)}
      />
      <label class="kern-sr-only" for={id}>
        Seite
      </label>
      <input
        id={id}
        class="viewer__page"
        inputMode="numeric"
        value={String(props.page)}
        onChange={(event) => {
          const wanted = Number.parseInt(event.currentTarget.value, 10);
          if (wanted >= 1 && wanted <= props.pageCount) props.onPage(wanted);
          event.currentTarget.value = String(props.page);
        }}
      />
      <span class="viewer__count">von {props.pageCount}</span>
      <Button
        label="Nächste Seite"
        icon="chevron-right"
        iconOnly
        small
        variant="tertiary"
        disabled={props.page >= props.pageCount}
        onClick={() => props.onPage(props.page + 1)}
      />
    </div>
  );
};

/** The tools of the viewer: paging, scale, rotation, image or text. */
export const Toolbar = (props: ToolbarProps) => (
  <fieldset class="viewer__toolbar" aria-label="Werkzeuge der Seitenansicht">
    <Paging {...props} />
    {props.view === 'image' ? (
      <div class="viewer__group">
        <Button
          label="Verkleinern"
          icon="minus"
          iconOnly
          small
          variant="tertiary"
          onClick={() => props.onZoomBy(-1)}
        />
        <span class="viewer__percent">{props.percent} %</span>
        <Button
          label="Vergrößern"
          icon="plus"
          iconOnly
          small
          variant="tertiary"
          onClick={() => props.onZoomBy(1)}
        />
        <Button
          label="Breite anpassen"
          icon="fit"
          iconOnly
          small
          variant="tertiary"
          pressed={props.zoom === 'width'}
          onClick={() => props.onZoom('width')}
        />
        <Button
          label="Ganze Seite"
          icon="page"
          iconOnly
          small
          variant="tertiary"
          pressed={props.zoom === 'page'}
          onClick={() => props.onZoom('page')}
        />
        <Button
          label="Ansicht drehen"
          icon="rotate"
          iconOnly
          small
          variant="tertiary"
          onClick={props.onRotate}
        />
      </div>
    ) : null}
    {props.hasText ? (
      <div class="viewer__group viewer__group--end">
        <Button
          label="Bild"
          small
          variant="tertiary"
          pressed={props.view === 'image'}
          onClick={() => props.onView('image')}
        />
        <Button
          label="Text"
          small
          variant="tertiary"
          pressed={props.view === 'text'}
          onClick={() => props.onView('text')}
        />
      </div>
    ) : null}
  </fieldset>
);
