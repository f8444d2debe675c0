import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { VorgangDetail } from '#eakte/eakte.schema.js';
import type { BearbeiterListe } from '#organisation/organisation.schema.js';
import { api } from '#web/api.js';
import { CheckField, SelectField, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { useLoad } from '#web/use-load.js';

/** Changes subject, Bearbeiter, state and confidentiality of a Vorgang. */
export const EditVorgangDialog = (props: {
  vorgang: VorgangDetail;
  onSaved: () => void;
  onClose: () => void;
}) => {
  const { vorgang } = props;
  const [betreff, setBetreff] = useState(vorgang.betreff);
  const [bearbeiterId, setBearbeiter] = useState(vorgang.bearbeiter?.id ?? '');
  const [zustand, setZustand] = useState<string>(vorgang.zustand);
  const [confidential, setConfidential] = useState(vorgang.vertraulichkeit === 1);
  const unit = vorgang.organisationseinheit.id;
  const people = useLoad(unit, (signal) =>
    api.get<z.infer<typeof BearbeiterListe>>(`/api/organisationseinheiten/${unit}/bearbeiter`, {
      signal,
    }),
  );
  const form = useSubmit({
    check: () =>
      betreff.trim().length < 3
        ? { 'vorgang-betreff': 'Der Betreff braucht mindestens 3 Zeichen.' }
        : {},
    submit: async () => {
      await api.patch(`/api/vorgaenge/${vorgang.id}`, {
        betreff: betreff.trim(),
        bearbeiterId: bearbeiterId === '' ? null : bearbeiterId,
        zustand,
        vertraulichkeit: confidential ? 1 : 0,
      });
      props.onSaved();
    },
  });
  const choices =
    people.data?.bearbeiter ?? (vorgang.bearbeiter === null ? [] : [vorgang.bearbeiter]);
  return (
    <FormDialog title="Vorgang bearbeiten" form={form} submit="Speichern" onClose={props.onClose}>
      <TextField
        id="vorgang-betreff"
        label="Betreff"
        value={betreff}
        onInput={setBetreff}
        maxLength={300}
        error={form.faults['vorgang-betreff']}
      />
      <SelectField
        label="Bearbeiter/in"
        value={bearbeiterId}
        onChange={setBearbeiter}
        empty="Nicht bestimmt"
        options={choices.map((person) => ({ value: person.id, text: person.name }))}
      />
      <SelectField
        label="Bearbeitungsstatus"
        value={zustand}
        onChange={setZustand}
        options={[
          { value: 'offen', text: 'Offen' },
          { value: 'zda', text: 'Zu den Akten (abgeschlossen)' },
        ]}
      />
      <CheckField
        label="Vertraulich"
        hint="Nur Bearbeiter/in und Leitung sehen den Vorgang."
        checked={confidential}
        onChange={setConfidential}
      />
    </FormDialog>
  );
};
