import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { ApiTokenAntwort, PermissionName } from '#organisation/organisation.schema.js';
import { api } from '#web/api.js';
import { useSession } from '#web/session.js';
import { CheckField, SelectField, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';
import { berechtigungen } from '#web/words.js';

export type TokenAnswer = z.infer<typeof ApiTokenAntwort>;

const lifetimes = [
  { value: '30', text: '30 Tage' },
  { value: '90', text: '90 Tage' },
  { value: '365', text: '1 Jahr' },
];

const Scopes = (props: {
  scopes: readonly PermissionName[];
  onChange: (scopes: readonly PermissionName[]) => void;
}) => {
  const { ich } = useSession();
  return (
    <fieldset class="plain-fieldset" id="token-scopes" tabIndex={-1}>
      <legend class="kern-label">Rechte</legend>
      {ich.permissions.map((permission) => (
        <CheckField
          key={permission}
          label={berechtigungen[permission]}
          checked={props.scopes.includes(permission)}
          onChange={(checked) => {
            const others = props.scopes.filter((one) => one !== permission);
            props.onChange(checked ? [...others, permission] : others);
          }}
        />
      ))}
    </fieldset>
  );
};

/** Makes a token that can do no more than its person, and less where that is enough. */
export const NewTokenDialog = (props: {
  onMade: (answer: TokenAnswer) => void;
  onClose: () => void;
}) => {
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<readonly PermissionName[]>([]);
  const form = useSubmit({
    check: () => ({
      ...(name.trim().length < 2 ? { 'token-name': 'Bitte geben Sie einen Namen an.' } : {}),
      ...(scopes.length === 0 ? { 'token-scopes': 'Bitte wählen Sie mindestens ein Recht.' } : {}),
    }),
    submit: async () => {
      const body = { name: name.trim(), scopes, expiresInDays: Number(days) };
      props.onMade(await api.post<TokenAnswer>('/api/tokens', body));
    },
  });
  return (
    <FormDialog title="Neuer API-Token" form={form} submit="Token anlegen" onClose={props.onClose}>
      <TextField
        id="token-name"
        label="Name"
        hint="Wofür der Token gebraucht wird, z. B. Scanner Erdgeschoss"
        value={name}
        onInput={setName}
        maxLength={100}
        error={form.faults['token-name']}
      />
      <SelectField
        label="Gültig für"
        value={days}
        onChange={setDays}
        options={lifetimes}
        width="short"
      />
      <Scopes scopes={scopes} onChange={setScopes} />
    </FormDialog>
  );
};
