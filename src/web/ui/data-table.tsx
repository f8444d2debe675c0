import type { ComponentChildren } from 'preact';
import { Empty } from './feedback.js';

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ComponentChildren;
  numeric?: boolean;
  /** This column names the row for screen readers. */
  rowHeader?: boolean;
  /** Takes what is left; the others are as wide as they need. */
  wide?: boolean;
  noWrap?: boolean;
  hideTitle?: boolean;
}

/** A real table with a caption for screen readers, dense, with a sticky head. */
export const DataTable = <Row,>(props: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowClass?: (row: Row) => string | undefined;
  empty?: ComponentChildren;
  showCaption?: boolean;
}) => {
  if (props.rows.length === 0) return <>{props.empty ?? <Empty title="Keine Einträge" />}</>;
  return (
    <section
      class="kern-table-responsive table-box"
      aria-label={props.caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
      tabIndex={0}
    >
      <table class="kern-table kern-table--small table">
        <caption class={props.showCaption === true ? 'kern-title' : 'kern-sr-only'}>
          {props.caption}
        </caption>
        <thead class="kern-table__head">
          <tr class="kern-table__row">
            {props.columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                class={[
                  'kern-table__header',
                  column.numeric === true ? 'kern-table__header--numeric' : '',
                  column.wide === true ? 'table__wide' : '',
                  column.noWrap === true ? 'table__nowrap' : '',
                ].join(' ')}
              >
                {column.hideTitle === true ? (
                  <span class="kern-sr-only">{column.title}</span>
                ) : (
                  column.title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="kern-table__body">
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)} class={`kern-table__row ${props.rowClass?.(row) ?? ''}`}>
              {props.columns.map((column) => (
                <Cell key={column.key} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Cell = <Row,>({ column, row }: { column: Column<Row>; row: Row }) => {
  const classes = [
    'kern-table__cell',
    column.numeric === true ? 'kern-table__cell--numeric' : '',
    column.noWrap === true ? 'table__nowrap' : '',
  ].join(' ');
  return column.rowHeader === true ? (
    <th scope="row" class={`${classes} table__rowheader`}>
      {column.cell(row)}
    </th>
  ) : (
    <td class={classes}>{column.cell(row)}</td>
  );
};
