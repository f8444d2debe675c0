import { useState } from 'preact/hooks';
import { Badge } from '#web/ui/feedback.js';
import { miniatureOf } from '#web/ui/viewer/page-image.js';
import type { Place, SheetPage } from './order.js';
import type { Arranging } from './use-arranging.js';

/** The small picture of a page, upright as the person wants it. */
export const Miniature = ({ bild, drehung }: Pick<SheetPage, 'bild' | 'drehung'>) =>
  bild === null ? (
    <span class="order__none" />
  ) : (
    <img
      src={miniatureOf(bild)}
      alt=""
      loading="lazy"
      draggable={false}
      class={drehung % 180 === 0 ? undefined : 'order__sideways'}
      style={{ transform: `rotate(${drehung}deg)` }}
    />
  );

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'letter' in value && 'page' in value;

/** What is being dragged; anything that does not come from this page is none. */
const draggedPlace = (event: DragEvent): Place | undefined => {
  try {
    const value: unknown = JSON.parse(event.dataTransfer?.getData('text/plain') ?? '');
    return isPlace(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** A place that takes a dragged page, and says so while one is over it. */
export const useDropPlace = (to: Place, arranging: Arranging) => {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        const from = draggedPlace(event);
        if (from !== undefined) arranging.drop(from, to);
      },
    },
  };
};

/** One page that can be chosen, dragged and dropped upon. */
export const PageCard = (props: {
  page: SheetPage;
  at: Place;
  changeable: boolean;
  arranging: Arranging;
  onLook: () => void;
}) => {
  const { page, at, arranging } = props;
  const chosen = arranging.place.letter === at.letter && arranging.place.page === at.page;
  const { over, handlers } = useDropPlace(at, arranging);
  const notes = [page.leer ? 'leer' : '', page.ausgeschlossen ? 'ausgeschlossen' : ''];
  const name = [`Seite ${page.stapelSeite}`, ...notes.filter((note) => note !== '')].join(', ');
  const classes = [
    'order__page',
    page.ausgeschlossen ? 'order__page--out' : '',
    over ? 'order__page--over' : '',
  ];
  return (
    <button
      type="button"
      class={classes.filter((one) => one !== '').join(' ')}
      draggable={props.changeable}
      aria-pressed={chosen}
      aria-label={name}
      tabIndex={chosen ? 0 : -1}
      onClick={() => arranging.select(at)}
      onDblClick={props.onLook}
      onDragStart={(event) => event.dataTransfer?.setData('text/plain', JSON.stringify(at))}
      {...handlers}
    >
      <Miniature bild={page.bild} drehung={page.drehung} />
      <span class="small">Seite {page.stapelSeite}</span>
      {page.leer ? <Badge tone="neutral" text="leer" /> : null}
      {page.ausgeschlossen ? <Badge tone="warning" text="ausgeschlossen" /> : null}
    </button>
  );
};
