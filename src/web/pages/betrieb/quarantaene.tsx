import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type {
  Quarantaene,
  QuarantaeneEntscheidung,
} from '#posteingang/virenpruefung/virenpruefung.schema.js';
import { api, messageOf } from '#web/api.js';
import { formatInstant, formatSize } from '#web/format.js';
import { useCan } from '#web/session.js';
import { Button, ButtonRow } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Failure } from '#web/ui/feedback.js';
import { Section } from '#web/ui/page.js';
import { type Deed, ReasonDialog } from '#web/ui/reason-dialog.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { kanalText } from '#web/words.js';

type Decision = z.infer<typeof QuarantaeneEntscheidung>['entscheidung'];

const words: Readonly<
  Record<Exclude<Decision, 'erneut_pruefen'>, { submit: string; text: string }>
> = {
  fehlalarm: {
    submit: 'Als Fehlalarm freigeben',
    text: 'Der Eingang wird danach geöffnet und wie jeder andere bearbeitet. Geben Sie ihn nur frei, wenn feststeht, dass der Befund falsch ist.',
  },
  abweisen: {
    submit: 'Endgültig abweisen',
    text: 'Der Eingang wird nie geöffnet. Seine Zeile im Posteingangsbuch und das Original bleiben erhalten. Bitte den Absender auf anderem Weg um eine saubere Fassung bitten.',
  },
};

const decide = (item: Quarantaene, body: { entscheidung: Decision; grund?: string }) =>
  api.post(`/api/quarantaene/${item.id}`, body);

type Asked = { item: Quarantaene; entscheidung: Exclude<Decision, 'erneut_pruefen'> };

/** What the dialog says and does about a decision that cannot be taken back. */
const deedOf = ({ item, entscheidung }: Asked): Deed => ({
  title: `Eingang ${item.eingangsnummer}: ${words[entscheidung].submit}`,
  ...words[entscheidung],
  danger: true,
  send: async (grund) => void (await decide(item, { entscheidung, grund })),
});

const columnsOf = (
  mayDecide: boolean,
  on: { again: (item: Quarantaene) => void; ask: (asked: Asked) => void },
): Column<Quarantaene>[] => [
  {
    key: 'nummer',
    title: 'Eingang',
    rowHeader: true,
    noWrap: true,
    cell: (item) => item.eingangsnummer,
  },
  {
    key: 'zeit',
    title: 'Angenommen',
    noWrap: true,
    cell: ({ receivedAt }) => formatInstant(receivedAt),
  },
  { key: 'kanal', title: 'Kanal', noWrap: true, cell: ({ kanal }) => kanalText(kanal) },
  { key: 'signatur', title: 'Befund', wide: true, cell: ({ signatur }) => signatur },
  { key: 'groesse', title: 'Größe', numeric: true, cell: ({ size }) => formatSize(size) },
  {
    key: 'summe',
    title: 'SHA-256',
    cell: ({ sha256 }) => <code title={sha256}>{sha256.slice(0, 12)}…</code>,
  },
  ...(mayDecide
    ? [
        {
          key: 'entscheiden',
          title: 'Entscheiden',
          cell: (item: Quarantaene) => (
            <ButtonRow>
              <Button
                label="Erneut prüfen"
                small
                spoken={`Erneut prüfen: Eingang ${item.eingangsnummer}`}
                onClick={() => on.again(item)}
              />
              <Button
                label="Fehlalarm"
                small
                spoken={`Fehlalarm: Eingang ${item.eingangsnummer} freigeben`}
                onClick={() => on.ask({ item, entscheidung: 'fehlalarm' })}
              />
              <Button
                label="Abweisen"
                small
                spoken={`Abweisen: Eingang ${item.eingangsnummer} nie öffnen`}
                onClick={() => on.ask({ item, entscheidung: 'abweisen' })}
              />
            </ButtonRow>
          ),
        },
      ]
    : []),
];

/** Items in which malicious software was found, and what becomes of them; nothing where there are none. */
export const QuarantaeneSection = ({ anzahl }: { anzahl: number }) => {
  const mayDecide = useCan()('organisation:manage');
  const [asked, setAsked] = useState<Asked>();
  const list = useLoad(`quarantaene-${anzahl}`, (signal) =>
    api.get<{ eingaenge: Quarantaene[] }>('/api/quarantaene', { signal }),
  );
  const done = (text: string): void => {
    setAsked(undefined);
    notify('success', text);
    list.reload();
  };
  const again = (item: Quarantaene): void => {
    decide(item, { entscheidung: 'erneut_pruefen' }).then(
      () => done(`Eingang ${item.eingangsnummer} wird erneut geprüft.`),
      (error: unknown) => notify('danger', messageOf(error)),
    );
  };
  if (anzahl === 0) return null;
  return (
    <Section title="Quarantäne">
      {list.error === undefined ? null : <Failure error={list.error} />}
      <p class="muted">
        In diesen Eingängen hat die Virenprüfung Schadsoftware gemeldet. Sie werden nicht geöffnet.
      </p>
      <DataTable
        caption="Eingänge in Quarantäne"
        columns={columnsOf(mayDecide, { again, ask: setAsked })}
        rows={list.data?.eingaenge ?? []}
        rowKey={(item) => item.id}
      />
      {asked === undefined ? null : (
        <ReasonDialog
          deed={deedOf(asked)}
          onClose={() => setAsked(undefined)}
          onDone={() => done(`Über Eingang ${asked.item.eingangsnummer} ist entschieden.`)}
        />
      )}
    </Section>
  );
};
