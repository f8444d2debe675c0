import type { DokumentZeile } from '#eakte/eakte.schema.js';
import { formatDate } from '#web/format.js';
import { artText } from '#web/reading-words.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty } from '#web/ui/feedback.js';
import { Icon } from '#web/ui/icon.js';

const directions = {
  eingang: { text: 'Eingang', icon: 'incoming' },
  ausgang: { text: 'Ausgang', icon: 'outgoing' },
} as const;

const columns: readonly Column<DokumentZeile>[] = [
  { key: 'nummer', title: 'Nr.', numeric: true, cell: (entry) => entry.laufnummer },
  {
    key: 'richtung',
    title: 'Richtung',
    noWrap: true,
    cell: (entry) => (
      <span class="with-icon">
        <Icon name={directions[entry.richtung].icon} size="small" />
        {directions[entry.richtung].text}
      </span>
    ),
  },
  {
    key: 'betreff',
    title: 'Betreff',
    rowHeader: true,
    wide: true,
    cell: (entry) => (
      <>
        <a href={`/dokumente/${entry.id}`}>{entry.betreff}</a>
        <span class="muted small block">{artText(entry.dokumenttyp)}</span>
      </>
    ),
  },
  {
    key: 'partner',
    title: 'Absender / Empfänger',
    cell: (entry) => (entry.richtung === 'eingang' ? entry.absender : entry.empfaenger) ?? '–',
  },
  {
    key: 'datum',
    title: 'Datum',
    noWrap: true,
    cell: (entry) => formatDate(entry.posteingangsdatum ?? entry.postausgangsdatum),
  },
];

/** The Dokumente of a Vorgang in the order of the file. */
export const DocumentList = (props: { documents: readonly DokumentZeile[]; compact?: boolean }) => (
  <DataTable
    caption="Dokumente des Vorgangs"
    columns={
      props.compact === true
        ? columns.filter((column) => column.key !== 'partner' && column.key !== 'nummer')
        : columns
    }
    rows={props.documents}
    rowKey={(entry) => entry.id}
    empty={<Empty title="Der Vorgang enthält noch keine Dokumente." />}
  />
);
