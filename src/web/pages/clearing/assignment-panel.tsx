import { useState } from 'preact/hooks';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import { einheitText } from '#web/einheiten.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { Combobox } from '#web/ui/combobox.js';
import { TextField } from '#web/ui/field.js';
import { type FoundVorgang, findVorgaenge } from '../vorgang/find-vorgang.js';
import { PlanVorgangDialog } from '../vorgang/plan-vorgang-dialog.js';
import { ChoiceList } from './choice-list.js';
import type { Assignment } from './use-assignment.js';

const UnitChoice = (props: { assignment: Assignment; units: readonly Organisationseinheit[] }) => (
  <>
    <ChoiceList
      legend="Zuständige Einheit"
      name="einheit"
      choices={props.assignment.units}
      value={props.assignment.unitId}
      firstNumber={1}
      onChange={props.assignment.chooseUnit}
      none="Kein Vorschlag. Bitte suchen Sie die Einheit."
    />
    <Combobox
      id="einheit-suche"
      label="Andere Einheit suchen"
      hideLabel
      placeholder="Andere Einheit suchen (E)"
      minLength={1}
      find={(text) =>
        Promise.resolve(
          props.units
            .filter((unit) =>
              `${einheitText(unit)} ${unit.zustaendigkeit}`
                .toLowerCase()
                .includes(text.toLowerCase()),
            )
            .slice(0, 12)
            .map((unit) => ({
              id: unit.id,
              text: einheitText(unit),
              detail: unit.zustaendigkeit.slice(0, 110),
            })),
        )
      }
      onChoose={(choice) => props.assignment.chooseUnit(choice.id)}
    />
  </>
);

const VorgangChoice = ({ assignment }: { assignment: Assignment }) => {
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const { newVorgang } = assignment;
  return (
    <>
      <ChoiceList
        legend="Vorgang"
        name="vorgang"
        choices={[
          ...assignment.vorgaenge,
          { id: 'ohne', text: 'Ohne Vorgang in den Postkorb der Einheit' },
          ...(newVorgang === undefined
            ? []
            : [{ id: 'neu', text: `Neu: ${newVorgang.betreff} (Akte ${newVorgang.akteText})` }]),
        ]}
        value={newVorgang === undefined ? (assignment.vorgangId ?? 'ohne') : 'neu'}
        firstNumber={assignment.units.length + 1}
        onChange={(id) => {
          if (id !== 'neu') {
            assignment.chooseVorgang(assignment.vorgaenge.find((target) => target.id === id));
          }
        }}
      />
      <Combobox
        id="vorgang-suche"
        label="Vorgang suchen"
        hideLabel
        placeholder="Vorgang suchen: Geschäftszeichen, Betreff, Name (V)"
        find={(text, signal) =>
          findVorgaenge(text, { signal, mayRead: can('vorgang:read'), mayClear: true })
        }
        noResult="Kein Vorgang gefunden, den Sie sehen dürfen"
        onChoose={(choice) =>
          assignment.chooseVorgang({
            id: choice.id,
            text: choice.text,
            einheitId: (choice as FoundVorgang).einheitId,
          })
        }
      />
      <div>
        <Button
          label="Neuer Vorgang"
          icon="plus"
          small
          variant="tertiary"
          onClick={() => setAsking(true)}
        />
      </div>
      {asking ? (
        <PlanVorgangDialog
          betreff={assignment.data.betreff}
          onClose={() => setAsking(false)}
          onPlan={(planned) => {
            assignment.planVorgang(planned);
            setAsking(false);
          }}
        />
      ) : null}
    </>
  );
};

const ParticularsForm = ({ assignment }: { assignment: Assignment }) => {
  const { data, change } = assignment;
  return (
    <details class="disclosure">
      <summary>Angaben zum Schreiben berichtigen</summary>
      <div class="form form--two">
        <TextField
          label="Absender"
          value={data.absender}
          onInput={(absender) => change({ absender })}
          maxLength={300}
        />
        <TextField
          label="Betreff"
          value={data.betreff}
          onInput={(betreff) => change({ betreff })}
          maxLength={300}
        />
        <TextField
          label="Art des Schreibens"
          value={data.art}
          onInput={(art) => change({ art })}
          maxLength={100}
        />
        <TextField
          label="Datum des Schreibens"
          type="date"
          value={data.datumDesSchreibens}
          onInput={(datumDesSchreibens) => change({ datumDesSchreibens })}
        />
      </div>
    </details>
  );
};

/** Where the item goes: unit, Vorgang, and what has to be put right about it. */
export const AssignmentPanel = (props: {
  assignment: Assignment;
  units: readonly Organisationseinheit[];
}) => (
  <div class="assignment">
    <UnitChoice {...props} />
    <VorgangChoice assignment={props.assignment} />
    <ParticularsForm assignment={props.assignment} />
  </div>
);
