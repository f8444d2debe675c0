import { useState } from 'preact/hooks';
import type { VorgangDetail } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { einheitText, useEinheiten } from '#web/einheiten.js';
import { navigate } from '#web/router.js';
import { SelectField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
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
    <FormDialog
      title="Federführung abgeben"
      form={form}
      submit="Abgeben"
      intro={
        <p>
          Der Vorgang geht mit allen Dokumenten an die neue Einheit und hat dort zunächst keine
          Bearbeiterin und keinen Bearbeiter. Das Geschäftszeichen bleibt.
        </p>
      }
      onClose={props.onClose}
    >
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
    </FormDialog>
  );
};
