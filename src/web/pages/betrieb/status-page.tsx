import { useEffect } from 'preact/hooks';
import type {
  BetriebMeldung,
  BetriebStatus,
  BetriebTeil,
  Scanordner,
  StufenStand,
  Warteschlange,
} from '#betrieb/betrieb.schema.js';
import { api } from '#web/api.js';
import { formatInstant, formatNumber, formatSeconds, formatSize } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Alert, Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Page, Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { stufeText, type Tone, warteschlangeText } from '#web/words.js';
import { Figures } from './figures.js';
import { postfachColumns } from './postfaecher.js';
import { QuarantaeneSection } from './quarantaene.js';

const refreshMs = 5_000;

const tones: Readonly<Record<BetriebMeldung['stufe'], 'danger' | 'warning' | 'info'>> = {
  stoerung: 'danger',
  warnung: 'warning',
  hinweis: 'info',
};

const partStates: Readonly<Record<BetriebTeil['zustand'], { text: string; tone: Tone }>> = {
  in_ordnung: { text: 'In Ordnung', tone: 'success' },
  eingeschraenkt: { text: 'Eingeschränkt', tone: 'warning' },
  gestoert: { text: 'Gestört', tone: 'danger' },
  aus: { text: 'Nicht eingerichtet', tone: 'neutral' },
};

const partColumns: readonly Column<BetriebTeil>[] = [
  { key: 'name', title: 'Teil', rowHeader: true, noWrap: true, cell: (part) => part.name },
  { key: 'art', title: 'Art', cell: (part) => part.art },
  {
    key: 'zustand',
    title: 'Zustand',
    noWrap: true,
    cell: (part) => <Badge {...partStates[part.zustand]} />,
  },
  { key: 'text', title: 'Bemerkung', wide: true, cell: (part) => part.text },
  {
    key: 'antwort',
    title: 'Antwortzeit',
    numeric: true,
    cell: (part) =>
      part.antwortMs === null ? '–' : `${formatNumber(Math.round(part.antwortMs * 10) / 10)} ms`,
  },
];

const queueColumns: readonly Column<Warteschlange>[] = [
  {
    key: 'name',
    title: 'Warteschlange',
    rowHeader: true,
    wide: true,
    cell: (queue) => (
      <>
        {warteschlangeText(queue.name)}
        <span class="muted small block">{queue.name}</span>
      </>
    ),
  },
  { key: 'wartend', title: 'Wartend', numeric: true, cell: (queue) => formatNumber(queue.wartend) },
  { key: 'laufend', title: 'Laufend', numeric: true, cell: (queue) => formatNumber(queue.laufend) },
  {
    key: 'verzoegert',
    title: 'Verzögert',
    numeric: true,
    cell: (queue) => formatNumber(queue.verzoegert),
  },
  {
    key: 'gescheitert',
    title: 'Gescheitert',
    numeric: true,
    cell: (queue) => formatNumber(queue.gescheitert),
  },
];

const stageColumns: readonly Column<StufenStand>[] = [
  {
    key: 'stufe',
    title: 'Stufe',
    rowHeader: true,
    wide: true,
    cell: (stage) => (
      <>
        {stufeText(stage.stage)}
        <span class="muted small block">
          {stage.pipeline === 'posteingang' ? 'Posteingang' : 'Postausgang'} · {stage.stage}
        </span>
      </>
    ),
  },
  { key: 'offen', title: 'Offen', numeric: true, cell: (stage) => formatNumber(stage.offen) },
  {
    key: 'alter',
    title: 'Älteste fällige Arbeit',
    numeric: true,
    cell: (stage) =>
      stage.aeltesteFaelligSekunden === null ? '–' : formatSeconds(stage.aeltesteFaelligSekunden),
  },
];

const folderColumns: readonly Column<Scanordner>[] = [
  { key: 'station', title: 'Station', rowHeader: true, cell: (folder) => folder.station },
  { key: 'wartend', title: 'Wartend', numeric: true, cell: ({ wartend }) => formatNumber(wartend) },
  {
    key: 'alter',
    title: 'Älteste Datei',
    numeric: true,
    cell: ({ aeltesteSekunden }) =>
      aeltesteSekunden === null ? '–' : formatSeconds(aeltesteSekunden),
  },
  {
    key: 'angenommen',
    title: 'Angenommen',
    numeric: true,
    cell: ({ angenommen }) => formatNumber(angenommen),
  },
  {
    key: 'abgewiesen',
    title: 'Abgewiesen',
    numeric: true,
    cell: ({ abgewiesen }) => formatNumber(abgewiesen),
  },
  { key: 'stoerung', title: 'Bemerkung', wide: true, cell: ({ stoerung }) => stoerung },
];

const Status = ({ status }: { status: BetriebStatus }) => (
  <>
    {status.meldungen.length === 0 ? (
      <Alert tone="success" title="Alle Teile arbeiten. Es gibt nichts zu tun." />
    ) : (
      status.meldungen.map((message) => (
        <Alert key={message.text} tone={tones[message.stufe]} title={message.text} />
      ))
    )}
    <Figures status={status} />
    <QuarantaeneSection anzahl={status.quarantaene} />
    <Section title="Teile">
      <DataTable
        caption="Teile, von denen Poststelle abhängt"
        columns={partColumns}
        rows={status.teile}
        rowKey={(part) => part.name}
      />
    </Section>
    <div class="columns">
      <Section title="Warteschlangen">
        <DataTable
          caption="Warteschlangen"
          columns={queueColumns}
          rows={status.warteschlangen}
          rowKey={(queue) => queue.name}
        />
      </Section>
      <Section title="Offene Arbeit je Stufe">
        <DataTable
          caption="Offene Arbeit je Stufe"
          columns={stageColumns}
          rows={status.stufen}
          rowKey={(stage) => `${stage.pipeline}-${stage.stage}`}
          empty={<Empty title="Keine offene Arbeit." />}
        />
      </Section>
    </div>
    {status.scanordner.length === 0 ? null : (
      <Section title="Scanordner">
        <DataTable
          caption="Scanordner der Stationen"
          columns={folderColumns}
          rows={status.scanordner}
          rowKey={(folder) => folder.station}
        />
      </Section>
    )}
    {status.postfaecher.length === 0 ? null : (
      <Section title="Postfächer">
        <DataTable
          caption="Postfächer und Annahme vom Mailserver"
          columns={postfachColumns}
          rows={status.postfaecher}
          rowKey={({ quelle }) => quelle}
        />
      </Section>
    )}
    <Section title="System">
      <Facts
        entries={[
          ['Version', status.version],
          ['Laufzeit', formatSeconds(status.laufzeitSekunden)],
          ['Dienste dieses Prozesses', status.dienste.join(', ')],
          [
            'Öffnen fremder Dateien',
            `${status.isolation.modus === 'bubblewrap' ? 'Abgeschottet mit bubblewrap' : 'Eigener Prozess ohne bubblewrap'}${status.isolation.text === '' ? '' : ` – ${status.isolation.text}`}`,
          ],
          [
            'Freier Speicherplatz',
            `${formatSize(status.platte.freiBytes)} von ${formatSize(status.platte.gesamtBytes)}; Annahme endet unter ${formatSize(status.platte.mindestBytes)}`,
          ],
        ]}
      />
    </Section>
  </>
);

/** The operator's status, asked again every few seconds while the page is in sight. */
export const StatusPage = () => {
  const status = useLoad('betrieb', (signal) => api.get<BetriebStatus>('/api/betrieb', { signal }));
  const { reload } = status;
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, refreshMs);
    return () => window.clearInterval(timer);
  }, [reload]);
  return (
    <Page
      title="Betrieb"
      subtitle={status.data === undefined ? undefined : `Stand: ${formatInstant(status.data.at)}`}
      actions={<Button label="Aktualisieren" icon="autorenew" small onClick={reload} />}
    >
      {status.error === undefined ? null : <Failure error={status.error} />}
      {status.data === undefined ? (
        status.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <Status status={status.data} />
      )}
    </Page>
  );
};
