import { useRef } from 'preact/hooks';
import type { ClearingEintrag } from '#posteingang/clearingplatz/clearingplatz.schema.js';
import { count, formatDate, formatShortInstant } from '#web/format.js';
import { useServerEvents } from '#web/server-events.js';
import { LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Confidence, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { useShortcuts } from '#web/ui/shortcuts.js';
import { kanalText } from '#web/words.js';
import { reloadQueue } from './clearing-store.js';
import { DecisionStrip } from './decision-strip.js';
import { takeLastBack } from './use-clearing-work.js';
import { useStation } from './use-station.js';

const columns: readonly Column<ClearingEintrag>[] = [
  {
    key: 'nummer',
    title: 'Eingangsnummer',
    rowHeader: true,
    noWrap: true,
    cell: (line) => <a href={`/clearing/${line.id}`}>{line.eingangsnummer}</a>,
  },
  {
    key: 'datum',
    title: 'Eingangsdatum',
    noWrap: true,
    cell: (line) => (
      <>
        {formatDate(line.eingangsdatum)}
        <span class="muted small block">{formatShortInstant(line.receivedAt)}</span>
      </>
    ),
  },
  {
    key: 'grund',
    title: 'Grund',
    wide: true,
    cell: (line) => (line.grund.text === '' ? 'Ohne Angabe' : line.grund.text),
  },
  {
    key: 'was',
    title: 'Absender und Betreff',
    cell: (line) => (
      <>
        {line.absender ?? 'Absender nicht erkannt'}
        <span class="muted small block">{line.betreff ?? line.dateiname}</span>
      </>
    ),
  },
  {
    key: 'vorschlag',
    title: 'Vorschlag',
    noWrap: true,
    cell: (line) =>
      line.vorschlag === null ? (
        '–'
      ) : (
        <>
          {line.vorschlag.einheit} <Confidence value={line.vorschlag.konfidenz} />
        </>
      ),
  },
  {
    key: 'kanal',
    title: 'Kanal',
    cell: (line) => (
      <>
        {kanalText(line.kanal)}
        <span class="muted small block">
          {line.seitenzahl === null ? '' : count(line.seitenzahl, 'Seite', 'Seiten')}
        </span>
      </>
    ),
  },
  {
    key: 'stand',
    title: 'Stand',
    cell: (line) =>
      line.platz !== null
        ? `${line.platz.person} arbeitet daran`
        : line.zurueckgestellt
          ? 'zurückgestellt'
          : '',
  },
];

/** Items that arrive together are looked up together. */
const pauseMs = 700;

/** Items come and go while the list is open. */
const useLiveQueue = (): void => {
  const timer = useRef<number | undefined>(undefined);
  const soon = (): void => {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      reloadQueue().catch(() => undefined); // the list on the screen stays until the next time
    }, pauseMs);
  };
  useServerEvents<unknown>({
    address: '/api/posteingaenge/ereignisse',
    event: 'fortschritt',
    onOpen: soon,
    onEvent: soon,
  });
};

/** What the machine could not decide; the oldest item is worked on first. */
export const ClearingListPage = () => {
  const { queue, waiting, decided, error } = useStation();
  useLiveQueue();
  useShortcuts({ z: () => void takeLastBack().catch(() => undefined) });
  const first = queue?.find((line) => line.platz === null || line.platz.ich);
  return (
    <Page
      title="Clearing"
      subtitle={
        queue === undefined
          ? undefined
          : `${count(waiting, 'Eingang wartet', 'Eingänge warten')} auf eine Entscheidung`
      }
      actions={
        first === undefined ? null : (
          <LinkButton
            label="Ältesten bearbeiten"
            variant="primary"
            icon="arrow-forward"
            href={`/clearing/${first.id}`}
          />
        )
      }
    >
      {decided.length === 0 ? null : <DecisionStrip decided={decided} />}
      {queue === undefined ? (
        error === undefined ? (
          <Loading />
        ) : (
          <Failure error={error} onRetry={() => void reloadQueue().catch(() => undefined)} />
        )
      ) : (
        <DataTable
          caption="Eingänge im Clearing, älteste zuerst"
          columns={columns}
          rows={queue}
          rowKey={(line) => line.id}
          empty={
            <Empty title="Das Clearing ist leer.">Alle Eingänge konnten zugeordnet werden.</Empty>
          }
        />
      )}
    </Page>
  );
};
