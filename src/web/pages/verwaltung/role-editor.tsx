import type { Organisationseinheit, Person } from '#organisation/organisation.schema.js';
import { einheitText } from '#web/einheiten.js';
import { Button } from '#web/ui/button.js';
import { SelectField } from '#web/ui/field.js';
import { rolleText } from '#web/words.js';

type RoleName = Person['rollen'][number]['rolle'];

export interface RoleLine {
  rolle: RoleName;
  organisationseinheitId: string;
}

const names: readonly RoleName[] = [
  'poststelle',
  'sachbearbeitung',
  'leitung',
  'postausgang',
  'revision',
  'administration',
];

/** The roles of a person, each for one unit. */
export const RoleEditor = (props: {
  roles: readonly RoleLine[];
  units: readonly Organisationseinheit[];
  onChange: (roles: readonly RoleLine[]) => void;
}) => {
  const { roles, onChange } = props;
  const replace = (index: number, changes: Partial<RoleLine>): void =>
    onChange(roles.map((line, at) => (at === index ? { ...line, ...changes } : line)));
  const first = props.units[0]?.id;
  return (
    <fieldset class="plain-fieldset">
      <legend class="kern-label">Rollen</legend>
      {roles.length === 0 ? (
        <p class="muted small">Ohne Rolle kann sich die Person anmelden, sieht aber nichts.</p>
      ) : null}
      {roles.map((line, index) => (
        <div key={index} class="role-line">
          <SelectField
            label={`Rolle ${index + 1}`}
            hideLabel
            value={line.rolle}
            onChange={(rolle) =>
              replace(index, { rolle: names.find((name) => name === rolle) ?? line.rolle })
            }
            options={names.map((name) => ({ value: name, text: rolleText(name) }))}
          />
          <SelectField
            label={`Einheit zu Rolle ${index + 1}`}
            hideLabel
            value={line.organisationseinheitId}
            onChange={(organisationseinheitId) => replace(index, { organisationseinheitId })}
            options={props.units.map((unit) => ({ value: unit.id, text: einheitText(unit) }))}
          />
          <Button
            label={`Rolle ${index + 1} entfernen`}
            icon="delete"
            iconOnly
            variant="tertiary"
            onClick={() => onChange(roles.toSpliced(index, 1))}
          />
        </div>
      ))}
      <div>
        <Button
          label="Rolle hinzufügen"
          icon="plus"
          small
          variant="tertiary"
          disabled={first === undefined}
          onClick={() =>
            first === undefined
              ? undefined
              : onChange([...roles, { rolle: 'sachbearbeitung', organisationseinheitId: first }])
          }
        />
      </div>
    </fieldset>
  );
};
