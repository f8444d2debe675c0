import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { AuditEreignis, AuditSeite } from '#audit/audit.schema.js';
import { api } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { setQuery, usePlace } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { actionText, objectText } from './action-words.js';

const actors = { person: 'Person', token: 'API-Token', system: 'Poststelle' } as const;

const columns: readonly Column<AuditEreignis>[] = [
  { key: 'seq', title: 'Nr.', numeric: true, rowHeader: true, cell: (event) => event.seq },
  { key: 'at', title: 'Zeitpunkt', noWrap: true, cell: (event) => formatInstant(event.at) },
  {
    key: 'actor',
    title: 'Wer',
    noWrap: true,
    cell: (event) => (
      <>
        {event.actor.name ?? actors[event.actor.kind]}
        {event.actor.name === null ? null : (
          <span class="muted small block">{actors[event.actor.kind]}</span>
        )}
      </>
    ),
  },
  {
    key: 'action',
    title: 'Handlung',
    noWrap: true,
    cell: (event) => (
      <>
        {actionText(event.action)}
        <code class="muted small block">{event.action}</code>
      </>
    ),
  },
  {
    key: 'object',
    title: 'Gegenstand',
    noWrap: true,
    cell: (event) => (
      <>
        {objectText(event.objectType)}
        {event.objectId === null ? null : (
          <a
            class="small block code"
            href={`/revision?objectType=${event.objectType}&objectId=${encodeURIComponent(event.objectId)}`}
          >
            {event.objectId}
          </a>
        )}
      </>
    ),
  },
  {
    key: 'detail',
    title: 'Einzelheiten',
    wide: true,
    cell: (event) => (
      <span class="small">
        {Object.entries(event.detail)
          .map(([name, value]) => `${name}: ${String(value)}`)
          .join(', ')}
      </span>
    ),
  },
];

const filterNames = ['action', 'objectType', 'objectId', 'von', 'bis'] as const;
type Filter = Record<(typeof filterNames)[number], string>;

const instantOf = (day: string, end: boolean): string | undefined => {
  if (day === '') return undefined;
  const date = new Date(`${day}T${end ? '23:59:59.999' : '00:00:00'}`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

const Filters = ({ filter }: { filter: Filter }) => {
  const [values, setValues] = useState(filter);
  const apply = (): void => setQuery({ ...values, vor: undefined });
  const field = (name: keyof Filter) => ({
    value: values[name],
    onInput: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    onEnter: apply,
  });
  return (
    <search class="filters" aria-label="Protokoll filtern">
      <TextField
        {...field('action')}
        label="Handlung"
        placeholder="z. B. posteingang."
        width="short"
      />
      <TextField
        {...field('objectType')}
        label="Gegenstand"
        placeholder="z. B. vorgang"
        width="short"
      />
      <TextField {...field('objectId')} label="Kennung des Gegenstands" width="medium" />
      <TextField {...field('von')} label="Von" type="date" width="short" />
      <TextField {...field('bis')} label="Bis" type="date" width="short" />
      <Button label="Anzeigen" icon="search" onClick={apply} />
    </search>
  );
};

/** The audit trail for the Revision: who did or read what and when; it cannot be changed. */
export const AuditPage = () => {
  const { query } = usePlace();
  const filter = Object.fromEntries(
    filterNames.map((name) => [name, query.get(name) ?? '']),
  ) as Filter;
  const asked = {
    action: filter.action,
    objectType: filter.objectType,
    objectId: filter.objectId,
    von: instantOf(filter.von, false),
    bis: instantOf(filter.bis, true),
    vor: query.get('vor'),
    limit: 100,
  };
  const list = useLoad(JSON.stringify(asked), (signal) =>
    api.get<z.infer<typeof AuditSeite>>('/api/audit', { query: asked, signal }),
  );
  const next = list.data?.weiter;
  return (
    <Page
      title="Revision"
      subtitle="Protokoll aller Änderungen und Lesezugriffe. Es lässt sich nicht ändern."
    >
      <Filters key={JSON.stringify(filter)} filter={filter} />
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <DataTable
          caption="Protokoll"
          columns={columns}
          rows={list.data.ereignisse}
          rowKey={(event) => String(event.seq)}
          empty={<Empty title="Kein Ereignis entspricht der Auswahl." />}
        />
      )}
      <div class="button-row">
        {asked.vor === null ? null : (
          <Button
            label="Zu den neuesten"
            icon="arrow-up"
            onClick={() => setQuery({ vor: undefined })}
          />
        )}
        {next == null ? null : (
          <Button
            label="Ältere Ereignisse"
            icon="arrow-down"
            onClick={() => setQuery({ vor: String(next) })}
          />
        )}
      </div>
    </Page>
  );
};
