import { messageOf } from '#web/api.js';
import { formatNumber, formatShare, formatSize } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge } from '#web/ui/feedback.js';
import type { Upload } from './use-uploads.js';

type Nachrichten = NonNullable<
  Exclude<NonNullable<Upload['result']>, { outcome: 'rejected' }>['nachrichten']
>;

/** What became of the messages of an mbox file. */
export const mboxText = ({ gezaehlt, angenommen, doppelt, abgewiesen }: Nachrichten): string =>
  [
    `${formatNumber(gezaehlt)} Nachrichten, davon ${formatNumber(angenommen)} neu`,
    ...(doppelt === 0 ? [] : [`${formatNumber(doppelt)} lagen bereits vor`]),
    ...(abgewiesen === 0 ? [] : [`${formatNumber(abgewiesen)} abgewiesen`]),
  ].join(', ');

const Outcome = ({ upload, onRetry }: { upload: Upload; onRetry: () => void }) => {
  if (upload.state === 'waiting') return <span class="muted">Wartet</span>;
  if (upload.state === 'sending') {
    return (
      <span class="progress-line">
        <progress max={1} value={upload.progress} aria-label={`Übertragung ${upload.file.name}`} />
        {upload.paused === true
          ? 'Verbindung unterbrochen, wird von selbst fortgesetzt'
          : `${formatShare(upload.progress)} übertragen`}
      </span>
    );
  }
  if (upload.state === 'failed') {
    return (
      <span class="outcome">
        <Badge tone="danger" text="Nicht übertragen" />
        <span>{messageOf(upload.error)}</span>
        <Button
          label="Erneut senden"
          small
          icon="autorenew"
          spoken={`Erneut senden: ${upload.file.name}`}
          onClick={onRetry}
        />
      </span>
    );
  }
  const { result } = upload;
  if (result === undefined) return null;
  if (result.outcome === 'rejected') {
    return (
      <span class="outcome">
        <Badge tone="danger" text="Abgewiesen" />
        <span>{result.message}</span>
      </span>
    );
  }
  return (
    <span class="outcome">
      {result.outcome === 'accepted' ? (
        <Badge tone="success" text="Angenommen" />
      ) : (
        <Badge tone="info" text="Duplikat" />
      )}
      <a href={`/posteingang/${result.id}`}>Eingang {result.eingangsnummer}</a>
      {result.nachrichten === undefined ? null : <span>{mboxText(result.nachrichten)}</span>}
      {result.outcome === 'duplicate' && result.nachrichten === undefined ? (
        <span class="muted">lag bereits vor, es wurde kein zweiter Eingang angelegt</span>
      ) : null}
    </span>
  );
};

/** What became of each chosen file. */
export const UploadList = (props: {
  uploads: readonly Upload[];
  onRetry: (key: string) => void;
}) => {
  const columns: readonly Column<Upload>[] = [
    { key: 'name', title: 'Datei', cell: (upload) => upload.file.name, rowHeader: true },
    {
      key: 'size',
      title: 'Größe',
      cell: (upload) => formatSize(upload.file.size),
      numeric: true,
    },
    {
      key: 'outcome',
      title: 'Ergebnis',
      wide: true,
      cell: (upload) => <Outcome upload={upload} onRetry={() => props.onRetry(upload.key)} />,
    },
  ];
  return (
    <DataTable
      caption="Ergebnis je Datei"
      columns={columns}
      rows={props.uploads}
      rowKey={(upload) => upload.key}
    />
  );
};
