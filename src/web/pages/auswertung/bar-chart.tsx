import type { Tabelle } from '#auswertung/auswertung.schema.js';
import { Fills, fillOf } from './chart-fills.js';
import { shortened, ticksOf } from './chart-scale.js';
import { formatCell } from './figures-format.js';

/** More rows than this stand in the table only. */
export const mostBars = 12;

const size = { width: 560, label: 230, value: 80 } as const;
const bar = { height: 16, gap: 10 } as const;
const longestLabel = 34;

/** What names a row: all of its texts. */
const nameOf = (table: Omit<Tabelle, 'name'>, row: Tabelle['zeilen'][number]): string =>
  table.spalten
    .flatMap(({ art }, at) => (art === 'text' ? [String(row[at] ?? '')] : []))
    .join(' → ');

/** Lying bars, one for each column of a row, with their values at the end. */
export const BarChart = (props: {
  table: Omit<Tabelle, 'name'>;
  columns: readonly number[];
  id: string;
  label: string;
}) => {
  const { table, columns, id, label } = props;
  const shown = table.zeilen.slice(0, mostBars);
  const values = shown.flatMap((row) => columns.map((column) => Number(row[column] ?? 0)));
  const art = table.spalten[columns[0] ?? 1]?.art ?? 'anzahl';
  const top = ticksOf(Math.max(0, ...values), art === 'text' ? 'anzahl' : art).at(-1) ?? 1;
  const rowHeight = columns.length * bar.height + bar.gap;
  const height = shown.length * rowHeight + bar.gap;
  const widthOf = (value: number): number => ((size.width - size.label - size.value) * value) / top;
  return (
    <svg class="chart" viewBox={`0 0 ${size.width} ${height}`} role="img" aria-label={label}>
      <Fills id={id} />
      {shown.map((row, at) => (
        <g key={nameOf(table, row)}>
          <text
            x={size.label - 8}
            y={at * rowHeight + bar.gap + (columns.length * bar.height) / 2 + 4}
            text-anchor="end"
          >
            {shortened(nameOf(table, row), longestLabel)}
          </text>
          {columns.map((column, series) => {
            const value = row[column];
            const y = at * rowHeight + bar.gap + series * bar.height;
            const width = typeof value === 'number' ? widthOf(value) : 0;
            return (
              <g key={column}>
                {width === 0 ? null : (
                  <rect
                    class="chart__bar"
                    fill={fillOf(id, series)}
                    x={size.label}
                    y={y}
                    width={width}
                    height={bar.height - 2}
                  />
                )}
                <text x={size.label + width + 6} y={y + bar.height - 4}>
                  {formatCell(value ?? null, art)}
                </text>
              </g>
            );
          })}
        </g>
      ))}
      <line class="chart__base" x1={size.label} x2={size.label} y1="0" y2={height} />
    </svg>
  );
};
