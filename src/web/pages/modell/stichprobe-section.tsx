import type { Selbstannahme, WegZahlen } from '#posteingang/selbstannahme/selbstannahme.schema.js';
import { count } from '#web/format.js';
import { useCan } from '#web/session.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Section } from '#web/ui/page.js';
import { boundText, percentText, wegText } from './modell-words.js';

const columns: readonly Column<WegZahlen>[] = [
  { key: 'weg', title: 'Grundlage', rowHeader: true, wide: true, cell: ({ weg }) => wegText(weg) },
  { key: 'allein', title: 'Ohne Person', numeric: true, cell: ({ allein }) => allein },
  {
    key: 'stichproben',
    title: 'Geprüft',
    numeric: true,
    cell: ({ stichproben }) => stichproben,
  },
  { key: 'fehler', title: 'Davon falsch', numeric: true, cell: ({ fehler }) => fehler },
  {
    key: 'grenze',
    title: 'Fehler (95 %)',
    noWrap: true,
    cell: ({ grenze, stichproben }) => boundText(grenze, stichproben),
  },
  {
    key: 'verfallen',
    title: 'Nicht beantwortet',
    numeric: true,
    cell: ({ verfallen }) => verfallen,
  },
];

/** What the blind sample says about what went through without a person. */
export const StichprobeSection = ({ found }: { found: Selbstannahme }) => {
  const mayAnswer = useCan()('posteingang:clear');
  const waiting = count(
    found.offeneStichproben,
    'Eingang wartet auf eine Antwort',
    'Eingänge warten auf eine Antwort',
  );
  return (
    <Section title="Stichprobe der letzten 90 Tage">
      <p class="muted">
        {percentText(found.stichprobenanteil)} von allem, was ohne Person durchgeht, beantwortet
        zuerst eine Person, ohne die Antwort der Maschine zu sehen. {waiting}.{' '}
        {mayAnswer ? <a href="/stichprobe">Zur Stichprobe</a> : null}
      </p>
      <DataTable
        caption="Was ohne Person durchging, und was die Stichprobe dazu sagt"
        columns={columns}
        rows={found.wege}
        rowKey={({ weg }) => weg}
      />
    </Section>
  );
};
