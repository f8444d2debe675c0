import { count, formatDate, formatShortInstant } from '#web/format.js';
import { artText } from '#web/reading-words.js';
import { setQuery, usePlace } from '#web/router.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { SelectField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { PostkorbFrist, usePostkorbFristen } from '../fristen/postkorb-frist.js';
import { MailKind } from '../posteingang/mail-kind.js';
import { type Entry, usePostkorb } from './postkorb.js';

const columnsOf = (fristen: ReturnType<typeof usePostkorbFristen>): readonly Column<Entry>[] => [
  {
    key: 'status',
    title: 'Status',
    noWrap: true,
    cell: (entry) =>
      entry.gelesenAt === null ? (
        <Badge tone="info" text="Neu" />
      ) : (
        <span class="muted">Gelesen</span>
      ),
  },
  {
    key: 'betreff',
    title: 'Betreff',
    rowHeader: true,
    wide: true,
    cell: (entry) => (
      <>
        <a href={`/postkorb/${entry.id}`}>{entry.betreff ?? 'Ohne Betreff'}</a>
        {entry.art === null ? null : <span class="muted small block">{artText(entry.art)}</span>}
        <MailKind mailart={entry.mailart} />
      </>
    ),
  },
  { key: 'absender', title: 'Absender', cell: (entry) => entry.absender ?? '–' },
  {
    key: 'vorgang',
    title: 'Vorgang',
    cell: (entry) =>
      entry.vorgang === null ? (
        <span class="muted">noch ohne Vorgang</span>
      ) : (
        <>
          <a href={`/vorgaenge/${entry.vorgang.id}`}>{entry.vorgang.geschaeftszeichen}</a>
          <span class="muted small block ellipsis">{entry.vorgang.betreff}</span>
        </>
      ),
  },
  {
    key: 'frist',
    title: 'Frist',
    noWrap: true,
    cell: (entry) => <PostkorbFrist frist={fristen.get(entry.posteingangId)} />,
  },
  {
    key: 'einheit',
    title: 'Einheit',
    noWrap: true,
    cell: (entry) => (
      <span title={entry.organisationseinheit.name}>{entry.organisationseinheit.kuerzel}</span>
    ),
  },
  {
    key: 'eingang',
    title: 'Eingang',
    noWrap: true,
    cell: (entry) => (
      <>
        {formatDate(entry.eingangsdatum)}
        <span class="muted small block">{entry.eingangsnummer}</span>
      </>
    ),
  },
  {
    key: 'seit',
    title: 'Im Postkorb seit',
    noWrap: true,
    cell: (entry) => formatShortInstant(entry.createdAt),
  },
];

const unreadFirst = (entries: readonly Entry[]): Entry[] =>
  entries.toSorted(
    (a, b) =>
      Number(a.gelesenAt !== null) - Number(b.gelesenAt !== null) ||
      b.createdAt.localeCompare(a.createdAt),
  );

/** The Postkorb of my units: unread mail first. */
export const PostkorbPage = () => {
  const list = usePostkorb();
  const { query } = usePlace();
  const unit = query.get('einheit') ?? '';
  const all = list.data?.eintraege ?? [];
  const fristen = usePostkorbFristen(String(all.length));
  const units = new Map(
    all.map((entry) => [entry.organisationseinheit.id, entry.organisationseinheit]),
  );
  const rows = unreadFirst(
    all.filter((entry) => unit === '' || entry.organisationseinheit.id === unit),
  );
  return (
    <Page
      title="Postkorb"
      subtitle={
        list.data === undefined
          ? undefined
          : `${count(list.data.ungelesen, 'neuer Eingang', 'neue Eingänge')}, ${count(all.length, 'Eingang', 'Eingänge')} insgesamt`
      }
    >
      {units.size > 1 ? (
        <div class="filters">
          <SelectField
            label="Organisationseinheit"
            value={unit}
            onChange={(einheit) => setQuery({ einheit })}
            options={[...units.values()].map((one) => ({
              value: one.id,
              text: `${one.kuerzel} ${one.name}`,
            }))}
            empty="Alle meine Einheiten"
            width="medium"
          />
        </div>
      ) : null}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={list.error} onRetry={list.reload} />
        )
      ) : (
        <DataTable
          caption="Eingänge im Postkorb, ungelesene zuerst"
          columns={columnsOf(fristen)}
          rows={rows}
          rowKey={(entry) => entry.id}
          rowClass={(entry) => (entry.gelesenAt === null ? 'table__row--new' : undefined)}
          empty={
            <Empty title="Der Postkorb ist leer.">
              Neue Eingänge erscheinen hier von selbst, sobald die Poststelle sie zugeordnet hat.
            </Empty>
          }
        />
      )}
    </Page>
  );
};
