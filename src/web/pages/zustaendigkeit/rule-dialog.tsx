import { useState } from 'preact/hooks';
import { api } from '#web/api.js';
import { einheitText, useEinheiten } from '#web/einheiten.js';
import { today } from '#web/format.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';

const empty = {
  einheit: '',
  bezeichnung: '',
  stichworte: '',
  dokumentart: '',
  buchstabeVon: '',
  buchstabeBis: '',
  strasse: '',
  hausnummerVon: '',
  hausnummerBis: '',
  hausnummern: 'alle',
  giltAb: '',
  giltBis: '',
};
type Draft = typeof empty;

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const numberOrNull = (text: string): number | null => (text.trim() === '' ? null : Number(text));

const bodyOf = (draft: Draft) => ({
  organisationseinheitId: draft.einheit,
  bezeichnung: draft.bezeichnung.trim(),
  stichworte: draft.stichworte
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
  dokumentart: orNull(draft.dokumentart),
  buchstabeVon: orNull(draft.buchstabeVon),
  buchstabeBis: orNull(draft.buchstabeBis),
  strasse: orNull(draft.strasse),
  hausnummerVon: numberOrNull(draft.hausnummerVon),
  hausnummerBis: numberOrNull(draft.hausnummerBis),
  hausnummern: draft.hausnummern,
  giltAb: draft.giltAb,
  giltBis: orNull(draft.giltBis),
});

const faultsOf = (draft: Draft): Record<string, string> => ({
  ...(draft.einheit === '' ? { einheit: 'Bitte eine Einheit wählen.' } : {}),
  ...(draft.bezeichnung.trim().length < 3
    ? { bezeichnung: 'Bitte eine Bezeichnung angeben.' }
    : {}),
  ...((draft.buchstabeVon === '') === (draft.buchstabeBis === '')
    ? {}
    : { buchstabeVon: 'Bitte Anfang und Ende der Buchstaben angeben.' }),
  ...([draft.stichworte, draft.dokumentart, draft.buchstabeVon, draft.strasse].every(
    (value) => value.trim() === '',
  )
    ? { stichworte: 'Bitte mindestens ein Merkmal angeben: Wörter, Art, Buchstaben oder Straße.' }
    : {}),
});

/** A new rule of the Geschäftsverteilung. */
export const RuleDialog = (props: { onSaved: () => void; onClose: () => void }) => {
  const units = useEinheiten();
  const [draft, setDraft] = useState<Draft>({ ...empty, giltAb: today() });
  const form = useSubmit({
    check: () => faultsOf(draft),
    submit: () => api.post('/api/zustaendigkeitsregeln', bodyOf(draft)).then(props.onSaved),
  });
  const field = (name: keyof Draft) => ({
    id: name,
    value: draft[name],
    error: form.faults[name],
    onInput: (value: string) => setDraft((before) => ({ ...before, [name]: value })),
  });
  const { onInput: chooseUnit, ...unit } = field('einheit');
  const { onInput: chooseNumbers, ...numbers } = field('hausnummern');
  return (
    <FormDialog title="Neue Regel" form={form} submit="Anlegen" wide onClose={props.onClose}>
      <SelectField
        {...unit}
        label="Einheit"
        empty="Bitte wählen"
        options={units.map((one) => ({ value: one.id, text: einheitText(one) }))}
        onChange={chooseUnit}
      />
      <TextField {...field('bezeichnung')} label="Bezeichnung" hint="Steht bei den Gründen." />
      <TextField
        {...field('stichworte')}
        label="Wörter im Schreiben"
        hint="Mit Komma getrennt; eines davon genügt."
        optional
      />
      <TextField {...field('dokumentart')} label="Art des Schreibens" optional />
      <div class="form--two">
        <TextField {...field('buchstabeVon')} label="Name von" optional />
        <TextField {...field('buchstabeBis')} label="Name bis" optional />
        <TextField {...field('strasse')} label="Straße" optional />
        <SelectField
          {...numbers}
          label="Hausnummern"
          options={[
            { value: 'alle', text: 'alle' },
            { value: 'gerade', text: 'gerade' },
            { value: 'ungerade', text: 'ungerade' },
          ]}
          onChange={chooseNumbers}
        />
        <TextField {...field('hausnummerVon')} label="Hausnummer von" type="number" optional />
        <TextField {...field('hausnummerBis')} label="Hausnummer bis" type="number" optional />
        <TextField {...field('giltAb')} label="Gilt ab" type="date" />
        <TextField {...field('giltBis')} label="Gilt bis" type="date" optional />
      </div>
    </FormDialog>
  );
};
