import { useRef, useState } from 'preact/hooks';
import type { FristListe } from '#fristen/fristen.schema.js';
import { api } from '#web/api.js';
import { count, today } from '#web/format.js';
import { setQuery, usePlace } from '#web/router.js';
import { useSession } from '#web/session.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { SelectField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { Tabs } from '#web/ui/tabs.js';
import { type Loaded, useLoad } from '#web/use-load.js';
import { FristTable } from './frist-table.js';
import { KalenderDialog } from './kalender-links.js';
import { MonthTable, monthRange } from './month-table.js';

/** The units in which the person works or that they lead. */
const useUnits = () => {
  const { ich } = useSession();
  const held = ich.rollen
    .filter(({ rolle }) => rolle === 'sachbearbeitung' || rolle === 'leitung')
    .map((one) => one.organisationseinheit);
  return [...new Map(held.map((unit) => [unit.id, unit])).values()];
};

/** Everybody who has been seen as responsible for a Frist; a filter does not make the choice of others vanish. */
const usePeople = (fristen: FristListe['fristen'] | undefined): readonly Named[] => {
  const seen = useRef(new Map<string, string>());
  for (const { zustaendig } of fristen ?? [])
    if (zustaendig !== null) seen.current.set(zustaendig.id, zustaendig.name);
  return [...seen.current]
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'de'));
};

type Named = { id: string; name: string };

const Filters = (props: { units: ReturnType<typeof useUnits>; people: readonly Named[] }) => {
  const { units, people } = props;
  const { query } = usePlace();
  return (
    <search class="filters" aria-label="Fristen filtern">
      <SelectField
        label="Stand"
        value={query.get('zustand') ?? 'offen'}
        onChange={(zustand) => setQuery({ zustand })}
        options={[
          { value: 'offen', text: 'Alle offenen' },
          { value: 'vorgeschlagen', text: 'Vorschläge' },
          { value: 'bestaetigt', text: 'Bestätigte' },
          { value: 'erledigt', text: 'Erledigte' },
          { value: 'verworfen', text: 'Verworfene' },
          { value: 'alle', text: 'Alle' },
        ]}
        width="short"
      />
      <SelectField
        label="Dringlichkeit"
        value={query.get('stufe') ?? ''}
        onChange={(stufe) => setQuery({ stufe })}
        empty="Alle"
        options={[
          { value: 'ueberfaellig', text: 'Überfällig' },
          { value: 'eskaliert', text: 'An die Leitung gemeldet' },
          { value: 'vorwarnung', text: 'Läuft bald ab' },
        ]}
        width="short"
      />
      <SelectField
        label="Zuständig"
        value={query.get('person') ?? ''}
        onChange={(person) => setQuery({ person })}
        empty="Alle"
        options={[
          { value: 'ich', text: 'Ich' },
          { value: 'keine', text: 'Niemand' },
          ...people.map((one) => ({ value: one.id, text: one.name })),
        ]}
        width="short"
      />
      {units.length > 1 ? (
        <SelectField
          label="Organisationseinheit"
          value={query.get('einheit') ?? ''}
          onChange={(einheit) => setQuery({ einheit })}
          empty="Alle meine Einheiten"
          options={units.map((unit) => ({ value: unit.id, text: `${unit.kuerzel} ${unit.name}` }))}
          width="medium"
        />
      ) : null}
    </search>
  );
};

const Notice = ({ anzahl }: { anzahl: FristListe['anzahl'] }) => {
  if (anzahl.ueberfaellig + anzahl.eskaliert === 0) return null;
  return (
    <Alert
      tone={anzahl.ueberfaellig > 0 ? 'danger' : 'warning'}
      title={`${count(anzahl.ueberfaellig, 'Frist ist', 'Fristen sind')} überfällig, ${count(anzahl.eskaliert, 'Frist ist', 'Fristen sind')} kurz vor Ablauf noch offen.`}
    >
      <p>
        <a href="/fristen?stufe=ueberfaellig">Überfällige anzeigen</a>
        {' · '}
        <a href="/fristen?stufe=eskaliert">An die Leitung gemeldete anzeigen</a>
      </p>
    </Alert>
  );
};

const Content = (props: { list: Loaded<FristListe>; view: string; month: string }) => {
  const { list } = props;
  if (list.data === undefined) {
    return list.error === undefined ? (
      <Loading />
    ) : (
      <Failure error={list.error} onRetry={list.reload} />
    );
  }
  if (props.view === 'monat') {
    return (
      <MonthTable
        month={props.month}
        today={list.data.heute}
        fristen={list.data.fristen}
        onMonth={(monat) => setQuery({ monat })}
      />
    );
  }
  return <FristTable fristen={list.data.fristen} caption="Fristen, die nächste zuerst" />;
};

/** The Fristen of my units, as a list and as a month. */
export const FristenPage = () => {
  const { query } = usePlace();
  const units = useUnits();
  const [linking, setLinking] = useState(false);
  const view = query.get('ansicht') ?? 'liste';
  const month = query.get('monat') ?? today().slice(0, 7);
  const filter = {
    zustand: query.get('zustand') ?? 'offen',
    stufe: query.get('stufe') ?? undefined,
    person: query.get('person') ?? undefined,
    einheit: query.get('einheit') ?? undefined,
    ...(view === 'monat' ? { ...monthRange(month), limit: 500 } : {}),
  };
  const list = useLoad(JSON.stringify(filter), (signal) =>
    api.get<FristListe>('/api/fristen', { query: filter, signal }),
  );
  const people = usePeople(list.data?.fristen);
  const anzahl = list.data?.anzahl;
  return (
    <Page
      title="Fristen"
      subtitle={
        anzahl === undefined
          ? undefined
          : `${count(anzahl.offen, 'offene Frist', 'offene Fristen')}, davon ${count(anzahl.vorgeschlagen, 'Vorschlag', 'Vorschläge')} zum Bestätigen`
      }
      actions={
        <>
          <LinkButton label="Fristenrechner" icon="scales" href="/fristenrechner" />
          <Button label="Kalender einbinden" icon="table" onClick={() => setLinking(true)} />
        </>
      }
    >
      {anzahl === undefined ? null : <Notice anzahl={anzahl} />}
      <Filters units={units} people={people} />
      <Tabs
        label="Darstellung"
        active={view}
        onChange={(ansicht) => setQuery({ ansicht })}
        tabs={[
          { key: 'liste', label: 'Liste' },
          { key: 'monat', label: 'Monat' },
        ]}
      >
        <Content list={list} view={view} month={month} />
      </Tabs>
      {linking ? <KalenderDialog units={units} onClose={() => setLinking(false)} /> : null}
    </Page>
  );
};
