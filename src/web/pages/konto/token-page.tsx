import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { ApiToken, ApiTokenListe } from '#organisation/organisation.schema.js';
import { api, messageOf } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { ConfirmDialog } from '#web/ui/dialog.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { berechtigungen } from '#web/words.js';
import { SecretDialog } from '../verwaltung/secret-dialog.js';
import { NewTokenDialog, type TokenAnswer } from './new-token-dialog.js';

type Asked =
  | { kind: 'new' }
  | { kind: 'revoke'; token: ApiToken }
  | { kind: 'secret'; answer: TokenAnswer };

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

const TokenDialogs = (props: {
  asked: Asked;
  onMade: (answer: TokenAnswer) => void;
  onRevoke: (token: ApiToken) => void;
  onClose: () => void;
}) => {
  const { asked, onClose } = props;
  if (asked.kind === 'new') return <NewTokenDialog onClose={onClose} onMade={props.onMade} />;
  if (asked.kind === 'secret') {
    return (
      <SecretDialog
        title={`Token „${asked.answer.token.name}“`}
        label="Token"
        secret={asked.answer.secret}
        explanation="Bitte hinterlegen Sie ihn im Programm, das ihn braucht: Kopfzeile Authorization: Bearer …"
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      title="Token widerrufen"
      text={`Programme mit dem Token „${asked.token.name}“ verlieren sofort den Zugang.`}
      confirm="Widerrufen"
      danger
      onClose={onClose}
      onConfirm={() => props.onRevoke(asked.token)}
    />
  );
};

const HeadButtons = ({ onNew }: { onNew: () => void }) => (
  <>
    <LinkButton label="Schnittstelle" icon="code" variant="tertiary" href="/api-doku" />
    <Button label="Neuer Token" icon="plus" variant="primary" onClick={onNew} />
  </>
);

/** One's own tokens for programs that use the API. */
export const TokenPage = () => {
  const [asked, ask] = useState<Asked>();
  const list = useLoad('tokens', (signal) =>
    api.get<z.infer<typeof ApiTokenListe>>('/api/tokens', { signal }),
  );
  const revoke = (token: ApiToken): void => {
    api.delete(`/api/tokens/${token.id}`).then(
      () => {
        ask(undefined);
        notify('success', `Der Token „${token.name}“ gilt nicht mehr.`);
        list.reload();
      },
      (error: unknown) => notify('danger', messageOf(error)),
    );
  };
  const made = (answer: TokenAnswer): void => {
    list.reload();
    ask({ kind: 'secret', answer });
  };
  return (
    <Page
      title="API-Tokens"
      subtitle="Für Scanner und Fachverfahren, die in Ihrem Namen die Schnittstelle benutzen."
      actions={<HeadButtons onNew={() => ask({ kind: 'new' })} />}
    >
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <DataTable
          caption="Meine API-Tokens"
          columns={columnsOf((token) => ask({ kind: 'revoke', token }))}
          rows={list.data.tokens}
          rowKey={(token) => token.id}
          empty={<Empty title="Sie haben keine API-Tokens." />}
        />
      )}
      {asked === undefined ? null : (
        <TokenDialogs
          asked={asked}
          onMade={made}
          onRevoke={revoke}
          onClose={() => ask(undefined)}
        />
      )}
    </Page>
  );
};
