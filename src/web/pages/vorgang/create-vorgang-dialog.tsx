import { useState } from 'preact/hooks';
import type { Akte } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { navigate } from '#web/router.js';
import { CheckField, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { AktePicker } from './akte-picker.js';

/** Makes a Vorgang in an Akte and opens it. */
export const CreateVorgangDialog = (props: { akte?: Akte; onClose: () => void }) => {
  const [akte, setAkte] = useState<Akte | undefined>(props.akte);
  const [betreff, setBetreff] = useState('');
  const [confidential, setConfidential] = useState(false);
  const form = useSubmit({
    check: () => ({
      ...(akte === undefined ? { akte: 'Bitte wählen Sie eine Akte.' } : {}),
      ...(betreff.trim().length < 3
        ? { 'neuer-betreff': 'Der Betreff braucht mindestens 3 Zeichen.' }
        : {}),
    }),
    submit: async () => {
      const vorgang = await api.post<{ id: string }>('/api/vorgaenge', {
        akteId: akte?.id,
        betreff: betreff.trim(),
        vertraulichkeit: confidential ? 1 : 0,
      });
      navigate(`/vorgaenge/${vorgang.id}`);
    },
  });
  return (
    <FormDialog title="Neuer Vorgang" form={form} submit="Vorgang anlegen" onClose={props.onClose}>
      {props.akte === undefined ? (
        <AktePicker value={akte} onChange={setAkte} error={form.faults['akte']} />
      ) : (
        <p>
          <span class="muted small block">Akte</span>
          {props.akte.kennzeichen} {props.akte.betreff}
        </p>
      )}
      <TextField
        id="neuer-betreff"
        label="Betreff"
        value={betreff}
        onInput={setBetreff}
        maxLength={300}
        error={form.faults['neuer-betreff']}
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
