import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type {
  ApiToken,
  ApiTokenAntwort,
  ApiTokenListe,
  PermissionName,
} from '#organisation/organisation.schema.js';
import { api, messageOf } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { useSession } from '#web/session.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { ConfirmDialog, Dialog } from '#web/ui/dialog.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { CheckField, SelectField, TextField } from '#web/ui/field.js';
import { ErrorSummary, Form, useSubmit } from '#web/ui/form.js';
import { Page } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { berechtigungen } from '#web/words.js';
import { SecretDialog } from '../verwaltung/secret-dialog.js';

type Answer = z.infer<typeof ApiTokenAntwort>;

const NewTokenDialog = (props: { onMade: (answer: Answer) => void; onClose: () => void }) => {
  const { ich } = useSession();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<readonly PermissionName[]>([]);
  const form = useSubmit({
    check: () => ({
      ...(name.trim().length < 2 ? { 'token-name': 'Bitte geben Sie einen Namen an.' } : {}),
      ...(scopes.length === 0 ? { 'token-scopes': 'Bitte wählen Sie mindestens ein Recht.' } : {}),
    }),
    submit: async () =>
      props.onMade(
        await api.post<Answer>('/api/tokens', {
          name: name.trim(),
          scopes,
          expiresInDays: Number(days),
        }),
      ),
  });
  return (
    <Dialog title="Neuer API-Token" onClose={props.onClose}>
      <ErrorSummary faults={form.faults} error={form.error} />
      <Form onSubmit={form.run}>
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
          options={[
            { value: '30', text: '30 Tage' },
            { value: '90', text: '90 Tage' },
            { value: '365', text: '1 Jahr' },
          ]}
          width="short"
        />
        <fieldset class="plain-fieldset" id="token-scopes" tabIndex={-1}>
          <legend class="kern-label">Rechte</legend>
          {ich.permissions.map((permission) => (
            <CheckField
              key={permission}
              label={berechtigungen[permission]}
              checked={scopes.includes(permission)}
              onChange={(checked) =>
                setScopes((before) =>
                  checked ? [...before, permission] : before.filter((one) => one !== permission),
                )
              }
            />
          ))}
        </fieldset>
        <div class="button-row">
          <Button label="Token anlegen" type="submit" variant="primary" busy={form.busy} />
          <Button label="Abbrechen" onClick={props.onClose} />
        </div>
      </Form>
    </Dialog>
  );
};

const columnsOf = (onRevoke: (token: ApiToken) => void): Column<ApiToken>[] => [
  { key: 'name', title: 'Name', rowHeader: true, cell: (token) => token.name },
  {
    key: 'rechte',
    title: 'Rechte',
    wide: true,
    cell: (token) => token.scopes.map((scope) => berechtigungen[scope]).join(', '),
  },
  {
    key: 'ablauf',
    title: 'Gültig bis',
    noWrap: true,
    cell: (token) => formatInstant(token.expiresAt),
  },
  {
    key: 'benutzt',
    title: 'Zuletzt benutzt',
    noWrap: true,
    cell: (token) => formatInstant(token.lastUsedAt),
  },
  {
    key: 'aktion',
    title: 'Aktion',
    hideTitle: true,
    cell: (token) => (
      <Button
        label="Widerrufen"
        spoken={`Widerrufen: ${token.name}`}
        small
        variant="danger"
        onClick={() => onRevoke(token)}
      />
    ),
  },
];

/** One's own tokens for programs that use the API. */
export const TokenPage = () => {
  const [asked, ask] = useState<
    | { kind: 'new' }
    | { kind: 'revoke'; token: ApiToken }
    | { kind: 'secret'; answer: Answer }
    | undefined
  >();
  const list = useLoad('tokens', (signal) =>
    api.get<z.infer<typeof ApiTokenListe>>('/api/tokens', { signal }),
  );
  const close = (): void => ask(undefined);
  const revoke = (token: ApiToken): void => {
    api.delete(`/api/tokens/${token.id}`).then(
      () => {
        close();
        notify('success', `Der Token „${token.name}“ gilt nicht mehr.`);
        list.reload();
      },
      (error: unknown) => notify('danger', messageOf(error)),
    );
  };
  return (
    <Page
      title="API-Tokens"
      subtitle="Für Scanner und Fachverfahren, die in Ihrem Namen die Schnittstelle benutzen."
      actions={
        <>
          <LinkButton label="Schnittstelle" icon="code" variant="tertiary" href="/api-doku" />
          <Button
            label="Neuer Token"
            icon="plus"
            variant="primary"
            onClick={() => ask({ kind: 'new' })}
          />
        </>
      }
    >
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={list.error} onRetry={list.reload} />
        )
      ) : (
        <DataTable
          caption="Meine API-Tokens"
          columns={columnsOf((token) => ask({ kind: 'revoke', token }))}
          rows={list.data.tokens}
          rowKey={(token) => token.id}
          empty={<Empty title="Sie haben keine API-Tokens." />}
        />
      )}
      {asked?.kind === 'new' ? (
        <NewTokenDialog
          onClose={close}
          onMade={(answer) => {
            list.reload();
            ask({ kind: 'secret', answer });
          }}
        />
      ) : null}
      {asked?.kind === 'revoke' ? (
        <ConfirmDialog
          title="Token widerrufen"
          text={`Programme mit dem Token „${asked.token.name}“ verlieren sofort den Zugang.`}
          confirm="Widerrufen"
          danger
          onClose={close}
          onConfirm={() => revoke(asked.token)}
        />
      ) : null}
      {asked?.kind === 'secret' ? (
        <SecretDialog
          title={`Token „${asked.answer.token.name}“`}
          label="Token"
          secret={asked.answer.secret}
          explanation="Bitte hinterlegen Sie ihn im Programm, das ihn braucht: Kopfzeile Authorization: Bearer …"
          onClose={close}
        />
      ) : null}
    </Page>
  );
};
