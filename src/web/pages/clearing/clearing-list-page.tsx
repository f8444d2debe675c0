import type { PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { count, formatDate, formatShortInstant } from '#web/format.js';
import { LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { kanalText } from '#web/words.js';
import { useLiveRegister } from '../posteingang/use-live-register.js';

const columns: readonly Column<PosteingangZeile>[] = [
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
    cell: (line) => line.clearing?.text ?? 'Ohne Angabe',
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
  { key: 'kanal', title: 'Kanal', cell: (line) => kanalText(line.kanal) },
  { key: 'seiten', title: 'Seiten', numeric: true, cell: (line) => line.seitenzahl ?? '–' },
];

/** What the machine could not decide; the oldest item is worked on first. */
export const ClearingListPage = () => {
  const { register } = useLiveRegister({ zustand: 'clearing', limit: 200 }, { live: true });
  const lines = register.data?.zeilen.toReversed() ?? [];
  const [first] = lines;
  return (
    <Page
      title="Clearing"
      subtitle={
        register.data === undefined
          ? undefined
          : `${count(register.data.anzahl.clearing ?? lines.length, 'Eingang wartet', 'Eingänge warten')} auf eine Entscheidung`
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
      {register.data === undefined ? (
        register.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={register.error} onRetry={register.reload} />
        )
      ) : (
        <DataTable
          caption="Eingänge im Clearing, älteste zuerst"
          columns={columns}
          rows={lines}
          rowKey={(line) => line.id}
          empty={
            <Empty title="Das Clearing ist leer.">Alle Eingänge konnten zugeordnet werden.</Empty>
          }
        />
      )}
    </Page>
  );
};
