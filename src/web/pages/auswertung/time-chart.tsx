import type { Spalte, Tabelle } from '#auswertung/auswertung.schema.js';
import { Fills, fillOf } from './chart-fills.js';
import { labelStep, ticksOf } from './chart-scale.js';
import { formatTick } from './figures-format.js';

const size = { width: 560, height: 230, left: 56, right: 8, top: 12, bottom: 28 } as const;
const plot = {
  width: size.width - size.left - size.right,
  height: size.height - size.top - size.bottom,
} as const;
/** Labels of the time axis that fit side by side. */
const room = 10;

const numberIn = (row: Tabelle['zeilen'][number], column: number): number | null => {
  const value = row[column];
  return typeof value === 'number' ? value : null;
};

const Axes = (props: {
  ticks: readonly number[];
  art: Exclude<Spalte['art'], 'text'>;
  labels: readonly string[];
  yOf: (value: number) => number;
}) => {
  const { ticks, art, labels, yOf } = props;
  const slot = plot.width / Math.max(1, labels.length);
  const step = labelStep(labels.length, room);
  return (
    <g class="chart__axes">
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={size.left} x2={size.width - size.right} y1={yOf(tick)} y2={yOf(tick)} />
          <text x={size.left - 6} y={yOf(tick) + 4} text-anchor="end">
            {formatTick(tick, art)}
          </text>
        </g>
      ))}
      {labels.map((label, at) =>
        at % step === 0 ? (
          <text
            key={label}
            x={size.left + slot * (at + 0.5)}
            y={size.height - 8}
            text-anchor="middle"
          >
            {label}
          </text>
        ) : null,
      )}
    </g>
  );
};

interface Drawn {
  table: Omit<Tabelle, 'name'>;
  columns: readonly number[];
  id: string;
  /** What the drawing shows, for who does not see it. */
  label: string;
}

/** Columns over time, the series upon each other. */
export const StackedChart = ({ table, columns, id, label }: Drawn) => {
  const sums = table.zeilen.map((row) =>
    columns.reduce((sum, column) => sum + (numberIn(row, column) ?? 0), 0),
  );
  const ticks = ticksOf(Math.max(0, ...sums), 'anzahl');
  const top = ticks.at(-1) ?? 1;
  const yOf = (value: number): number => size.top + plot.height * (1 - value / top);
  const slot = plot.width / Math.max(1, table.zeilen.length);
  const width = Math.min(48, slot * 0.7);
  return (
    <svg class="chart" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={label}>
      <Fills id={id} />
      <Axes
        ticks={ticks}
        art="anzahl"
        labels={table.zeilen.map((row) => String(row[0]))}
        yOf={yOf}
      />
      {table.zeilen.map((row, at) => {
        let below = 0;
        return columns.map((column, series) => {
          const value = numberIn(row, column) ?? 0;
          if (value === 0) return null;
          below += value;
          return (
            <rect
              key={`${String(row[0])}-${column}`}
              class="chart__bar"
              fill={fillOf(id, series)}
              x={size.left + slot * (at + 0.5) - width / 2}
              y={yOf(below)}
              width={width}
              height={yOf(below - value) - yOf(below)}
            />
          );
        });
      })}
    </svg>
  );
};

/** A line over time; where there is no value the line has a gap. */
export const LineChart = ({ table, columns, label }: Drawn) => {
  const [column = 1] = columns;
  const art = table.spalten[column]?.art;
  const unit = art === undefined || art === 'text' ? 'anzahl' : art;
  const values = table.zeilen.map((row) => numberIn(row, column));
  const ticks = ticksOf(Math.max(0, ...values.map((value) => value ?? 0)), unit);
  const top = ticks.at(-1) ?? 1;
  const yOf = (value: number): number => size.top + plot.height * (1 - value / top);
  const slot = plot.width / Math.max(1, values.length);
  const xOf = (at: number): number => size.left + slot * (at + 0.5);
  const path = values
    .map((value, at) => {
      if (value === null) return '';
      const isFirst = at === 0 || values[at - 1] === null;
      return `${isFirst ? 'M' : 'L'}${xOf(at).toFixed(1)} ${yOf(value).toFixed(1)}`;
    })
    .join('');
  return (
    <svg class="chart" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={label}>
      <Axes ticks={ticks} art={unit} labels={table.zeilen.map((row) => String(row[0]))} yOf={yOf} />
      <path class="chart__line" d={path} />
      {values.map((value, at) =>
        value === null ? null : (
          <circle
            key={String(table.zeilen[at]?.[0])}
            class="chart__point"
            cx={xOf(at)}
            cy={yOf(value)}
            r="3.5"
          />
        ),
      )}
    </svg>
  );
};
