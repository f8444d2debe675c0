import { useState } from 'preact/hooks';
import type { Ich } from '#organisation/organisation.schema.js';
import { api } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { Dialog } from '#web/ui/dialog.js';
import { TextField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';

/** Signs the same person in again without leaving the page, so that nothing typed is lost. */
export const ExpiredDialog = ({ ich, onSignedIn }: { ich: Ich; onSignedIn: () => void }) => {
  const [password, setPassword] = useState('');
  const form = useSubmit({
    check: () => (password === '' ? { 'kennwort-neu': 'Bitte geben Sie Ihr Kennwort ein.' } : {}),
    submit: async () => {
      await api.post('/api/anmeldung', { login: ich.login, password });
      onSignedIn();
    },
  });
  const leave = (): void => window.location.assign('/anmeldung');
  return (
    <Dialog title="Sitzung abgelaufen" enduring onClose={leave}>
      <p>
        Bitte melden Sie sich als <strong>{ich.name}</strong> erneut an. Ihre Eingaben auf dieser
        Seite bleiben erhalten.
      </p>
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
        <TextField
          id="kennwort-neu"
          label="Kennwort"
          type="password"
          value={password}
          onInput={setPassword}
          autoComplete="current-password"
          error={form.faults['kennwort-neu']}
        />
        <div class="button-row">
          <Button label="Weiterarbeiten" type="submit" variant="primary" busy={form.busy} />
          <Button label="Als andere Person anmelden" variant="tertiary" onClick={leave} />
        </div>
      </Form>
    </Dialog>
  );
};
