import { useState } from 'preact/hooks';
import type {
  BestandListe,
  Bestandszeile,
  Fassungsart,
} from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import { api } from '#web/api.js';
import { formatDate } from '#web/format.js';
import { setQuery, usePlace } from '#web/router.js';
import { Button, ButtonRow, LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge, Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { Tabs } from '#web/ui/tabs.js';
import { useLoad } from '#web/use-load.js';
import { EinlesenDialog } from './einlesen-dialog.js';
import { NeuDialog } from './neu-dialog.js';
import { arten, geltungText, pfadOf, zustaende } from './vorlagen-words.js';

const columnsOf = (art: Fassungsart): Column<Bestandszeile>[] => [
  {
    key: 'titel',
    title: arten[art].einzahl,
    rowHeader: true,
    wide: true,
    cell: (row) => (
      <>
        <a href={pfadOf(row.art, row.schluessel)}>{row.titel}</a>
        <span class="muted small block">{row.schluessel}</span>
      </>
    ),
  },
  {
    key: 'gilt',
    title: 'Gilt',
    cell: ({ geltend }) =>
      geltend === null ? (
        <Badge tone="warning" text="gilt nicht" />
      ) : (
        <>
          {geltungText(geltend)}
          <span class="muted small block">Fassung {geltend.nummer}</span>
        </>
      ),
  },
  {
    key: 'kommend',
    title: 'Als Nächstes',
    cell: ({ kommend }) =>
      kommend === null ? '–' : `Fassung ${kommend.nummer} ab ${formatDate(kommend.giltAb)}`,
  },
  {
    key: 'offen',
    title: 'In Arbeit',
    cell: ({ offen }) =>
      offen === null ? (
        '–'
      ) : (
        <>
          <Badge {...zustaende[offen.zustand]} />
          <span class="muted small block">
            {offen.author === null ? 'aus der Auslieferung' : `von ${offen.author}`}
          </span>
        </>
      ),
  },
];

const isArt = (text: string | null | undefined): text is Fassungsart =>
  text !== null && text !== undefined && Object.hasOwn(arten, text);

/** Verwaltung › Vorlagen: templates, letterheads and Textbausteine with what holds and what is being worked on. */
export const VorlagenPage = () => {
  const place = usePlace();
  const wanted = place.query.get('art');
  const art: Fassungsart = isArt(wanted) ? wanted : 'vorlage';
  const [dialog, setDialog] = useState<'neu' | 'einlesen'>();
  const list = useLoad(`vorlagenverwaltung-${art}`, (signal) =>
    api.get<BestandListe>('/api/vorlagenverwaltung', { query: { art }, signal }),
  );
  const close = (): void => setDialog(undefined);
  return (
    <Page
      title="Vorlagen"
      subtitle="Vorlagen, Briefköpfe und Textbausteine. Jede Änderung ist eine neue Fassung; Schreiben behalten die, mit der sie begonnen wurden."
      actions={
        <ButtonRow>
          <Button
            label={arten[art].neu}
            icon="plus"
            variant="primary"
            onClick={() => setDialog('neu')}
          />
          <Button label="Datei einlesen" icon="upload" onClick={() => setDialog('einlesen')} />
          {art === 'baustein' ? (
            <LinkButton label="Ausgeben" href="/api/vorlagenverwaltung/ausgabe/baustein" download />
          ) : null}
        </ButtonRow>
      }
    >
      <Tabs
        label="Art"
        tabs={Object.entries(arten).map(([key, { mehrzahl }]) => ({ key, label: mehrzahl }))}
        active={art}
        onChange={(key) => setQuery({ art: key })}
      >
        {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
        {list.data === undefined ? (
          list.error === undefined ? (
            <Loading />
          ) : null
        ) : (
          <DataTable
            caption={arten[art].mehrzahl}
            columns={columnsOf(art)}
            rows={list.data.zeilen.filter((row) => row.art === art)}
            rowKey={({ schluessel }) => schluessel}
          />
        )}
      </Tabs>
      {dialog === 'neu' ? (
        <NeuDialog art={art} vorhanden={list.data?.zeilen ?? []} onClose={close} />
      ) : null}
      {dialog === 'einlesen' ? (
        <EinlesenDialog
          art={art}
          onClose={close}
          onDone={() => {
            close();
            list.reload();
          }}
        />
      ) : null}
    </Page>
  );
};
