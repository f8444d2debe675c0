import type { Kostenbericht, Kostenzeile } from '#postausgang/postlauf/kosten.schema.js';
import { api, withQuery } from '#web/api.js';
import { formatNumber, formatShare } from '#web/format.js';
import { setQuery, usePlace } from '#web/router.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { TextField } from '#web/ui/field.js';
import { Facts, Page } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { type Figures, FigureTable } from '../auswertung/figure-table.js';
import { euro } from './words.js';

const day = /^[12]\d{3}-\d{2}-\d{2}$/;

/** From the first day of the year on, until today, unless the address says otherwise. */
const askedOf = (query: URLSearchParams) => {
  const today = new Date().toISOString().slice(0, 10);
  return { von: query.get('von') ?? `${today.slice(0, 4)}-01-01`, bis: query.get('bis') ?? today };
};

const sumOf = (lines: readonly Kostenzeile[], figure: 'briefe' | 'cent' | 'erspart' | 'unsicher') =>
  lines.reduce((total, line) => total + line[figure], 0);

/** The figures of each group of lines, the dearest first or in the order of their names. */
const grouped = (lines: readonly Kostenzeile[], by: 'monat' | 'kostenstelle') => {
  const names = [...new Set(lines.map((line) => line[by]))].sort();
  return names.map((name) => {
    const own = lines.filter((line) => line[by] === name);
    return [name, sumOf(own, 'briefe'), sumOf(own, 'cent'), sumOf(own, 'erspart')];
  });
};

const columns = (first: string): Figures['spalten'] => [
  { titel: first, art: 'text' },
  { titel: 'Schreiben', art: 'anzahl' },
  { titel: 'Porto', art: 'cent' },
  { titel: 'Durch Bündeln erspart', art: 'cent' },
];

const tablesOf = ({ zeilen, wege }: Kostenbericht): Figures[] => [
  {
    titel: 'Porto je Kostenstelle',
    erlaeuterung:
      'Porto der erledigten Postläufe. Liegen in einem Umschlag Schreiben mehrerer Kostenstellen, ist es nach Blättern geteilt.',
    diagramm: { form: 'balken', spalten: [2, 3] },
    spalten: columns('Kostenstelle'),
    zeilen: grouped(zeilen, 'kostenstelle').sort((a, b) => Number(b[2]) - Number(a[2])),
  },
  {
    titel: 'Porto je Monat',
    erlaeuterung: 'Nach dem Tag der Einlieferung.',
    diagramm: { form: 'balken', spalten: [2, 3] },
    spalten: columns('Monat'),
    zeilen: grouped(zeilen, 'monat'),
  },
  {
    titel: 'Wege der Schreiben',
    erlaeuterung: 'Alle versandten Schreiben, auch die außerhalb von Postläufen.',
    diagramm: { form: 'balken', spalten: [1] },
    spalten: [
      { titel: 'Weg', art: 'text' },
      { titel: 'Schreiben', art: 'anzahl' },
    ],
    zeilen: wege.map(({ weg, briefe }) => [weg, briefe]),
  },
];

const Report = ({ found, file }: { found: Kostenbericht; file: string }) => {
  const unsicher = sumOf(found.zeilen, 'unsicher');
  return (
    <>
      <Facts
        entries={[
          ['Porto', euro(sumOf(found.zeilen, 'cent'))],
          ['Durch Bündeln erspart', euro(sumOf(found.zeilen, 'erspart'))],
          ['Schreiben in Postläufen', formatNumber(sumOf(found.zeilen, 'briefe'))],
          [
            'Ohne Papier',
            found.gesamt === 0
              ? '–'
              : `${formatNumber(found.digital)} von ${formatNumber(found.gesamt)} (${formatShare(found.digital / found.gesamt)})`,
          ],
        ]}
      />
      {unsicher === 0 ? null : (
        <Alert
          tone="warning"
          title={`${euro(unsicher)} davon beruhen auf Preisen, die nicht gesichert sind. Bitte config/porto.yaml prüfen.`}
        />
      )}
      {tablesOf(found).map((table) => (
        <FigureTable key={table.titel} table={table} file={file} report={false} />
      ))}
    </>
  );
};

/** Postage by month and cost centre: for the Revision all of it, for a Leitung that of its units. */
export const KostenPage = () => {
  const { query } = usePlace();
  const asked = askedOf(query);
  const list = useLoad(JSON.stringify(asked), (signal) =>
    api.get<Kostenbericht>('/api/postlauf/kosten', { query: asked, signal }),
  );
  const change = (name: 'von' | 'bis') => (value: string) => {
    if (day.test(value)) setQuery({ [name]: value });
  };
  return (
    <Page
      title="Porto"
      subtitle="Berechnetes Porto nach der Preistabelle; Rechnungen der Post werden nicht eingelesen."
    >
      <search class="filters no-print" aria-label="Zeitraum wählen">
        <TextField
          label="Von"
          type="date"
          width="short"
          value={asked.von}
          onInput={change('von')}
        />
        <TextField
          label="Bis"
          type="date"
          width="short"
          value={asked.bis}
          onInput={change('bis')}
        />
      </search>
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <Report found={list.data} file={withQuery('/api/postlauf/kosten/datei', asked)} />
      )}
    </Page>
  );
};
