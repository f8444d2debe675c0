import { useState } from 'preact/hooks';
import type { Akte } from '#eakte/eakte.schema.js';
import { TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { AktePicker } from './akte-picker.js';

/** A Vorgang that is made together with the filing of an item. */
export interface PlannedVorgang {
  akteId: string;
  akteText: string;
  einheitId: string;
  betreff: string;
}

/** Plans a new Vorgang for an item; it is made together with the assignment. */
export const PlanVorgangDialog = (props: {
  betreff: string;
  onPlan: (planned: PlannedVorgang) => void;
  onClose: () => void;
}) => {
  const [akte, setAkte] = useState<Akte>();
  const [betreff, setBetreff] = useState(props.betreff);
  const form = useSubmit({
    check: () => ({
      ...(akte === undefined ? { akte: 'Bitte wählen Sie eine Akte.' } : {}),
      ...(betreff.trim().length < 3
        ? { 'vorgang-betreff': 'Der Betreff braucht mindestens 3 Zeichen.' }
        : {}),
    }),
    submit: async () => {
      if (akte === undefined) return;
      props.onPlan({
        akteId: akte.id,
        akteText: `${akte.kennzeichen} ${akte.betreff}`,
        einheitId: akte.organisationseinheit.id,
        betreff: betreff.trim(),
      });
    },
  });
  return (
    <FormDialog title="Neuer Vorgang" form={form} submit="Übernehmen" onClose={props.onClose}>
      <AktePicker value={akte} onChange={setAkte} error={form.faults['akte']} />
      <TextField
        id="vorgang-betreff"
        label="Betreff des Vorgangs"
        value={betreff}
        onInput={setBetreff}
        maxLength={300}
        error={form.faults['vorgang-betreff']}
      />
      <p class="muted small">Der Vorgang wird beim Zuordnen angelegt.</p>
    </FormDialog>
  );
};
