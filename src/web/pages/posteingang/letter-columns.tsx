import type { PosteingangZeile } from '#posteingang/posteingang.schema.js';
import type { Column } from '#web/ui/data-table.js';
import { ItemState, type Status } from './item-state.js';

/** Pages read of each item by its id, as they come in live. */
export type PagesRead = ReadonlyMap<string, Status['seiten']>;

/** The Eingangsnummer as a link to the item. */
export const numberColumn: Column<PosteingangZeile> = {
  key: 'nummer',
  title: 'Eingangsnummer',
  rowHeader: true,
  noWrap: true,
  cell: (line) => <a href={`/posteingang/${line.id}`}>{line.eingangsnummer}</a>,
};

/** What came in and how far the work on it is: sender and subject, pages, state. */
export const workColumns = (pages: PagesRead): Column<PosteingangZeile>[] => [
  {
    key: 'was',
    title: 'Absender und Betreff',
    cell: (line) => (
      <>
        <span class="ellipsis">
          {line.vertraulich ? 'Vertraulich' : (line.absender ?? line.dateiname)}
        </span>
        <span class="muted small ellipsis">{line.betreff ?? ''}</span>
      </>
    ),
  },
  { key: 'seiten', title: 'Seiten', numeric: true, cell: (line) => line.seitenzahl ?? '–' },
  {
    key: 'stand',
    title: 'Stand',
    wide: true,
    cell: (line) => (
      <>
        <ItemState item={line} seiten={pages.get(line.id)} />
        {line.zustand === 'geteilt' ? (
          <span class="muted small block">
            {line.seitenzahl === 0
              ? 'Seine Seiten liegen jetzt in anderen Eingängen.'
              : 'Der Stapel; seine Briefe sind eigene Eingänge.'}
          </span>
        ) : null}
      </>
    ),
  },
];
