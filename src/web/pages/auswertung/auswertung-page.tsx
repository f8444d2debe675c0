import type { Auswertung, ZeitraumArt } from '#auswertung/auswertung.schema.js';
import { api, withQuery } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { formatInstant } from '#web/format.js';
import { setQuery, usePlace } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { SelectField, TextField } from '#web/ui/field.js';
import { Page, Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { FigureTable } from './figure-table.js';
import { KeyFigures } from './key-figures.js';

const periods: readonly { value: ZeitraumArt; text: string }[] = [
  { value: 'tag', text: 'Tag' },
  { value: 'woche', text: 'Woche' },
  { value: 'monat', text: 'Monat' },
  { value: 'quartal', text: 'Quartal' },
  { value: 'jahr', text: 'Jahr' },
];

const Choice = ({ found }: { found: Auswertung }) => (
  <search class="filters no-print" aria-label="Zeitraum und Einheit wählen">
    <SelectField
      label="Zeitraum"
      width="short"
      value={found.art}
      options={periods}
      onChange={(zeitraum) => setQuery({ zeitraum })}
    />
    <TextField
      label="Ein Tag darin"
      type="date"
      width="short"
      value={found.zeitraum.bis}
      onInput={(datum) => {
        if (/^[12]\d{3}-\d{2}-\d{2}$/.test(datum)) setQuery({ datum });
      }}
    />
    <SelectField
      label="Einheit"
      width="medium"
      value={found.einheit?.id ?? ''}
      empty={found.einheiten.length > 1 ? 'Alle' : 'Eigene Einheit'}
      options={found.einheiten.map((unit) => ({ value: unit.id, text: einheitText(unit) }))}
      onChange={(einheit) => setQuery({ einheit })}
    />
    <Button
      label="Davor"
      icon="chevron-left"
      spoken={`Davor: der Zeitraum vor ${found.zeitraum.titel}`}
      onClick={() => setQuery({ datum: found.davor })}
    />
    <Button
      label="Danach"
      icon="chevron-right"
      disabled={found.danach === null}
      onClick={() => setQuery({ datum: found.danach ?? undefined })}
    />
  </search>
);

const whose = (found: Auswertung): string =>
  found.einheit !== null
    ? einheitText(found.einheit)
    : found.umfang === 'gesamt'
      ? 'Ganzes Haus'
      : 'Eigene Einheiten';

const Shown = (props: { found: Auswertung; report: boolean; fileOf: (name: string) => string }) => {
  const { found, report, fileOf } = props;
  return (
    <>
      {report ? (
        <Section title="Das Wichtigste">
          <ul class="plain-list report">
            {found.bericht.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Section>
      ) : (
        <Choice found={found} />
      )}
      <Section title="Kennzahlen">
        <KeyFigures figures={found.kennzahlen} />
      </Section>
      <div class="chart-grid">
        {found.tabellen.map((table) => (
          <FigureTable key={table.name} table={table} file={fileOf(table.name)} report={report} />
        ))}
      </div>
      <p class="muted small">
        Gezählt werden Eingänge und Schreiben, nie Personen: Aus diesen Zahlen lässt sich nicht
        ablesen, wer wie viel oder wie schnell gearbeitet hat. Tage zählen nach deutscher Zeit.
      </p>
    </>
  );
};

/** Figures for the head of the mailroom and for heads of units; as a report for the Amtsleitung they can be printed. */
export const AuswertungPage = () => {
  const { query } = usePlace();
  const report = query.get('ansicht') === 'bericht';
  const asked = {
    zeitraum: query.get('zeitraum') ?? 'monat',
    datum: query.get('datum'),
    einheit: query.get('einheit'),
  };
  const list = useLoad(JSON.stringify(asked), (signal) =>
    api.get<Auswertung>('/api/auswertung', { query: asked, signal }),
  );
  const found = list.data;
  return (
    <Page
      title={report ? 'Bericht der Poststelle' : 'Auswertung'}
      subtitle={
        found === undefined
          ? undefined
          : `${found.zeitraum.titel} · ${whose(found)} · verglichen mit ${found.vergleich.titel} · Stand: ${formatInstant(found.stand)}`
      }
      actions={
        <div class="button-row no-print">
          {report ? (
            <>
              <Button label="Drucken" variant="primary" onClick={() => window.print()} />
              <Button label="Zur Auswertung" onClick={() => setQuery({ ansicht: undefined })} />
            </>
          ) : (
            <Button
              label="Bericht"
              icon="page"
              spoken="Bericht zum Drucken"
              onClick={() => setQuery({ ansicht: 'bericht' })}
            />
          )}
        </div>
      }
    >
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {found === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <Shown
          found={found}
          report={report}
          fileOf={(name) => withQuery(`/api/auswertung/tabellen/${name}`, asked)}
        />
      )}
    </Page>
  );
};
