import type { FristZeile } from '#fristen/fristen.schema.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty } from '#web/ui/feedback.js';
import { FristState } from './frist-state.js';
import { belongsTo, fristArten, lastDay } from './words.js';

const columns: readonly Column<FristZeile>[] = [
  { key: 'ende', title: 'Letzter Tag', noWrap: true, cell: (one) => lastDay(one.ende) },
  {
    key: 'was',
    title: 'Frist',
    rowHeader: true,
    wide: true,
    cell: (one) => (
      <>
        <a href={`/fristen/${one.id}`}>{one.bezeichnung}</a>
        <span class="muted small block">
          {one.grundlage === '' ? fristArten[one.art] : one.grundlage}
        </span>
      </>
    ),
  },
  {
    key: 'wozu',
    title: 'Vorgang oder Eingang',
    cell: (one) => {
      const place = belongsTo(one);
      if (place === undefined) return '–';
      return (
        <>
          <a href={place.href}>{place.text}</a>
          <span class="muted small block ellipsis">{place.more}</span>
        </>
      );
    },
  },
  {
    key: 'einheit',
    title: 'Einheit',
    noWrap: true,
    cell: (one) => (
      <span title={one.organisationseinheit.name}>{one.organisationseinheit.kuerzel}</span>
    ),
  },
  { key: 'wer', title: 'Zuständig', cell: (one) => one.zustaendig?.name ?? '–' },
  { key: 'stand', title: 'Stand', cell: (one) => <FristState frist={one} /> },
];

/** A list of Fristen, the nearest first. */
export const FristTable = (props: { fristen: readonly FristZeile[]; caption: string }) => (
  <DataTable
    caption={props.caption}
    columns={columns}
    rows={props.fristen}
    rowKey={(one) => one.id}
    empty={<Empty title="Keine Frist entspricht der Auswahl." />}
  />
);
