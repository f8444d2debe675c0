import type { Person } from '#organisation/organisation.schema.js';
import { Button } from '#web/ui/button.js';
import type { Column } from '#web/ui/data-table.js';
import { Badge } from '#web/ui/feedback.js';
import { rolleText } from '#web/words.js';

/** What can be done with a person from the list. */
export interface PersonActions {
  edit: (person: Person) => void;
  reset: (person: Person) => void;
  disable: (person: Person) => void;
  enable: (person: Person) => void;
}

const stateOf = (person: Person) =>
  person.disabledAt !== null ? (
    <Badge tone="danger" text="Gesperrt" />
  ) : person.mustChangePassword ? (
    <Badge tone="info" text="Einmalkennwort" />
  ) : (
    <Badge tone="success" text="Aktiv" />
  );

const Actions = ({ person, actions }: { person: Person; actions: PersonActions }) => {
  const isDisabled = person.disabledAt !== null;
  const lock = isDisabled ? 'Entsperren' : 'Sperren';
  return (
    <span class="button-row">
      <Button
        label="Bearbeiten"
        spoken={`Bearbeiten: ${person.name}`}
        small
        onClick={() => actions.edit(person)}
      />
      <Button
        label="Neues Kennwort"
        spoken={`Neues Kennwort: ${person.name}`}
        small
        onClick={() => actions.reset(person)}
      />
      <Button
        label={lock}
        spoken={`${lock}: ${person.name}`}
        small
        variant={isDisabled ? 'secondary' : 'danger'}
        onClick={() => (isDisabled ? actions.enable : actions.disable)(person)}
      />
    </span>
  );
};

/** The columns of the list of people. */
export const peopleColumns = (actions: PersonActions): Column<Person>[] => [
  {
    key: 'name',
    title: 'Name',
    rowHeader: true,
    cell: (person) => (
      <>
        {person.name}
        <span class="muted small block">{person.email ?? ''}</span>
      </>
    ),
  },
  { key: 'login', title: 'Anmeldename', noWrap: true, cell: (person) => person.login },
  {
    key: 'rollen',
    title: 'Rollen',
    wide: true,
    cell: (person) =>
      person.rollen.length === 0 ? (
        <span class="muted">keine</span>
      ) : (
        person.rollen
          .map((held) => `${rolleText(held.rolle)} (${held.organisationseinheit.kuerzel})`)
          .join(', ')
      ),
  },
  { key: 'zustand', title: 'Zustand', noWrap: true, cell: stateOf },
  {
    key: 'aktion',
    title: 'Aktionen',
    hideTitle: true,
    noWrap: true,
    cell: (person) => <Actions person={person} actions={actions} />,
  },
];
