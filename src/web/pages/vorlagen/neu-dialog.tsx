import { useState } from 'preact/hooks';
import type {
  Bestandszeile,
  Fassungsart,
} from '#postausgang/vorlagenverwaltung/verwaltung.schema.js';
import { navigate } from '#web/router.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { arten, pfadOf } from './vorlagen-words.js';

/** Begins a new name as a copy of another one. */
export const NeuDialog = (props: {
  art: Fassungsart;
  vorhanden: readonly Bestandszeile[];
  onClose: () => void;
}) => {
  const { art, vorhanden } = props;
  const [name, setName] = useState('');
  const [von, setVon] = useState('');
  const form = useSubmit({
    check: (): Record<string, string> => ({
      ...(/^[a-z0-9][a-z0-9-]{0,78}$/.test(name)
        ? {}
        : { name: 'Bitte Kleinbuchstaben, Ziffern und Bindestriche verwenden.' }),
      ...(vorhanden.some(({ schluessel }) => schluessel === name)
        ? { name: 'Diesen Namen gibt es schon.' }
        : {}),
      ...(von === '' ? { von: 'Bitte wählen, womit Sie beginnen.' } : {}),
    }),
    submit: () => {
      navigate(`${pfadOf(art, name)}?von=${von}`);
      return Promise.resolve();
    },
  });
  return (
    <FormDialog title={arten[art].neu} form={form} submit="Beginnen" onClose={props.onClose}>
      <TextField
        id="name"
        label="Name"
        hint="Kurz, z. B. widerspruchsbescheid. Er ändert sich später nicht."
        value={name}
        error={form.faults['name']}
        onInput={setName}
      />
      <SelectField
        id="von"
        label="Beginnen mit"
        empty="Bitte wählen"
        value={von}
        error={form.faults['von']}
        options={vorhanden.map(({ schluessel, titel }) => ({ value: schluessel, text: titel }))}
        onChange={setVon}
      />
    </FormDialog>
  );
};
