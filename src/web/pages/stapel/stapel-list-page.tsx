import { useState } from 'preact/hooks';
import type { StapelZeile } from '#posteingang/stapel/stapel.schema.js';
import { withQuery } from '#web/api.js';
import { formatShortInstant } from '#web/format.js';
import { navigate, setQuery, usePlace } from '#web/router.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { SelectField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { WaitingNachscans } from '../nachscan/waiting-list.js';
import { NewStapelDialog } from './new-stapel-dialog.js';
import { StapelProgress } from './stapel-progress.js';
import { abgleichText, abgleichTone, stapelTitle } from './stapel-words.js';
import { useLiveStapelList } from './use-live-stapel.js';

const columns: readonly Column<StapelZeile>[] = [
  {
    key: 'nummer',
    title: 'Stapel',
    rowHeader: true,
    cell: (one) => <a href={`/poststelle/stapel/${one.id}`}>{stapelTitle(one)}</a>,
  },
  {
    key: 'wo',
    title: 'Station',
    cell: (one) => (
      <>
        {one.station}
        <span class="muted small block">
          {one.person ?? ''} · {formatShortInstant(one.createdAt)}
        </span>
      </>
    ),
  },
  {
    key: 'blaetter',
    title: 'Blätter',
    numeric: true,
    noWrap: true,
    cell: ({ abgleich }) =>
      abgleich.erwartet === null
        ? abgleich.gescannt
        : `${abgleich.gescannt} von ${abgleich.erwartet}`,
  },
  {
    key: 'abgleich',
    title: 'Blattabgleich',
    noWrap: true,
    cell: ({ abgleich }) => <Badge tone={abgleichTone(abgleich)} text={abgleichText(abgleich)} />,
  },
  {
    key: 'stand',
    title: 'Fortschritt',
    wide: true,
    cell: (one) => <StapelProgress stapel={one} />,
  },
  {
    key: 'zustand',
    title: 'Zustand',
    noWrap: true,
    cell: (one) =>
      one.abgeschlossenAt === null ? (
        'Offen'
      ) : (
        <>
          Abgeschlossen
          <span class="muted small block">{formatShortInstant(one.abgeschlossenAt)}</span>
        </>
      ),
  },
];

const views = [
  { value: 'true', text: 'Offene' },
  { value: 'false', text: 'Abgeschlossene' },
];

/** Poststelle › Stapel: what lies on the tables, what has arrived of it, what is missing. */
export const StapelListPage = () => {
  const { query } = usePlace();
  const offen = query.get('offen') ?? undefined;
  const list = useLiveStapelList({ offen });
  const [making, setMaking] = useState(false);
  return (
    <Page
      title="Stapel"
      actions={
        <>
          <LinkButton
            label="Zahlen als Tabelle"
            icon="table"
            href={withQuery('/api/stapel/zahlen.csv', { offen, limit: 1_000 })}
            download
          />
          <Button
            label="Neuer Stapel"
            variant="primary"
            icon="plus"
            onClick={() => setMaking(true)}
          />
        </>
      }
    >
      <WaitingNachscans
        waiting={list.data?.stapel.reduce((sum, one) => sum + one.nachscansOffen, 0) ?? 0}
      />
      <search class="filters" aria-label="Stapel filtern">
        <SelectField
          label="Zustand"
          value={offen ?? ''}
          onChange={(value) => setQuery({ offen: value })}
          options={views}
          empty="Alle"
          width="short"
        />
      </search>
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <DataTable
          caption="Stapel, neueste zuerst"
          columns={columns}
          rows={list.data.stapel}
          rowKey={(one) => one.id}
          empty={
            <Empty title="Kein Stapel entspricht der Auswahl.">
              Ein neuer Stapel zählt mit, ob alle Blätter angekommen sind.
            </Empty>
          }
        />
      )}
      {making ? (
        <NewStapelDialog
          onMade={(made) => navigate(`/poststelle/stapel/${made.id}`)}
          onClose={() => setMaking(false)}
        />
      ) : null}
    </Page>
  );
};
