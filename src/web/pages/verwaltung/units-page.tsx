import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type {
  Organisationseinheit,
  OrganisationseinheitListe,
} from '#organisation/organisation.schema.js';
import { api } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { count } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { UnitDialog } from './unit-dialog.js';

type Unit = Organisationseinheit;

/** In the order of the tree: each unit before those below it. */
const inOrder = (
  units: readonly Unit[],
  parent: string | null = null,
  depth = 0,
): [Unit, number][] =>
  units
    .filter((unit) => unit.parentId === parent)
    .toSorted((a, b) => a.kuerzel.localeCompare(b.kuerzel, 'de', { numeric: true }))
    .flatMap((unit) => [[unit, depth] as [Unit, number], ...inOrder(units, unit.id, depth + 1)]);

const columnsOf = (onEdit: (unit: Unit) => void): Column<[Unit, number]>[] => [
  {
    key: 'kuerzel',
    title: 'Kurzzeichen',
    noWrap: true,
    cell: ([unit]) => unit.kuerzel,
  },
  {
    key: 'name',
    title: 'Bezeichnung',
    rowHeader: true,
    cell: ([unit, depth]) => (
      <span class={`indent indent--${Math.min(depth, 4)}`}>
        {unit.name}
        {unit.istPoststelle ? <span class="muted small block">Zentrale Poststelle</span> : null}
      </span>
    ),
  },
  {
    key: 'aufgaben',
    title: 'Zuständigkeit',
    wide: true,
    cell: ([unit]) => <span class="small clamp">{unit.zustaendigkeit || '–'}</span>,
  },
  {
    key: 'kontakt',
    title: 'Kontakt',
    cell: ([unit]) => (
      <>
        {unit.telefon ?? ''}
        <span class="small block">{unit.email ?? ''}</span>
      </>
    ),
  },
  {
    key: 'aktion',
    title: 'Aktion',
    hideTitle: true,
    noWrap: true,
    cell: ([unit]) => (
      <Button
        label="Bearbeiten"
        spoken={`Bearbeiten: ${einheitText(unit)}`}
        small
        onClick={() => onEdit(unit)}
      />
    ),
  },
];

/** The units of the authority; their tasks in words are what the assignment learns from. */
export const UnitsPage = () => {
  const [editing, setEditing] = useState<Unit | 'new'>();
  const list = useLoad('einheiten', (signal) =>
    api.get<z.infer<typeof OrganisationseinheitListe>>('/api/organisationseinheiten', { signal }),
  );
  const units = list.data?.organisationseinheiten ?? [];
  return (
    <Page
      title="Organisationseinheiten"
      subtitle={list.data === undefined ? undefined : count(units.length, 'Einheit', 'Einheiten')}
      actions={
        <Button
          label="Neue Einheit"
          icon="plus"
          variant="primary"
          onClick={() => setEditing('new')}
        />
      }
    >
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={list.error} onRetry={list.reload} />
        )
      ) : (
        <DataTable
          caption="Organisationseinheiten"
          columns={columnsOf(setEditing)}
          rows={inOrder(units)}
          rowKey={([unit]) => unit.id}
        />
      )}
      {editing === undefined ? null : (
        <UnitDialog
          unit={editing === 'new' ? undefined : editing}
          units={units}
          onClose={() => setEditing(undefined)}
          onSaved={() => {
            notify('success', 'Die Einheit ist gespeichert.');
            setEditing(undefined);
            list.reload();
          }}
        />
      )}
    </Page>
  );
};
