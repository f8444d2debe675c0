import type { LaufDatei } from '#postausgang/postlauf/postlauf.schema.js';
import { formatInstant, formatNumber } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge } from '#web/ui/feedback.js';
import { dateiZustaende, formate } from './words.js';

/** What a person decides about a print file. */
export type DateiTat = 'rausgegangen' | 'nicht_rausgegangen' | 'nochmal' | 'aufloesen';

const choices: Readonly<
  Partial<Record<LaufDatei['zustand'], readonly (readonly [DateiTat, string])[]>>
> = {
  unknown: [
    ['rausgegangen', 'Ging raus'],
    ['nicht_rausgegangen', 'Ging nicht raus'],
  ],
  failed: [
    ['nochmal', 'Noch einmal übergeben'],
    ['aufloesen', 'Auflösen'],
  ],
};

const What = ({ datei }: { datei: LaufDatei }) => (
  <>
    <Badge tone={dateiZustaende[datei.zustand].tone} text={dateiZustaende[datei.zustand].text} />
    {datei.fehler === null ? null : <p class="small">{datei.fehler}</p>}
    {datei.nachweise.map((one) => (
      <p class="small muted" key={`${one.at}${one.text}`}>
        {formatInstant(one.at)}: {one.text}
      </p>
    ))}
  </>
);

/** The print files of a run with their evidence, and what a person has to decide. */
export const DateiTable = (props: {
  dateien: readonly LaufDatei[];
  onDecide: (datei: LaufDatei, tat: DateiTat) => void;
}) => {
  const columns: Column<LaufDatei>[] = [
    { key: 'nummer', title: 'Datei', rowHeader: true, cell: ({ nummer }) => nummer },
    { key: 'format', title: 'Format', noWrap: true, cell: ({ format }) => formate[format] },
    {
      key: 'umschlaege',
      title: 'Umschläge',
      numeric: true,
      cell: ({ umschlaege }) => formatNumber(umschlaege),
    },
    {
      key: 'briefe',
      title: 'Schreiben',
      numeric: true,
      cell: ({ briefe }) => formatNumber(briefe),
    },
    { key: 'blatt', title: 'Blatt', numeric: true, cell: ({ blaetter }) => formatNumber(blaetter) },
    { key: 'zustand', title: 'Zustand', wide: true, cell: (datei) => <What datei={datei} /> },
    {
      key: 'tat',
      title: 'Entscheiden',
      cell: (datei) => (
        <span class="button-row">
          {(choices[datei.zustand] ?? []).map(([tat, label]) => (
            <Button
              key={tat}
              label={label}
              spoken={`${label}: Datei ${datei.nummer}`}
              small
              onClick={() => props.onDecide(datei, tat)}
            />
          ))}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      caption="Druckdateien"
      columns={columns}
      rows={props.dateien}
      rowKey={({ nummer }) => String(nummer)}
    />
  );
};
