import type { Modell, Modellversion } from '#posteingang/selbstannahme/selbstannahme.schema.js';
import { api } from '#web/api.js';
import { count, formatInstant } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Badge, Empty } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import type { Deed } from '#web/ui/reason-dialog.js';
import { herkunftText } from './modell-words.js';

const deedOf = (one: Modellversion): Deed => ({
  title: `Zurück zur Version vom ${formatInstant(one.createdAt)}`,
  submit: 'Zurücknehmen',
  text: 'Was das Modell seither gelernt hat, gilt nicht mehr. Neue Antworten lernt es auf diesem Stand.',
  send: (grund) => api.post('/api/modell/ruecknahme', { id: one.id, grund }),
});

const columnsOf = (mayManage: boolean, onDeed: (deed: Deed) => void): Column<Modellversion>[] => [
  {
    key: 'zeit',
    title: 'Vom',
    rowHeader: true,
    noWrap: true,
    cell: ({ createdAt }) => formatInstant(createdAt),
  },
  {
    key: 'herkunft',
    title: 'Herkunft',
    noWrap: true,
    cell: (one) => (
      <>
        {herkunftText(one.herkunft)} {one.aktiv ? <Badge tone="success" text="gilt" /> : null}
      </>
    ),
  },
  { key: 'version', title: 'Kennung', cell: ({ version }) => <code>{version}</code> },
  { key: 'beispiele', title: 'Schreiben', numeric: true, cell: ({ beispiele }) => beispiele },
  {
    key: 'korrekturen',
    title: 'Seither gelernt',
    numeric: true,
    cell: ({ korrekturen }) => korrekturen,
  },
  {
    key: 'grund',
    title: 'Grund',
    wide: true,
    cell: ({ grund, person }) => (grund === null ? '' : `${grund} (${person ?? ''})`),
  },
  ...(mayManage
    ? [
        {
          key: 'zurueck',
          title: 'Ändern',
          cell: (one: Modellversion) => {
            if (one.aktiv) return '';
            const deed = deedOf(one);
            return (
              <Button
                label="Zurück zu dieser"
                small
                spoken={deed.title}
                onClick={() => onDeed(deed)}
              />
            );
          },
        },
      ]
    : []),
];

/** The stored versions of the model, newest first. */
export const VersionenSection = (props: {
  found: Modell;
  mayManage: boolean;
  onDeed: (deed: Deed) => void;
}) => (
  <Section title="Versionen des Modells">
    <p class="muted">
      Jede Antwort im Clearing, in der Stichprobe und jede Weitergabe lehrt das Modell sofort;
      bisher {count(props.found.korrekturen, 'Antwort', 'Antworten')}.
    </p>
    <DataTable
      caption="Versionen des Modells"
      columns={columnsOf(props.mayManage, props.onDeed)}
      rows={props.found.versionen}
      rowKey={({ id }) => String(id)}
      empty={
        <Empty title="Es gibt noch keine gespeicherte Version. Das Modell beruht auf den Beschreibungen der Einheiten." />
      }
    />
  </Section>
);
