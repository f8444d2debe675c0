import { useId } from 'preact/hooks';
import { Button } from '#web/ui/button.js';
import type { IconName } from '#web/ui/icon.js';
import { SearchBar } from './search-bar.js';
import type { DocumentSearch } from './use-search.js';
import type { View } from './use-view.js';

export type Mode = 'image' | 'text';

interface PagingProps {
  page: number;
  pageCount: number;
  onPage: (page: number) => void;
}

interface ToolbarProps extends PagingProps {
  mode: Mode;
  onMode: (mode: Mode) => void;
  hasText: boolean;
  view: View;
  /** Absent where the document cannot be searched. */
  search: DocumentSearch | undefined;
  searchInput: { current: HTMLInputElement | null };
  onLeaveSearch: () => void;
  onHelp: () => void;
}

const Tool = (props: {
  label: string;
  icon: IconName;
  onClick: () => void;
  disabled?: boolean;
  pressed?: boolean;
  shortcut?: string;
}) => <Button {...props} iconOnly small variant="tertiary" />;

const Paging = (props: PagingProps) => {
  const { page, pageCount, onPage } = props;
  const id = useId();
  return (
    <div class="viewer__group">
      <Tool
        label="Vorige Seite"
        icon="chevron-left"
        shortcut="ArrowLeft"
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      />
      <label class="kern-sr-only" for={id}>
        Seite
      </label>
      <input
        id={id}
        class="viewer__page"
        inputMode="numeric"
        value={String(page)}
        onChange={(event) => {
          const wanted = Number.parseInt(event.currentTarget.value, 10);
          if (wanted >= 1 && wanted <= pageCount) onPage(wanted);
          event.currentTarget.value = String(page);
        }}
      />
      <span class="viewer__count">von {pageCount}</span>
      <Tool
        label="Nächste Seite"
        icon="chevron-right"
        shortcut="ArrowRight"
        disabled={page >= pageCount}
        onClick={() => onPage(page + 1)}
      />
    </div>
  );
};

const Scaling = ({ view }: { view: View }) => (
  <div class="viewer__group">
    <Tool label="Verkleinern" icon="minus" shortcut="-" onClick={() => view.zoomBy(-1)} />
    <span class="viewer__percent">{view.percent} %</span>
    <Tool label="Vergrößern" icon="plus" shortcut="+" onClick={() => view.zoomBy(1)} />
    <Tool
      label="Breite anpassen"
      icon="fit"
      shortcut="0"
      pressed={view.zoom === 'width'}
      onClick={() => view.setZoom('width')}
    />
    <Tool
      label="Ganze Seite"
      icon="page"
      shortcut="g"
      pressed={view.zoom === 'page'}
      onClick={() => view.setZoom('page')}
    />
    <Tool label="Ansicht drehen" icon="rotate" shortcut="r" onClick={() => view.rotate(1)} />
  </div>
);

const modes = [
  ['image', 'Bild'],
  ['text', 'Text'],
] as const;

/** The tools of the viewer: paging, scale, rotation, search, image or text, help. */
export const Toolbar = (props: ToolbarProps) => (
  <fieldset class="viewer__toolbar" aria-label="Werkzeuge der Seitenansicht">
    <Paging page={props.page} pageCount={props.pageCount} onPage={props.onPage} />
    {props.mode === 'image' ? <Scaling view={props.view} /> : null}
    {props.search === undefined ? null : (
      <SearchBar search={props.search} inputRef={props.searchInput} onLeave={props.onLeaveSearch} />
    )}
    <div class="viewer__group viewer__group--end">
      {props.hasText
        ? modes.map(([mode, label]) => (
            <Button
              key={mode}
              label={label}
              small
              variant="tertiary"
              pressed={props.mode === mode}
              onClick={() => props.onMode(mode)}
            />
          ))
        : null}
      <Tool label="Tastaturkürzel" icon="keyboard" onClick={props.onHelp} />
    </div>
  </fieldset>
);
