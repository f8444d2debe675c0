import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Person, PersonListe } from '#organisation/organisation.schema.js';
import { api, messageOf } from '#web/api.js';
import { setQuery, usePlace } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { Page } from '#web/ui/page.js';
import { QuerySearchField, useQuerySearch } from '#web/ui/query-search.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { peopleColumns } from './people-columns.js';
import { type Asked, PeopleDialogs } from './people-dialogs.js';
import type { PersonAnswer } from './person-dialog.js';

type List = z.infer<typeof PersonListe>;

const Search = () => {
  const searching = useQuerySearch('nach');
  return (
    <search class="filters" aria-label="Personen suchen">
      <QuerySearchField {...searching} placeholder="Name oder Anmeldename" />
      <Button label="Suchen" icon="search" onClick={searching.apply} />
    </search>
  );
};

const Paging = ({ list, isFirst }: { list: List; isFirst: boolean }) => {
  const { weiter } = list;
  return (
    <div class="button-row">
      {isFirst ? null : (
        <Button label="Zum Anfang" icon="arrow-up" onClick={() => setQuery({ nach: undefined })} />
      )}
      {weiter === null ? null : (
        <Button
          label="Weitere Personen"
          icon="arrow-down"
          onClick={() => setQuery({ nach: weiter })}
        />
      )}
    </div>
  );
};

const usePeople = () => {
  const { query } = usePlace();
  const [asked, ask] = useState<Asked>();
  const filter = { suche: query.get('suche'), nach: query.get('nach'), limit: 100 };
  const list = useLoad(JSON.stringify(filter), (signal) =>
    api.get<List>('/api/personen', { query: filter, signal }),
  );
  const saved = ({ person, initialPassword }: PersonAnswer): void => {
    list.reload();
    notify('success', `${person.name} ist gespeichert.`);
    ask(initialPassword === null ? undefined : { kind: 'secret', person, secret: initialPassword });
  };
  const patch = (person: Person, body: object): void => {
    api.patch<PersonAnswer>(`/api/personen/${person.id}`, body).then(saved, (error: unknown) => {
      ask(undefined);
      notify('danger', messageOf(error));
    });
  };
  return { list, asked, ask, saved, patch, isFirst: filter.nach === null };
};

/** The people who work with Poststelle, their roles and passwords. */
export const PeoplePage = () => {
  const { list, asked, ask, saved, patch, isFirst } = usePeople();
  const columns = peopleColumns({
    edit: (person) => ask({ kind: 'edit', person }),
    reset: (person) => ask({ kind: 'reset', person }),
    disable: (person) => ask({ kind: 'disable', person }),
    enable: (person) => patch(person, { disabled: false }),
  });
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
      <Search />
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <>
          <DataTable
            caption="Personen"
            columns={columns}
            rows={list.data.personen}
            rowKey={(person) => person.id}
            empty={<Empty title="Keine Person gefunden." />}
          />
          <Paging list={list.data} isFirst={isFirst} />
        </>
      )}
      {asked === undefined ? null : (
        <PeopleDialogs
          asked={asked}
          onSaved={saved}
          onPatch={patch}
          onClose={() => ask(undefined)}
        />
      )}
    </Page>
  );
};
