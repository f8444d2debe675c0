import type { z } from 'zod';
import type { Abweisung, AbweisungsListe } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { formatInstant, formatSize } from '#web/format.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { useLoad } from '#web/use-load.js';

type Rejection = z.infer<typeof Abweisung>;

const columns: readonly Column<Rejection>[] = [
  { key: 'zeit', title: 'Zeitpunkt', noWrap: true, cell: (entry) => formatInstant(entry.at) },
  { key: 'datei', title: 'Datei', rowHeader: true, cell: (entry) => entry.dateiname },
  { key: 'groesse', title: 'Größe', numeric: true, cell: (entry) => formatSize(entry.size) },
  { key: 'grund', title: 'Grund', wide: true, cell: (entry) => entry.text },
];

/** What was refused at the door: it got no Eingangsnummer and stays visible with its reason. */
export const RejectionList = () => {
  const list = useLoad('abweisungen', (signal) =>
    api.get<z.infer<typeof AbweisungsListe>>('/api/abweisungen', { signal }),
  );
  if (list.data === undefined) {
    return list.error === undefined ? (
      <Loading />
    ) : (
      <Failure error={list.error} onRetry={list.reload} />
    );
  }
  return (
    <>
      <p class="muted">
        Dateien, die bei der Annahme abgewiesen wurden. Sie haben keine Eingangsnummer erhalten; der
        Absender oder die einliefernde Stelle hat den Grund erfahren.
      </p>
      <DataTable
        caption="Abweisungen"
        columns={columns}
        rows={list.data.abweisungen}
        rowKey={(entry) => entry.id}
        empty={<Empty title="Es wurde nichts abgewiesen." />}
      />
    </>
  );
};
