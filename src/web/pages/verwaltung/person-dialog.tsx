import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type {
  Organisationseinheit,
  Person,
  PersonAntwort,
} from '#organisation/organisation.schema.js';
import { api } from '#web/api.js';
import { TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { RoleEditor, type RoleLine } from './role-editor.js';

export type PersonAnswer = z.infer<typeof PersonAntwort>;

const loginPattern = /^[a-z0-9][a-z0-9._-]{1,62}$/;

/** Makes a person or changes name, address and roles. */
export const PersonDialog = (props: {
  person: Person | undefined;
  units: readonly Organisationseinheit[];
  onSaved: (answer: PersonAnswer) => void;
  onClose: () => void;
}) => {
  const { person } = props;
  const [login, setLogin] = useState(person?.login ?? '');
  const [name, setName] = useState(person?.name ?? '');
  const [email, setEmail] = useState(person?.email ?? '');
  const [roles, setRoles] = useState<readonly RoleLine[]>(
    person?.rollen.map((held) => ({
      rolle: held.rolle,
      organisationseinheitId: held.organisationseinheit.id,
    })) ?? [],
  );
  const form = useSubmit({
    check: () => ({
      ...(name.trim().length < 2 ? { name: 'Bitte geben Sie den Namen an.' } : {}),
      ...(loginPattern.test(login.trim().toLowerCase())
        ? {}
        : {
            login:
              'Der Anmeldename besteht aus Kleinbuchstaben, Ziffern, Punkt, Binde- und Unterstrich.',
          }),
    }),
    submit: async () => {
      const body = {
        name: name.trim(),
        email: email.trim() === '' ? null : email.trim(),
        rollen: roles,
      };
      props.onSaved(
        person === undefined
          ? await api.post<PersonAnswer>('/api/personen', { ...body, login: login.trim() })
          : await api.patch<PersonAnswer>(`/api/personen/${person.id}`, body),
      );
    },
  });
  return (
    <FormDialog
      title={person === undefined ? 'Neue Person' : person.name}
      form={form}
      submit={person === undefined ? 'Person anlegen' : 'Speichern'}
      wide
      onClose={props.onClose}
    >
      <div class="form form--two">
        <TextField
          id="name"
          label="Vor- und Nachname"
          value={name}
          onInput={setName}
          maxLength={200}
          error={form.faults['name']}
        />
        <TextField
          id="login"
          label="Anmeldename"
          value={login}
          onInput={setLogin}
          maxLength={63}
          disabled={person !== undefined}
          error={form.faults['login']}
        />
        <TextField label="E-Mail" optional type="email" value={email} onInput={setEmail} />
      </div>
      <RoleEditor roles={roles} units={props.units} onChange={setRoles} />
    </FormDialog>
  );
};
