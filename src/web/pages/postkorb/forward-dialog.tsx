import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Weitergabe } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { einheitText, useEinheiten } from '#web/einheiten.js';
import { Dialog } from '#web/ui/dialog.js';
import { Alert } from '#web/ui/feedback.js';
import { SelectField, TextArea } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { notify } from '#web/ui/toast.js';
import type { Entry } from './postkorb.js';

const toPoststelle = 'poststelle';
const title = 'Eingang weitergeben';

const bodyOf = (target: string, reason: string): z.input<typeof Weitergabe> => ({
  begruendung: reason.trim(),
  ...(target === toPoststelle
    ? { an: 'poststelle' }
    : { an: 'einheit', organisationseinheitId: target }),
});

const ForwardForm = (props: { entry: Entry; onClose: () => void; onDone: () => void }) => {
  const { entry } = props;
  const units = useEinheiten();
  const [target, setTarget] = useState('');
  const [reason, setReason] = useState('');
  const form = useSubmit({
    check: () => ({
      ...(target === '' ? { 'weiter-an': 'Bitte wählen Sie, wohin der Eingang gehört.' } : {}),
      ...(reason.trim().length < 3
        ? { 'weiter-grund': 'Bitte begründen Sie die Weitergabe mit mindestens 3 Zeichen.' }
        : {}),
    }),
    submit: async () => {
      await api.post(`/api/postkorb/${entry.id}/weitergabe`, bodyOf(target, reason));
      notify('success', `Eingang ${entry.eingangsnummer} ist weitergegeben.`);
      props.onDone();
    },
  });
  return (
    <FormDialog title={title} form={form} submit="Weitergeben" onClose={props.onClose}>
      <SelectField
        id="weiter-an"
        label="Weitergeben an"
        value={target}
        onChange={setTarget}
        empty="Bitte wählen"
        error={form.faults['weiter-an']}
        options={[
          { value: toPoststelle, text: 'Zurück an die Poststelle (Irrläufer)' },
          ...units
            .filter((unit) => unit.id !== entry.organisationseinheit.id)
            .map((unit) => ({ value: unit.id, text: einheitText(unit) })),
        ]}
      />
      <TextArea
        id="weiter-grund"
        label="Begründung"
        hint="Zum Beispiel: Für Sondernutzungen ist das Tiefbauamt zuständig."
        value={reason}
        onInput={setReason}
        rows={3}
        maxLength={500}
        error={form.faults['weiter-grund']}
      />
    </FormDialog>
  );
};

/** Passes an item on that belongs elsewhere; one that lies in a Vorgang goes with it. */
export const ForwardDialog = (props: { entry: Entry; onClose: () => void; onDone: () => void }) => {
  const { vorgang } = props.entry;
  if (vorgang === null) return <ForwardForm {...props} />;
  return (
    <Dialog title={title} onClose={props.onClose}>
      <Alert tone="info" title="Dieser Eingang liegt schon in einem Vorgang.">
        <p>
          Er wechselt die Einheit mit dem Vorgang. Geben Sie dort die Federführung ab:{' '}
          <a href={`/vorgaenge/${vorgang.id}`}>{vorgang.geschaeftszeichen}</a>
        </p>
      </Alert>
    </Dialog>
  );
};
