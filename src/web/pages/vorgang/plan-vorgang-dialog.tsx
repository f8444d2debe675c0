import { useState } from 'preact/hooks';
import type { Akte } from '#eakte/eakte.schema.js';
import { Button } from '#web/ui/button.js';
import { Dialog } from '#web/ui/dialog.js';
import { TextField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
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
    <Dialog title="Neuer Vorgang" onClose={props.onClose}>
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
        <AktePicker value={akte} onChange={setAkte} error={form.faults['akte']} />
        <TextField
          id="vorgang-betreff"
          label="Betreff des Vorgangs"
          value={betreff}
          onInput={setBetreff}
          maxLength={300}
          error={form.faults['vorgang-betreff']}
        />
        <div class="button-row">
          <Button label="Übernehmen" type="submit" variant="primary" />
          <Button label="Abbrechen" onClick={props.onClose} />
        </div>
        <p class="muted small">Der Vorgang wird beim Zuordnen angelegt.</p>
      </Form>
    </Dialog>
  );
};
