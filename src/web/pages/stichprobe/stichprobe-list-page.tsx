import type { z } from 'zod';
import type {
  Stichprobe,
  StichprobenListe,
} from '#posteingang/selbstannahme/selbstannahme.schema.js';
import { api } from '#web/api.js';
import { formatDate, formatInstant } from '#web/format.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { kanalText } from '#web/words.js';

const columns: readonly Column<Stichprobe>[] = [
  {
    key: 'nummer',
    title: 'Eingang',
    rowHeader: true,
    noWrap: true,
    cell: (one) => <a href={`/stichprobe/${one.id}`}>{one.eingangsnummer}</a>,
  },
  {
    key: 'datum',
    title: 'Eingangsdatum',
    noWrap: true,
    cell: ({ eingangsdatum }) => formatDate(eingangsdatum),
  },
  { key: 'kanal', title: 'Kanal', noWrap: true, cell: ({ kanal }) => kanalText(kanal) },
  {
    key: 'seit',
    title: 'Wartet seit',
    wide: true,
    cell: ({ gezogenAt }) => formatInstant(gezogenAt),
  },
];

/** What waits for an answer without foreknowledge. */
export const StichprobeListPage = () => {
  const list = useLoad('stichproben', (signal) =>
    api.get<z.infer<typeof StichprobenListe>>('/api/stichproben', { signal }),
  );
  return (
    <Page
      title="Stichprobe"
      subtitle="Wohin gehören diese Eingänge? Die Antwort der Maschine zeigt sich erst danach."
    >
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <>
          <p class="muted">
            Ein zufälliger Teil dessen, was sonst ohne Person durchginge. Ohne Antwort geht ein
            Eingang nach {list.data.stunden} Stunden weiter.
          </p>
          <DataTable
            caption="Eingänge der Stichprobe"
            columns={columns}
            rows={list.data.stichproben}
            rowKey={({ id }) => id}
            empty={<Empty title="Gerade wartet kein Eingang der Stichprobe." />}
          />
        </>
      )}
    </Page>
  );
};
