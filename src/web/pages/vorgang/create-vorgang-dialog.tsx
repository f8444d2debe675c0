import { useState } from 'preact/hooks';
import type { Akte } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { navigate } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Dialog } from '#web/ui/dialog.js';
import { CheckField, TextField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
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
    <Dialog title="Neuer Vorgang" onClose={props.onClose}>
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
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
        <div class="button-row">
          <Button label="Vorgang anlegen" type="submit" variant="primary" busy={form.busy} />
          <Button label="Abbrechen" onClick={props.onClose} />
        </div>
      </Form>
    </Dialog>
  );
};
