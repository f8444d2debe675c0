import { useId } from 'preact/hooks';
import type { Tabelle } from '#auswertung/auswertung.schema.js';
import { LinkButton } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import { BarChart, mostBars } from './bar-chart.js';
import { Legend } from './chart-fills.js';
import { formatCell } from './figures-format.js';
import { LineChart, StackedChart } from './time-chart.js';

/** A table under any name. */
export type Figures = Omit<Tabelle, 'name'>;
type Row = Tabelle['zeilen'][number];

const columnsOf = (table: Figures): Column<Row>[] =>
  table.spalten.map(({ titel, art }, at) => ({
    key: `${at}-${titel}`,
    title: titel,
    numeric: art !== 'text',
    rowHeader: at === 0,
    noWrap: art !== 'text',
    cell: (row) => formatCell(row[at] ?? null, art),
  }));

const hasFigures = (table: Figures, columns: readonly number[]): boolean =>
  table.zeilen.some((row) => columns.some((column) => Number(row[column] ?? 0) > 0));

const Chart = ({ table }: { table: Figures }) => {
  const id = useId();
  const columns = table.diagramm?.spalten ?? [];
  if (table.diagramm === null) return null;
  const names = columns.map((column) => table.spalten[column]?.titel ?? '');
  const more =
    table.diagramm.form === 'balken' && table.zeilen.length > mostBars
      ? ` Gezeigt sind die ersten ${mostBars} Zeilen.`
      : '';
  const label = `Diagramm: ${table.titel}.${more} Alle Zahlen stehen in der Tabelle darunter.`;
  const drawn = { table, columns, id, label };
  return (
    <figure class="chart-box">
      {table.diagramm.form === 'gestapelt' ? <StackedChart {...drawn} /> : null}
      {table.diagramm.form === 'linie' ? <LineChart {...drawn} /> : null}
      {table.diagramm.form === 'balken' ? <BarChart {...drawn} /> : null}
      {names.length > 1 ? <Legend id={id} names={names} /> : null}
      {more === '' ? null : <figcaption class="muted small">{more.trim()}</figcaption>}
    </figure>
  );
};

const Numbers = ({ table }: { table: Figures }) => (
  <DataTable
    caption={table.titel}
    columns={columnsOf(table)}
    rows={table.zeilen}
    rowKey={(row) => row.slice(0, 2).join('/')}
  />
);

/** A chart with its figures as a table, hidden until somebody wants them, and as a file; in the report all is open. */
export const FigureTable = (props: {
  table: Figures;
  /** Address of the CSV file. */
  file: string;
  report: boolean;
}) => {
  const { table, file, report } = props;
  const isDrawn = table.diagramm !== null && hasFigures(table, table.diagramm.spalten);
  return (
    <Section
      title={table.titel}
      card
      actions={
        report ? undefined : (
          <LinkButton label="CSV" icon="download" small variant="tertiary" href={file} download />
        )
      }
    >
      <p class="muted small">{table.erlaeuterung}</p>
      {isDrawn ? <Chart table={table} /> : <Empty title="Keine Zahlen in diesem Zeitraum." />}
      {report && isDrawn ? <Numbers table={table} /> : null}
      {report || table.zeilen.length === 0 ? null : (
        <details class="chart-table">
          <summary>Zahlen als Tabelle</summary>
          <Numbers table={table} />
        </details>
      )}
    </Section>
  );
};
