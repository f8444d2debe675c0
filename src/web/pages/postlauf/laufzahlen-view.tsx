import type { Anteil, Laufzahlen } from '#postausgang/postlauf/postlauf.schema.js';
import { formatNumber } from '#web/format.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Alert } from '#web/ui/feedback.js';
import { Facts, Section } from '#web/ui/page.js';
import { euro } from './words.js';

const columnsOf = (title: string): Column<Anteil>[] => [
  { key: 'name', title, rowHeader: true, wide: true, cell: ({ name }) => name },
  { key: 'briefe', title: 'Schreiben', numeric: true, cell: ({ briefe }) => formatNumber(briefe) },
  {
    key: 'umschlaege',
    title: 'Umschläge',
    numeric: true,
    cell: ({ umschlaege }) => formatNumber(umschlaege),
  },
  {
    key: 'blaetter',
    title: 'Blatt',
    numeric: true,
    cell: ({ blaetter }) => formatNumber(blaetter),
  },
  { key: 'cent', title: 'Porto', numeric: true, noWrap: true, cell: ({ cent }) => euro(cent) },
];

const Division = ({ title, first, parts }: { title: string; first: string; parts: Anteil[] }) => (
  <Section title={title} card>
    <DataTable
      caption={title}
      columns={columnsOf(first)}
      rows={parts}
      rowKey={({ name }) => name}
    />
  </Section>
);

const weight = (gramm: number): string =>
  gramm < 1_000 ? `${gramm} g` : `${formatNumber(Math.round(gramm / 100) / 10)} kg`;

/** The figures of a run, with its divisions as tables. */
export const LaufzahlenView = ({ zahlen }: { zahlen: Laufzahlen }) => {
  const saved = zahlen.einzelnCent - zahlen.cent;
  return (
    <>
      <Facts
        entries={[
          ['Schreiben', formatNumber(zahlen.briefe)],
          ['Umschläge', formatNumber(zahlen.umschlaege)],
          ['Blatt', formatNumber(zahlen.blaetter)],
          ['Gewicht', weight(zahlen.gramm)],
          ['Porto', euro(zahlen.cent)],
          ['Durch Bündeln gespart', saved > 0 ? euro(saved) : ''],
        ]}
      />
      {zahlen.ungesichert === 0 ? null : (
        <Alert
          tone="warning"
          title={`Bei ${formatNumber(zahlen.ungesichert)} Umschlägen ist der Preis nicht mit der Preisliste verglichen.`}
        >
          <p>Die Systembetreuung pflegt die Preise in der Datei config/porto.yaml.</p>
        </Alert>
      )}
      <div class="chart-grid">
        <Division title="Nach Produkt" first="Produkt" parts={zahlen.produkte} />
        <Division title="Nach Format" first="Format" parts={zahlen.formate} />
        <Division title="Nach Postleitregion" first="Region" parts={zahlen.regionen} />
        <Division title="Nach Kostenstelle" first="Kostenstelle" parts={zahlen.kostenstellen} />
      </div>
    </>
  );
};
