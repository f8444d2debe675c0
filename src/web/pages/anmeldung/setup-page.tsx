import { useState } from 'preact/hooks';
import { api } from '#web/api.js';
import { navigate } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Alert } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { ErrorSummary, type Faults, Form, useSubmit } from '#web/ui/form.js';
import { notify } from '#web/ui/toast.js';
import { Gate } from './gate.js';

const fields = ['behoerde', 'kuerzel', 'name', 'login', 'kennwort', 'wiederholung'] as const;
type Values = Record<(typeof fields)[number], string>;

const check = (values: Values): Faults => {
  const faults: Record<string, string> = {};
  if (values.behoerde.trim().length < 2) faults['behoerde'] = 'Bitte nennen Sie die Behörde.';
  if (values.kuerzel.trim() === '') faults['kuerzel'] = 'Bitte geben Sie ein Kurzzeichen an.';
  if (values.name.trim().length < 2) faults['name'] = 'Bitte geben Sie Ihren Namen an.';
  if (!/^[a-z0-9][a-z0-9._-]{1,62}$/.test(values.login.trim().toLowerCase())) {
    faults['login'] =
      'Der Anmeldename besteht aus Kleinbuchstaben, Ziffern, Punkt und Bindestrich.';
  }
  if (values.kennwort.length < 12)
    faults['kennwort'] = 'Das Kennwort braucht mindestens 12 Zeichen.';
  if (values.wiederholung !== values.kennwort) {
    faults['wiederholung'] = 'Die Wiederholung stimmt nicht überein.';
  }
  return faults;
};

const setupToken = (): string =>
  new URLSearchParams(window.location.hash.replace(/^#/, '')).get('token') ?? '';

const empty: Values = {
  behoerde: '',
  kuerzel: '',
  name: '',
  login: '',
  kennwort: '',
  wiederholung: '',
};

const setUp = (token: string, values: Values): Promise<unknown> =>
  api.post('/api/einrichtung', {
    token,
    login: values.login,
    name: values.name,
    password: values.kennwort,
    organisationseinheit: { kuerzel: values.kuerzel, name: values.behoerde },
  });

const IncompleteLink = () => (
  <Gate title="Ersteinrichtung">
    <Alert tone="warning" title="Der Einrichtungslink ist unvollständig.">
      <p>
        Bitte öffnen Sie die vollständige Adresse, die der Server beim ersten Start ausgegeben hat.
        Sie gilt nur kurze Zeit und nur einmal.
      </p>
    </Alert>
  </Gate>
);

const SetupForm = ({ token }: { token: string }) => {
  const [values, setValues] = useState(empty);
  const form = useSubmit({
    check: () => check(values),
    submit: async () => {
      await setUp(token, values);
      notify('success', 'Die Einrichtung ist abgeschlossen. Bitte melden Sie sich an.');
      navigate('/anmeldung', { replace: true });
    },
  });
  const field = (id: keyof Values) => ({
    id,
    value: values[id],
    onInput: (value: string) => setValues((before) => ({ ...before, [id]: value })),
    error: form.faults[id],
  });
  const password = { type: 'password', autoComplete: 'new-password' } as const;
  return (
    <Gate title="Ersteinrichtung">
      <p>Legen Sie Ihre Behörde und das erste Konto mit der Rolle Administration an.</p>
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
        <fieldset class="plain-fieldset">
          <legend class="kern-title">Behörde</legend>
          <TextField {...field('behoerde')} label="Name der Behörde" />
          <TextField
            {...field('kuerzel')}
            label="Kurzzeichen"
            hint="Für die oberste Einheit, z. B. 00"
            width="short"
          />
        </fieldset>
        <fieldset class="plain-fieldset">
          <legend class="kern-title">Erstes Konto</legend>
          <TextField {...field('name')} label="Vor- und Nachname" autoComplete="name" />
          <TextField {...field('login')} label="Anmeldename" autoComplete="username" />
          <TextField
            {...field('kennwort')}
            {...password}
            label="Kennwort"
            hint="Mindestens 12 Zeichen"
          />
          <TextField {...field('wiederholung')} {...password} label="Kennwort wiederholen" />
        </fieldset>
        <Button label="Einrichtung abschließen" type="submit" variant="primary" busy={form.busy} />
      </Form>
    </Gate>
  );
};

/** Makes the first administrator and the authority, with the link that the server printed at its first start. */
export const SetupPage = () => {
  const [token] = useState(setupToken);
  return token === '' ? <IncompleteLink /> : <SetupForm token={token} />;
};
