import { useMemo, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Akte, AktenListe, Aktenplan, Aktenplaneinheit } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { count, formatDate } from '#web/format.js';
import { setQuery, usePlace } from '#web/router.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { Facts, Page } from '#web/ui/page.js';
import { Tree } from '#web/ui/tree.js';
import { useLoad } from '#web/use-load.js';
import { CreateAkteDialog } from './create-akte-dialog.js';

const columns: readonly Column<Akte>[] = [
  {
    key: 'kennzeichen',
    title: 'Kennzeichen',
    rowHeader: true,
    noWrap: true,
    cell: (akte) => <a href={`/akten/${akte.id}`}>{akte.kennzeichen}</a>,
  },
  { key: 'betreff', title: 'Betreff', wide: true, cell: (akte) => akte.betreff },
  {
    key: 'einheit',
    title: 'Einheit',
    cell: (akte) => (
      <span title={akte.organisationseinheit.name}>{akte.organisationseinheit.kuerzel}</span>
    ),
  },
  {
    key: 'laufzeit',
    title: 'Laufzeit',
    noWrap: true,
    cell: (akte) =>
      `ab ${formatDate(akte.laufzeitBeginn)}${akte.laufzeitEnde === null ? '' : ` bis ${formatDate(akte.laufzeitEnde)}`}`,
  },
  { key: 'vorgaenge', title: 'Vorgänge', numeric: true, cell: (akte) => akte.vorgaenge },
];

const disposal = { A: 'archivieren', B: 'bewerten', V: 'vernichten' } as const;

const Akten = ({ unit }: { unit: Aktenplaneinheit }) => {
  const [search, setSearch] = useState('');
  const [asked, setAsked] = useState('');
  const [after, setAfter] = useState<number>();
  const [creating, setCreating] = useState(false);
  const can = useCan();
  const query = { suche: asked, nach: after, limit: 100 };
  const list = useLoad(`${unit.id}${JSON.stringify(query)}`, (signal) =>
    api.get<z.infer<typeof AktenListe>>(`/api/aktenplaneinheiten/${unit.id}/akten`, {
      query,
      signal,
    }),
  );
  const apply = (): void => {
    setAfter(undefined);
    setAsked(search.trim());
  };
  return (
    <>
      <h2 class="section__title">
        {unit.kennzeichen} {unit.titel}
      </h2>
      <Facts
        entries={[
          ['Aufbewahrung', count(unit.aufbewahrungsdauerJahre, 'Jahr', 'Jahre')],
          ['Aussonderungsart', `${unit.aussonderungsart} – ${disposal[unit.aussonderungsart]}`],
        ]}
      />
      <div class="filters">
        <TextField
          label="Akten durchsuchen"
          type="search"
          value={search}
          onInput={setSearch}
          onEnter={apply}
          placeholder="Kennzeichen oder Betreff"
          width="medium"
        />
        <Button label="Suchen" icon="search" onClick={apply} />
        {can('vorgang:write') ? (
          <Button label="Neue Akte" icon="plus" onClick={() => setCreating(true)} />
        ) : null}
      </div>
      {creating ? <CreateAkteDialog place={unit} onClose={() => setCreating(false)} /> : null}
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <DataTable
          caption={`Akten unter ${unit.kennzeichen}`}
          columns={columns}
          rows={list.data.akten}
          rowKey={(akte) => akte.id}
          empty={<Empty title="Hier liegen keine Akten, die Sie sehen dürfen." />}
        />
      )}
      <div class="button-row">
        {after === undefined ? null : (
          <Button label="Zum Anfang" icon="arrow-up" onClick={() => setAfter(undefined)} />
        )}
        {list.data?.weiter == null ? null : (
          <Button
            label="Weitere Akten"
            icon="arrow-down"
            onClick={() => setAfter(list.data?.weiter ?? undefined)}
          />
        )}
      </div>
    </>
  );
};

const Browser = ({ units }: { units: readonly Aktenplaneinheit[] }) => {
  const { query } = usePlace();
  const chosen = units.find((unit) => unit.id === query.get('einheit'));
  const nodes = useMemo(
    () =>
      units
        .toSorted((a, b) => a.kennzeichen.localeCompare(b.kennzeichen, 'de', { numeric: true }))
        .map((unit) => ({
          id: unit.id,
          parentId: unit.parentId,
          label: (
            <>
              <span class="tree__sign">{unit.kennzeichen}</span> {unit.titel}
              {unit.akten === 0 ? null : (
                <span class="count">
                  {unit.akten}
                  <span class="kern-sr-only"> Akten</span>
                </span>
              )}
            </>
          ),
        })),
    [units],
  );
  return (
    <div class="split split--tree">
      <div class="split__tree">
        <Tree
          label="Aktenplan"
          nodes={nodes}
          selected={chosen?.id}
          onSelect={(id) => setQuery({ einheit: id })}
        />
      </div>
      <div class="split__main">
        {chosen === undefined ? (
          <Empty title="Bitte wählen Sie links eine Aktenplaneinheit." />
        ) : (
          <Akten key={chosen.id} unit={chosen} />
        )}
      </div>
    </div>
  );
};

/** The Aktenplan as a tree with the Akten of the chosen place. */
export const PlanPage = () => {
  const plan = useLoad('aktenplan', (signal) =>
    api.get<z.infer<typeof Aktenplan>>('/api/aktenplan', { signal }),
  );
  return (
    <Page title="Aktenplan">
      {plan.data === undefined ? (
        plan.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={plan.error} onRetry={plan.reload} />
        )
      ) : (
        <Browser units={plan.data.einheiten} />
      )}
    </Page>
  );
};
