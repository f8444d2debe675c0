import { useState } from 'preact/hooks';
import { api } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { TextField } from '#web/ui/field.js';
import { ErrorSummary, type Faults, Form, useSubmit } from '#web/ui/form.js';

const check = (current: string, wanted: string, repeated: string): Faults => {
  const faults: Record<string, string> = {};
  if (current === '') faults['bisher'] = 'Bitte geben Sie Ihr bisheriges Kennwort ein.';
  if (wanted === '') faults['neu'] = 'Bitte geben Sie ein neues Kennwort ein.';
  else if (wanted === current) {
    faults['neu'] = 'Das neue Kennwort muss sich vom bisherigen unterscheiden.';
  }
  if (repeated !== wanted) faults['wiederholung'] = 'Die Wiederholung stimmt nicht überein.';
  return faults;
};

/** Changes one's own password. */
export const PasswordForm = ({ onChanged }: { onChanged: () => void }) => {
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const [repeated, setRepeated] = useState('');
  const form = useSubmit({
    check: () => check(current, wanted, repeated),
    submit: async () => {
      await api.post('/api/ich/passwort', { currentPassword: current, newPassword: wanted });
      onChanged();
    },
  });
  return (
    <>
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
        <TextField
          id="bisher"
          label="Bisheriges Kennwort"
          type="password"
          value={current}
          onInput={setCurrent}
          autoComplete="current-password"
          error={form.faults['bisher']}
        />
        <TextField
          id="neu"
          label="Neues Kennwort"
          hint="Mindestens 12 Zeichen. Am besten mehrere Wörter, die nicht zusammengehören."
          type="password"
          value={wanted}
          onInput={setWanted}
          autoComplete="new-password"
          error={form.faults['neu']}
        />
        <TextField
          id="wiederholung"
          label="Neues Kennwort wiederholen"
          type="password"
          value={repeated}
          onInput={setRepeated}
          autoComplete="new-password"
          error={form.faults['wiederholung']}
        />
        <Button label="Kennwort ändern" type="submit" variant="primary" busy={form.busy} />
      </Form>
    </>
  );
};
