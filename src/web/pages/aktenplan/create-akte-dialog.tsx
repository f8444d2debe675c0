import { useState } from 'preact/hooks';
import type { Akte, Aktenplaneinheit } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { navigate } from '#web/router.js';
import { useSession } from '#web/session.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';

/** Makes an Akte at a place of the Aktenplan for a unit of the person, and opens it. */
export const CreateAkteDialog = (props: { place: Aktenplaneinheit; onClose: () => void }) => {
  const { ich } = useSession();
  const [betreff, setBetreff] = useState('');
  const [unit, setUnit] = useState(ich.einheiten[0]?.id ?? '');
  const form = useSubmit({
    check: () => ({
      ...(betreff.trim().length < 3
        ? { 'akte-betreff': 'Der Betreff braucht mindestens 3 Zeichen.' }
        : {}),
      ...(unit === '' ? { 'akte-einheit': 'Bitte wählen Sie die aktenführende Einheit.' } : {}),
    }),
    submit: async () => {
      const akte = await api.post<Akte>('/api/akten', {
        aktenplaneinheitId: props.place.id,
        betreff: betreff.trim(),
        organisationseinheitId: unit,
      });
      navigate(`/akten/${akte.id}`);
    },
  });
  return (
    <FormDialog
      title="Neue Akte"
      form={form}
      submit="Akte anlegen"
      intro={
        <p>
          <span class="muted small block">Aktenplaneinheit</span>
          {props.place.kennzeichen} {props.place.titel}
        </p>
      }
      onClose={props.onClose}
    >
      <TextField
        id="akte-betreff"
        label="Betreff der Akte"
        value={betreff}
        onInput={setBetreff}
        maxLength={300}
        error={form.faults['akte-betreff']}
      />
      <SelectField
        id="akte-einheit"
        label="Aktenführende Einheit"
        value={unit}
        onChange={setUnit}
        error={form.faults['akte-einheit']}
        options={ich.einheiten.map((one) => ({ value: one.id, text: einheitText(one) }))}
      />
    </FormDialog>
  );
};
