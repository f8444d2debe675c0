import type { ComponentChildren } from 'preact';
import type { PostausgangListe, PostausgangZeile } from '#postausgang/postausgang.schema.js';
import { api } from '#web/api.js';
import { formatShortInstant } from '#web/format.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { useLoad } from '#web/use-load.js';
import { angehalten, postausgangZustaende, versandkanaele } from '#web/words.js';
import { useLetterEvents } from './use-letter-events.js';

const columns: readonly Column<PostausgangZeile>[] = [
  {
    key: 'betreff',
    title: 'Betreff',
    rowHeader: true,
    wide: true,
    cell: (line) => (
      <>
        <a href={`/schreiben/${line.id}`}>{line.betreff === '' ? 'Ohne Betreff' : line.betreff}</a>
        <span class="muted small block">{line.vorlageTitel}</span>
      </>
    ),
  },
  {
    key: 'empfaenger',
    title: 'Empfänger',
    cell: (line) => (line.empfaengerName === '' ? '–' : line.empfaengerName),
  },
  {
    key: 'vorgang',
    title: 'Vorgang',
    noWrap: true,
    cell: (line) => (
      <a href={`/vorgaenge/${line.vorgang.id}`} title={line.vorgang.betreff}>
        {line.vorgang.geschaeftszeichen}
      </a>
    ),
  },
  { key: 'verfasser', title: 'Verfasst von', cell: (line) => line.verfasser.name },
  {
    key: 'zustand',
    title: 'Zustand',
    noWrap: true,
    cell: (line) => (
      <Badge {...(line.angehalten ? angehalten : postausgangZustaende[line.zustand])} />
    ),
  },
  {
    key: 'kanal',
    title: 'Versandweg',
    cell: (line) => (line.kanal === null ? '–' : versandkanaele[line.kanal]),
  },
  {
    key: 'datum',
    title: 'Stand vom',
    noWrap: true,
    cell: (line) => formatShortInstant(line.sentAt ?? line.updatedAt),
  },
];

interface LetterQuery {
  sicht?: 'meine' | 'einheit' | 'freigabe' | 'unklar';
  zustand?: string;
  vorgangId?: string;
}

/** A list of outgoing letters with their state. */
export const LetterList = (props: {
  query: LetterQuery;
  /** Columns that say nothing new here. */
  omit?: readonly string[];
  empty?: string;
  action?: (line: PostausgangZeile, reload: () => void) => ComponentChildren;
}) => {
  const query = { ...props.query, limit: 200 };
  const list = useLoad(JSON.stringify(query), (signal) =>
    api.get<PostausgangListe>('/api/postausgaenge', { query, signal }),
  );
  useLetterEvents(list.reload);
  if (list.data === undefined) {
    return list.error === undefined ? (
      <Loading />
    ) : (
      <Failure error={list.error} onRetry={list.reload} />
    );
  }
  const shown = columns.filter((column) => props.omit?.includes(column.key) !== true);
  const { action } = props;
  return (
    <DataTable
      caption="Ausgehende Schreiben"
      columns={
        action === undefined
          ? shown
          : [
              ...shown,
              {
                key: 'aktion',
                title: 'Aktion',
                hideTitle: true,
                noWrap: true,
                cell: (line) => action(line, list.reload),
              },
            ]
      }
      rows={list.data.zeilen}
      rowKey={(line) => line.id}
      empty={<Empty title={props.empty ?? 'Keine Schreiben'} />}
    />
  );
};
