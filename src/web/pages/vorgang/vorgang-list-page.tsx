import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { VorgangSeite, VorgangZeile } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { count, formatShortInstant } from '#web/format.js';
import { navigate, setQuery, usePlace } from '#web/router.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { SelectField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { QuerySearchField, useQuerySearch } from '#web/ui/query-search.js';
import { useLoad } from '#web/use-load.js';
import { vorgangZustaende } from '#web/words.js';
import { CreateVorgangDialog } from './create-vorgang-dialog.js';

type Result = z.infer<typeof VorgangSeite>;

/** The columns of a list of Vorgänge; shared with the page of an Akte. */
export const vorgangColumns: readonly Column<VorgangZeile>[] = [
  {
    key: 'zeichen',
    title: 'Geschäftszeichen',
    rowHeader: true,
    noWrap: true,
    cell: (line) => <a href={`/vorgaenge/${line.id}`}>{line.geschaeftszeichen}</a>,
  },
  {
    key: 'betreff',
    title: 'Betreff',
    wide: true,
    cell: (line) => (
      <>
        {line.betreff}
        {line.vertraulichkeit === 1 ? <span class="muted small block">vertraulich</span> : null}
      </>
    ),
  },
  {
    key: 'einheit',
    title: 'Federführung',
    cell: (line) => (
      <span title={line.organisationseinheit.name}>{line.organisationseinheit.kuerzel}</span>
    ),
  },
  { key: 'bearbeiter', title: 'Bearbeiter/in', cell: (line) => line.bearbeiter?.name ?? '–' },
  {
    key: 'zustand',
    title: 'Status',
    noWrap: true,
    cell: (line) => <Badge {...vorgangZustaende[line.zustand]} />,
  },
  { key: 'dokumente', title: 'Dokumente', numeric: true, cell: (line) => line.dokumente },
  {
    key: 'letztes',
    title: 'Letztes Dokument',
    noWrap: true,
    cell: (line) =>
      line.letztesDokumentAt === null ? '–' : formatShortInstant(line.letztesDokumentAt),
  },
];

const Filters = () => {
  const { query } = usePlace();
  const searching = useQuerySearch();
  return (
    <search class="filters" aria-label="Vorgänge filtern">
      <QuerySearchField {...searching} placeholder="Geschäftszeichen, Betreff oder Beteiligte" />
      <SelectField
        label="Bereich"
        value={query.get('bereich') ?? 'sichtbare'}
        onChange={(bereich) => setQuery({ bereich, vor: undefined })}
        options={[
          { value: 'sichtbare', text: 'Alle meine Einheiten' },
          { value: 'meine', text: 'Von mir bearbeitet' },
        ]}
        width="short"
      />
      <SelectField
        label="Status"
        value={query.get('zustand') ?? ''}
        onChange={(zustand) => setQuery({ zustand, vor: undefined })}
        options={[
          { value: 'offen', text: 'Offen' },
          { value: 'zda', text: 'Zu den Akten' },
        ]}
        empty="Alle"
        width="short"
      />
      <Button label="Suchen" icon="search" onClick={searching.apply} />
    </search>
  );
};

/** The Vorgänge that I may read. */
export const VorgangListPage = () => {
  const { query } = usePlace();
  const can = useCan();
  const [creating, setCreating] = useState(false);
  const filter = {
    bereich: query.get('bereich') ?? 'sichtbare',
    zustand: query.get('zustand') ?? undefined,
    suche: query.get('suche') ?? undefined,
    vor: query.get('vor') ?? undefined,
  };
  const list = useLoad(JSON.stringify(filter), (signal) =>
    api.get<Result>('/api/vorgaenge', { query: filter, signal }),
  );
  const older = (): void => {
    const next = new URLSearchParams(query);
    next.set('vor', list.data?.weiter ?? '');
    navigate(`/vorgaenge?${next.toString()}`);
  };
  return (
    <Page
      title="Vorgänge"
      subtitle={
        list.data === undefined ? undefined : count(list.data.anzahl, 'Vorgang', 'Vorgänge')
      }
      actions={
        can('vorgang:write') ? (
          <Button
            label="Neuer Vorgang"
            icon="plus"
            variant="primary"
            onClick={() => setCreating(true)}
          />
        ) : null
      }
    >
      <Filters />
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <DataTable
          caption="Vorgänge"
          columns={vorgangColumns}
          rows={list.data.vorgaenge}
          rowKey={(line) => line.id}
          empty={<Empty title="Kein Vorgang entspricht der Auswahl." />}
        />
      )}
      <div class="button-row">
        {filter.vor === undefined ? null : (
          <Button label="Zum Anfang" icon="arrow-up" onClick={() => setQuery({ vor: undefined })} />
        )}
        {list.data?.weiter == null ? null : (
          <Button label="Weitere Vorgänge" icon="arrow-down" onClick={older} />
        )}
      </div>
      {creating ? <CreateVorgangDialog onClose={() => setCreating(false)} /> : null}
    </Page>
  );
};
