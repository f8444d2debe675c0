import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Person, PersonListe } from '#organisation/organisation.schema.js';
import { api, messageOf } from '#web/api.js';
import { useEinheiten } from '#web/einheiten.js';
import { setQuery, usePlace } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { ConfirmDialog } from '#web/ui/dialog.js';
import { Badge, Empty, Failure, Loading } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { rolleText } from '#web/words.js';
import { type PersonAnswer, PersonDialog } from './person-dialog.js';
import { SecretDialog } from './secret-dialog.js';

type Asked =
  | { kind: 'edit'; person: Person | undefined }
  | { kind: 'reset' | 'disable'; person: Person }
  | { kind: 'secret'; person: Person; secret: string };

const stateOf = (person: Person) =>
  person.disabledAt !== null ? (
    <Badge tone="danger" text="Gesperrt" />
  ) : person.mustChangePassword ? (
    <Badge tone="info" text="Einmalkennwort" />
  ) : (
    <Badge tone="success" text="Aktiv" />
  );

const columnsOf = (
  ask: (asked: Asked) => void,
  enable: (person: Person) => void,
): Column<Person>[] => [
  {
    key: 'name',
    title: 'Name',
    rowHeader: true,
    cell: (person) => (
      <>
        {person.name}
        <span class="muted small block">{person.email ?? ''}</span>
      </>
    ),
  },
  { key: 'login', title: 'Anmeldename', noWrap: true, cell: (person) => person.login },
  {
    key: 'rollen',
    title: 'Rollen',
    wide: true,
    cell: (person) =>
      person.rollen.length === 0 ? (
        <span class="muted">keine</span>
      ) : (
        person.rollen
          .map((held) => `${rolleText(held.rolle)} (${held.organisationseinheit.kuerzel})`)
          .join(', ')
      ),
  },
  { key: 'zustand', title: 'Zustand', noWrap: true, cell: stateOf },
  {
    key: 'aktion',
    title: 'Aktionen',
    hideTitle: true,
    noWrap: true,
    cell: (person) => (
      <span class="button-row">
        <Button
          label="Bearbeiten"
          spoken={`Bearbeiten: ${person.name}`}
          small
          onClick={() => ask({ kind: 'edit', person })}
        />
        <Button
          label="Neues Kennwort"
          spoken={`Neues Kennwort: ${person.name}`}
          small
          onClick={() => ask({ kind: 'reset', person })}
        />
        {person.disabledAt === null ? (
          <Button
            label="Sperren"
            spoken={`Sperren: ${person.name}`}
            small
            variant="danger"
            onClick={() => ask({ kind: 'disable', person })}
          />
        ) : (
          <Button
            label="Entsperren"
            spoken={`Entsperren: ${person.name}`}
            small
            onClick={() => enable(person)}
          />
        )}
      </span>
    ),
  },
];

const confirmations = {
  reset: {
    title: 'Neues Einmalkennwort',
    text: 'Das bisherige Kennwort gilt sofort nicht mehr. Die Person muss das Einmalkennwort bei der nächsten Anmeldung ändern.',
    confirm: 'Einmalkennwort vergeben',
  },
  disable: {
    title: 'Person sperren',
    text: 'Alle Sitzungen und API-Tokens der Person enden sofort. Die Sperre lässt sich aufheben.',
    confirm: 'Sperren',
  },
} as const;

/** The people who work with Poststelle, their roles and passwords. */
export const PeoplePage = () => {
  const { query } = usePlace();
  const [search, setSearch] = useState(query.get('suche') ?? '');
  const [asked, ask] = useState<Asked>();
  const units = useEinheiten();
  const filter = { suche: query.get('suche'), nach: query.get('nach'), limit: 100 };
  const list = useLoad(JSON.stringify(filter), (signal) =>
    api.get<z.infer<typeof PersonListe>>('/api/personen', { query: filter, signal }),
  );
  const apply = (): void => setQuery({ suche: search.trim(), nach: undefined });
  const saved = (answer: PersonAnswer): void => {
    list.reload();
    notify('success', `${answer.person.name} ist gespeichert.`);
    ask(
      answer.initialPassword === null
        ? undefined
        : { kind: 'secret', person: answer.person, secret: answer.initialPassword },
    );
  };
  const patch = (person: Person, body: object): void => {
    api.patch<PersonAnswer>(`/api/personen/${person.id}`, body).then(saved, (error: unknown) => {
      ask(undefined);
      notify('danger', messageOf(error));
    });
  };
  return (
    <Page
      title="Personen"
      actions={
        <Button
          label="Neue Person"
          icon="plus"
          variant="primary"
          onClick={() => ask({ kind: 'edit', person: undefined })}
        />
      }
    >
      <search class="filters" aria-label="Personen suchen">
        <TextField
          label="Suche"
          type="search"
          value={search}
          onInput={setSearch}
          onEnter={apply}
          placeholder="Name oder Anmeldename"
          width="medium"
        />
        <Button label="Suchen" icon="search" onClick={apply} />
      </search>
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={list.error} onRetry={list.reload} />
        )
      ) : (
        <DataTable
          caption="Personen"
          columns={columnsOf(ask, (person) => patch(person, { disabled: false }))}
          rows={list.data.personen}
          rowKey={(person) => person.id}
          empty={<Empty title="Keine Person gefunden." />}
        />
      )}
      <div class="button-row">
        {filter.nach === null ? null : (
          <Button
            label="Zum Anfang"
            icon="arrow-up"
            onClick={() => setQuery({ nach: undefined })}
          />
        )}
        {list.data?.weiter == null ? null : (
          <Button
            label="Weitere Personen"
            icon="arrow-down"
            onClick={() => setQuery({ nach: list.data?.weiter ?? undefined })}
          />
        )}
      </div>
      {asked?.kind === 'edit' ? (
        <PersonDialog
          person={asked.person}
          units={units}
          onSaved={saved}
          onClose={() => ask(undefined)}
        />
      ) : null}
      {asked?.kind === 'reset' || asked?.kind === 'disable' ? (
        <ConfirmDialog
          {...confirmations[asked.kind]}
          danger={asked.kind === 'disable'}
          onClose={() => ask(undefined)}
          onConfirm={() =>
            patch(
              asked.person,
              asked.kind === 'reset' ? { resetPassword: true } : { disabled: true },
            )
          }
        />
      ) : null}
      {asked?.kind === 'secret' ? (
        <SecretDialog
          title={`Einmalkennwort für ${asked.person.name}`}
          label="Einmalkennwort"
          secret={asked.secret}
          explanation="Bitte übergeben Sie es der Person auf sicherem Weg. Bei der ersten Anmeldung wird sie es ändern."
          onClose={() => ask(undefined)}
        />
      ) : null}
    </Page>
  );
};
