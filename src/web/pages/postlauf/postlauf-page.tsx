import { useState } from 'preact/hooks';
import type {
  LaufDetail,
  LaufListe,
  Laufvorschau,
  LaufZeile,
} from '#postausgang/postlauf/postlauf.schema.js';
import { api, messageOf } from '#web/api.js';
import { formatInstant, formatNumber } from '#web/format.js';
import { navigate } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Alert, Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { LaufzahlenView } from './laufzahlen-view.js';
import { euro, laufZustaende } from './words.js';

const columns: readonly Column<LaufZeile>[] = [
  {
    key: 'nummer',
    title: 'Postlauf',
    rowHeader: true,
    noWrap: true,
    cell: ({ id, nummer }) => <a href={`/postlauf/${id}`}>{nummer}</a>,
  },
  { key: 'zustand', title: 'Zustand', cell: (lauf) => <LaufState lauf={lauf} /> },
  { key: 'at', title: 'Angelegt', noWrap: true, cell: ({ createdAt }) => formatInstant(createdAt) },
  {
    key: 'von',
    title: 'Von',
    wide: true,
    cell: ({ angelegtVon }) => angelegtVon ?? 'nach der Uhr',
  },
  { key: 'briefe', title: 'Schreiben', numeric: true, cell: ({ briefe }) => formatNumber(briefe) },
  {
    key: 'umschlaege',
    title: 'Umschläge',
    numeric: true,
    cell: ({ umschlaege }) => formatNumber(umschlaege),
  },
  { key: 'cent', title: 'Porto', numeric: true, noWrap: true, cell: ({ cent }) => euro(cent) },
];

/** Where a run stands; what a person has to settle comes first. */
export const LaufState = ({ lauf }: { lauf: LaufZeile }) => {
  if (lauf.ungewiss > 0) return <Badge tone="warning" text="Übergabe ungewiss" />;
  if (lauf.gescheitert > 0) return <Badge tone="danger" text="Übergabe gescheitert" />;
  const { text, tone } = laufZustaende[lauf.zustand];
  return <Badge tone={tone} text={text} />;
};

const Waiting = ({ seen, reload }: { seen: Laufvorschau; reload: () => void }) => {
  const [busy, setBusy] = useState(false);
  const calculate = async (): Promise<void> => {
    setBusy(true);
    try {
      const run = await api.post<LaufDetail | undefined>('/api/postlaeufe');
      if (run === undefined) reload();
      else navigate(`/postlauf/${run.id}`);
    } catch (error) {
      notify('danger', messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  if (!seen.sammelt && seen.zahlen.briefe === 0) {
    return (
      <Empty title="Schreiben werden einzeln gedruckt.">
        <p>Mit der Einstellung postlauf.sammeln warten sie auf einen gemeinsamen Postlauf.</p>
      </Empty>
    );
  }
  if (seen.zahlen.briefe === 0 && seen.ausgenommen.length === 0) {
    return <Empty title="Gerade wartet kein Schreiben auf einen Postlauf." />;
  }
  return (
    <>
      <p class="muted">
        So sähe ein Postlauf aus, der jetzt begänne: {formatNumber(seen.dateien)} Druckdateien.
        {seen.aeltestesSeit === null
          ? ''
          : ` Das älteste Schreiben wartet seit ${formatInstant(seen.aeltestesSeit)}.`}
        {seen.zeiten.length === 0
          ? ''
          : ` Von selbst beginnt einer um ${seen.zeiten.join(', ')} Uhr.`}
      </p>
      <LaufzahlenView zahlen={seen.zahlen} />
      {seen.ausgenommen.length === 0 ? null : (
        <Alert
          tone="warning"
          title={`${formatNumber(seen.ausgenommen.length)} Schreiben können in keinen Postlauf:`}
        >
          <ul>
            {seen.ausgenommen.map((one) => (
              <li key={one.id}>
                <a href={`/schreiben/${one.id}`}>
                  {one.empfaengerName} ({one.einheit})
                </a>
                : {one.grund}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {seen.zahlen.briefe === 0 ? null : (
        <Button
          label="Postlauf berechnen"
          icon="letter"
          variant="primary"
          busy={busy}
          onClick={() => void calculate()}
        />
      )}
    </>
  );
};

/** What waits for a run, and the runs so far. */
export const PostlaufPage = () => {
  const seen = useLoad('vorschau', (signal) =>
    api.get<Laufvorschau>('/api/postlauf/vorschau', { signal }),
  );
  const list = useLoad('laeufe', (signal) => api.get<LaufListe>('/api/postlaeufe', { signal }));
  const error = seen.error ?? list.error;
  return (
    <Page
      title="Postlauf"
      subtitle="Freigegebene Schreiben gehen gemeinsam hinaus: gebündelt, nach Postleitzahl sortiert, gewogen und mit Porto."
    >
      {error === undefined ? null : (
        <Failure
          error={error}
          onRetry={() => {
            seen.reload();
            list.reload();
          }}
        />
      )}
      <Section title="Was wartet">
        {seen.data === undefined ? (
          seen.error === undefined ? (
            <Loading />
          ) : null
        ) : (
          <Waiting seen={seen.data} reload={seen.reload} />
        )}
      </Section>
      <Section title="Bisherige Postläufe">
        {list.data === undefined ? null : (
          <DataTable
            caption="Postläufe"
            columns={columns}
            rows={list.data.laeufe}
            rowKey={({ id }) => id}
            empty={<Empty title="Es gab noch keinen Postlauf." />}
          />
        )}
      </Section>
    </Page>
  );
};
