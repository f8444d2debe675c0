import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { TextField } from '#web/ui/field.js';
import { ErrorSummary, type Faults, Form, useSubmit } from '#web/ui/form.js';
import { Gate } from './gate.js';

/** Sign-in with the local account. */
export const SignInPage = ({ onSignedIn }: { onSignedIn: () => void }) => {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const form = useSubmit({
    check: () => {
      const faults: Record<string, string> = {};
      if (login.trim() === '') faults['anmeldename'] = 'Bitte geben Sie Ihren Anmeldenamen ein.';
      if (password === '') faults['kennwort'] = 'Bitte geben Sie Ihr Kennwort ein.';
      return faults satisfies Faults;
    },
    submit: async () => {
      await api.post('/api/anmeldung', { login: login.trim(), password });
      onSignedIn();
    },
  });
  return (
    <Gate title="Anmeldung">
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
        <TextField
          id="anmeldename"
          label="Anmeldename"
          value={login}
          onInput={setLogin}
          autoComplete="username"
          inputRef={first}
          error={form.faults['anmeldename']}
          required
        />
        <TextField
          id="kennwort"
          label="Kennwort"
          type="password"
          value={password}
          onInput={setPassword}
          autoComplete="current-password"
          error={form.faults['kennwort']}
          required
        />
        <Button label="Anmelden" type="submit" variant="primary" busy={form.busy} />
      </Form>
      <p class="muted small">
        Kennwort vergessen? Die Administration Ihrer Dienststelle vergibt ein neues Einmalkennwort.
      </p>
    </Gate>
  );
};
