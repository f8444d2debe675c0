import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Akte, VorgangSeite } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { formatDate } from '#web/format.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Page } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { CreateVorgangDialog } from '../vorgang/create-vorgang-dialog.js';
import { vorgangColumns } from '../vorgang/vorgang-list-page.js';

const VorgaengeOf = ({ akteId }: { akteId: string }) => {
  const [before, setBefore] = useState<string>();
  const query = { bereich: 'sichtbare', akteId, vor: before, limit: 50 };
  const list = useLoad(JSON.stringify(query), (signal) =>
    api.get<z.infer<typeof VorgangSeite>>('/api/vorgaenge', { query, signal }),
  );
  if (list.data === undefined) {
    return list.error === undefined ? (
      <Loading />
    ) : (
      <Failure error={list.error} onRetry={list.reload} />
    );
  }
  const { weiter } = list.data;
  return (
    <>
      <DataTable
        caption="Vorgänge der Akte"
        columns={vorgangColumns}
        rows={list.data.vorgaenge}
        rowKey={(line) => line.id}
        empty={<Empty title="Die Akte enthält keine Vorgänge, die Sie sehen dürfen." />}
      />
      <div class="button-row">
        {before === undefined ? null : (
          <Button label="Zum Anfang" icon="arrow-up" onClick={() => setBefore(undefined)} />
        )}
        {weiter === null ? null : (
          <Button label="Weitere Vorgänge" icon="arrow-down" onClick={() => setBefore(weiter)} />
        )}
      </div>
    </>
  );
};

/** One Akte with its Vorgänge. */
export const AktePage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const can = useCan();
  const [creating, setCreating] = useState(false);
  const akte = useLoad(id, (signal) => api.get<Akte>(`/api/akten/${id}`, { signal }));
  if (akte.data === undefined) {
    return (
      <Page title="Akte" trail={[{ text: 'Aktenplan', href: '/aktenplan' }]}>
        {akte.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={akte.error} onRetry={akte.reload} />
        )}
      </Page>
    );
  }
  const { data } = akte;
  return (
    <Page
      title={data.betreff}
      trail={[
        { text: 'Aktenplan', href: '/aktenplan' },
        { text: 'Aktenplaneinheit', href: `/aktenplan?einheit=${data.aktenplaneinheitId}` },
      ]}
      subtitle={<span class="reference">Akte {data.kennzeichen}</span>}
      actions={
        can('vorgang:write') ? (
          <Button
            label="Neuer Vorgang"
            icon="plus"
            variant="primary"
            onClick={() => setCreating(true)}
          />
        ) : null
      }
    >
      <Facts
        entries={[
          [
            'Aktenführende Einheit',
            `${data.organisationseinheit.kuerzel} ${data.organisationseinheit.name}`,
          ],
          ['Laufzeitbeginn', formatDate(data.laufzeitBeginn)],
          ['Laufzeitende', data.laufzeitEnde === null ? 'offen' : formatDate(data.laufzeitEnde)],
        ]}
      />
      <VorgaengeOf akteId={id} />
      {creating ? <CreateVorgangDialog akte={data} onClose={() => setCreating(false)} /> : null}
    </Page>
  );
};
