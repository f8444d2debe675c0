import type { PosteingangZeile, PosteingangZustand } from '#posteingang/posteingang.schema.js';
import { einheitText, useEinheiten } from '#web/einheiten.js';
import { formatDate, formatInstant, formatNumber } from '#web/format.js';
import { artText } from '#web/reading-words.js';
import { navigate, setQuery, usePlace } from '#web/router.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { SelectField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { QuerySearchField, useQuerySearch } from '#web/ui/query-search.js';
import { Tabs } from '#web/ui/tabs.js';
import { kanalText, posteingangZustaende } from '#web/words.js';
import { ItemState } from './item-state.js';
import { MailKind } from './mail-kind.js';
import { RejectionList } from './rejection-list.js';
import { useLiveRegister } from './use-live-register.js';

const columns: readonly Column<PosteingangZeile>[] = [
  {
    key: 'nummer',
    title: 'Eingangsnummer',
    rowHeader: true,
    noWrap: true,
    cell: (line) => <a href={`/posteingang/${line.id}`}>{line.eingangsnummer}</a>,
  },
  {
    key: 'datum',
    title: 'Eingangsdatum',
    noWrap: true,
    cell: (line) => (
      <>
        <span title={formatInstant(line.receivedAt)}>{formatDate(line.eingangsdatum)}</span>
        <span class="muted small block">{kanalText(line.kanal)}</span>
      </>
    ),
  },
  {
    key: 'absender',
    title: 'Absender',
    cell: (line) => (line.vertraulich ? 'Vertraulich' : (line.absender ?? '–')),
  },
  {
    key: 'betreff',
    title: 'Betreff',
    wide: true,
    cell: (line) => (
      <>
        <span>{line.betreff ?? line.dateiname}</span>
        {line.art === null ? null : <span class="muted small block">{artText(line.art)}</span>}
        <MailKind mailart={line.mailart} />
      </>
    ),
  },
  { key: 'seiten', title: 'Seiten', numeric: true, cell: (line) => line.seitenzahl ?? '–' },
  { key: 'zustand', title: 'Zustand', cell: (line) => <ItemState item={line} compact /> },
  {
    key: 'einheit',
    title: 'Einheit',
    noWrap: true,
    cell: (line) =>
      line.organisationseinheit === null ? (
        '–'
      ) : (
        <span title={line.organisationseinheit.name}>
          {line.organisationseinheit.kuerzel}
          {line.vorgang === null ? null : (
            <span class="muted small block">{line.vorgang.geschaeftszeichen}</span>
          )}
        </span>
      ),
  },
];

const stateOptions = (anzahl: Partial<Record<PosteingangZustand, number>>) =>
  Object.entries(posteingangZustaende).map(([value, { text }]) => ({
    value,
    text: `${text} (${formatNumber(anzahl[value as PosteingangZustand] ?? 0)})`,
  }));

const Filters = ({ anzahl }: { anzahl: Partial<Record<PosteingangZustand, number>> }) => {
  const { query } = usePlace();
  const searching = useQuerySearch();
  const units = useEinheiten();
  return (
    <search class="filters" aria-label="Posteingangsbuch filtern">
      <QuerySearchField {...searching} placeholder="Eingangsnummer, Absender oder Betreff" />
      <SelectField
        label="Zustand"
        value={query.get('zustand') ?? ''}
        onChange={(zustand) => setQuery({ zustand, vor: undefined })}
        options={stateOptions(anzahl)}
        empty="Alle"
        width="short"
      />
      {units.length === 0 ? null : (
        <SelectField
          label="Organisationseinheit"
          value={query.get('einheit') ?? ''}
          onChange={(einheit) => setQuery({ einheit, vor: undefined })}
          options={units.map((unit) => ({ value: unit.id, text: einheitText(unit) }))}
          empty="Alle"
          width="medium"
        />
      )}
      <Button label="Suchen" icon="search" onClick={searching.apply} />
    </search>
  );
};

const Register = () => {
  const { query } = usePlace();
  const before = query.get('vor') ?? undefined;
  const { register, pages } = useLiveRegister(
    {
      zustand: query.get('zustand') ?? undefined,
      suche: query.get('suche') ?? undefined,
      organisationseinheitId: query.get('einheit') ?? undefined,
      vor: before,
      limit: 50,
    },
    { live: before === undefined },
  );
  const { data } = register;
  const liveColumns = columns.map((column) =>
    column.key === 'zustand'
      ? {
          ...column,
          cell: (line: PosteingangZeile) => (
            <ItemState item={line} seiten={pages.get(line.id)} compact />
          ),
        }
      : column,
  );
  const older = (): void => {
    if (data?.weiter == null) return;
    const next = new URLSearchParams(query);
    next.set('vor', data.weiter);
    navigate(`/posteingang?${next.toString()}`);
  };
  return (
    <>
      <Filters anzahl={data?.anzahl ?? {}} />
      {register.error === undefined ? null : (
        <Failure error={register.error} onRetry={register.reload} />
      )}
      {data === undefined ? (
        register.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <DataTable
          caption="Posteingangsbuch"
          columns={liveColumns}
          rows={data.zeilen}
          rowKey={(line) => line.id}
          empty={<Empty title="Kein Eingang entspricht der Auswahl." />}
        />
      )}
      <div class="button-row">
        {before === undefined ? null : (
          <Button
            label="Zu den neuesten Eingängen"
            icon="arrow-up"
            onClick={() => setQuery({ vor: undefined })}
          />
        )}
        {data?.weiter == null ? null : (
          <Button label="Ältere Eingänge" icon="arrow-down" onClick={older} />
        )}
      </div>
    </>
  );
};

/** The Posteingangsbuch with the refusals at the door beside it. */
export const RegisterPage = () => {
  const { query } = usePlace();
  const view = query.get('ansicht') === 'abweisungen' ? 'abweisungen' : 'eingaenge';
  return (
    <Page
      title="Posteingangsbuch"
      actions={<LinkButton label="Post hochladen" icon="upload" href="/poststelle/hochladen" />}
    >
      <Tabs
        label="Ansichten des Posteingangsbuchs"
        active={view}
        onChange={(key) =>
          navigate(key === 'abweisungen' ? '/posteingang?ansicht=abweisungen' : '/posteingang')
        }
        tabs={[
          { key: 'eingaenge', label: 'Eingänge' },
          { key: 'abweisungen', label: 'Abweisungen' },
        ]}
      >
        {view === 'eingaenge' ? <Register /> : <RejectionList />}
      </Tabs>
    </Page>
  );
};
