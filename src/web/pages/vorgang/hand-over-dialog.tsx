import { useState } from 'preact/hooks';
import type { VorgangDetail } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { einheitText, useEinheiten } from '#web/einheiten.js';
import { navigate } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Dialog } from '#web/ui/dialog.js';
import { SelectField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
import { notify } from '#web/ui/toast.js';

/** Gives the Federführung of a Vorgang to another unit; it may be out of sight afterwards. */
export const HandOverDialog = (props: {
  vorgang: VorgangDetail;
  onDone: () => void;
  onClose: () => void;
}) => {
  const { vorgang } = props;
  const units = useEinheiten();
  const [unit, setUnit] = useState('');
  const form = useSubmit({
    check: () => (unit === '' ? { federfuehrung: 'Bitte wählen Sie die neue Einheit.' } : {}),
    submit: async () => {
      const after = await api.patch<VorgangDetail | undefined>(`/api/vorgaenge/${vorgang.id}`, {
        organisationseinheitId: unit,
      });
      if (after !== undefined) {
        props.onDone();
        return;
      }
      notify('success', `Der Vorgang ${vorgang.geschaeftszeichen} ist abgegeben.`);
      navigate('/vorgaenge');
    },
  });
  return (
    <Dialog title="Federführung abgeben" onClose={props.onClose}>
      <p>
        Der Vorgang geht mit allen Dokumenten an die neue Einheit und hat dort zunächst keine
        Bearbeiterin und keinen Bearbeiter. Das Geschäftszeichen bleibt.
      </p>
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
        <SelectField
          id="federfuehrung"
          label="Neue Federführung"
          value={unit}
          onChange={setUnit}
          empty="Bitte wählen"
          error={form.faults['federfuehrung']}
          options={units
            .filter((one) => one.id !== vorgang.organisationseinheit.id)
            .map((one) => ({ value: one.id, text: einheitText(one) }))}
        />
        <div class="button-row">
          <Button label="Abgeben" type="submit" variant="primary" busy={form.busy} />
          <Button label="Abbrechen" onClick={props.onClose} />
        </div>
      </Form>
    </Dialog>
  );
};
