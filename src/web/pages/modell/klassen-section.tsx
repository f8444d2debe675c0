import type { Klasse, Selbstannahme } from '#posteingang/selbstannahme/selbstannahme.schema.js';
import { api } from '#web/api.js';
import { formatInstant } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Alert, Badge, Empty } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import type { Deed } from '#web/ui/reason-dialog.js';
import { boundText, klasseState, percentText } from './modell-words.js';

const change = (one: Klasse, zustand: 'offen' | 'gedrosselt') => (grund: string) =>
  api.post(`/api/selbstannahme/klassen/${encodeURIComponent(one.einheit)}`, { zustand, grund });

const deedOf = (one: Klasse): Deed | undefined => {
  if (one.zustand === 'offen')
    return {
      title: `Einheit ${one.einheit} drosseln`,
      submit: 'Drosseln',
      text: 'Schreiben an diese Einheit ohne Geschäftszeichen gehen danach wieder ins Clearing.',
      send: change(one, 'gedrosselt'),
    };
  if (one.zustand === 'gedrosselt' && one.schwelle !== null)
    return {
      title: `Einheit ${one.einheit} wieder öffnen`,
      submit: 'Öffnen',
      text: 'Schreiben ab der letzten Schwelle gehen wieder ohne Person in den Postkorb, bis zum nächsten Fehler.',
      send: change(one, 'offen'),
    };
  return undefined;
};

const columnsOf = (mayManage: boolean, onDeed: (deed: Deed) => void): Column<Klasse>[] => [
  { key: 'einheit', title: 'Einheit', rowHeader: true, noWrap: true, cell: (one) => one.einheit },
  {
    key: 'zustand',
    title: 'Zustand',
    noWrap: true,
    cell: (one) => <Badge {...klasseState(one)} />,
  },
  {
    key: 'schwelle',
    title: 'Schwelle',
    numeric: true,
    noWrap: true,
    cell: (one) => (one.zustand === 'offen' ? `ab ${percentText(one.schwelle)}` : '–'),
  },
  { key: 'bestaetigt', title: 'Bestätigt', numeric: true, cell: (one) => one.bestaetigt },
  { key: 'fehler', title: 'Davon falsch', numeric: true, cell: (one) => one.fehler },
  {
    key: 'grenze',
    title: 'Fehler (95 %)',
    noWrap: true,
    cell: (one) => boundText(one.grenze, one.bestaetigt),
  },
  { key: 'allein', title: 'Ohne Person', numeric: true, cell: (one) => one.allein },
  {
    key: 'grund',
    title: 'Zuletzt',
    wide: true,
    cell: (one) => (
      <>
        {one.grund}
        <span class="muted small block">seit {formatInstant(one.seit)}</span>
      </>
    ),
  },
  ...(mayManage
    ? [
        {
          key: 'aendern',
          title: 'Ändern',
          cell: (one: Klasse) => {
            const deed = deedOf(one);
            return deed === undefined ? null : (
              <Button label={deed.submit} small spoken={deed.title} onClick={() => onDeed(deed)} />
            );
          },
        },
      ]
    : []),
];

/** Each unit as a class of the model: what is proven, and whether its letters go without a person. */
export const KlassenSection = (props: {
  found: Selbstannahme;
  mayManage: boolean;
  onDeed: (deed: Deed) => void;
}) => {
  const { found } = props;
  const throttled = found.klassen.filter(({ zustand }) => zustand === 'gedrosselt');
  return (
    <Section title="Einheiten">
      {found.eingeschaltet ? null : (
        <Alert
          tone="info"
          title="Die Annahme ohne Person ist ausgeschaltet (understanding.acceptAlone)."
        />
      )}
      {throttled.length === 0 ? null : (
        <Alert
          tone="warning"
          title={`Gedrosselt: ${throttled.map(({ einheit }) => einheit).join(', ')}. Über diese Schreiben entscheidet wieder eine Person.`}
        />
      )}
      <p class="muted">
        Ein Schreiben ohne Geschäftszeichen geht nur dann ohne Person in den Postkorb einer Einheit,
        wenn bestätigte Antworten belegen, dass dabei höchstens {percentText(found.ziel)} falsch
        sind. Dafür sind mindestens {found.mindestens} richtige Antworten nötig.
      </p>
      <DataTable
        caption="Einheiten und ihre Schwellen"
        columns={columnsOf(props.mayManage, props.onDeed)}
        rows={found.klassen}
        rowKey={(one) => one.einheit}
        empty={<Empty title="Noch hat niemand eine Antwort des Modells bestätigt." />}
      />
    </Section>
  );
};
