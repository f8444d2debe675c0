import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type {
  Zustaendigkeitsregel,
  ZustaendigkeitsregelListe,
} from '#posteingang/zustaendigkeit/zustaendigkeit.schema.js';
import { api, messageOf } from '#web/api.js';
import { einheitText } from '#web/einheiten.js';
import { today } from '#web/format.js';
import { Button, ButtonRow } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Empty, Failure, Loading } from '#web/ui/feedback.js';
import { Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { LetterTest } from './letter-test.js';
import { RuleDialog } from './rule-dialog.js';
import { conditionsOf, validityText } from './rule-words.js';

interface Deeds {
  end: (rule: Zustaendigkeitsregel) => void;
  remove: (rule: Zustaendigkeitsregel) => void;
}

const columnsOf = (deeds: Deeds): Column<Zustaendigkeitsregel>[] => [
  {
    key: 'name',
    title: 'Regel',
    rowHeader: true,
    cell: ({ bezeichnung }) => bezeichnung,
  },
  { key: 'einheit', title: 'Einheit', cell: ({ einheit }) => einheitText(einheit) },
  { key: 'wann', title: 'Wenn', wide: true, cell: (rule) => conditionsOf(rule).join(' · ') },
  { key: 'gilt', title: 'Gilt', noWrap: true, cell: validityText },
  {
    key: 'aendern',
    title: 'Ändern',
    cell: (rule) => (
      <ButtonRow>
        {rule.giltBis === null && rule.giltAb <= today() ? (
          <Button
            label="Heute beenden"
            small
            spoken={`Heute beenden: ${rule.bezeichnung}`}
            onClick={() => deeds.end(rule)}
          />
        ) : null}
        <Button
          label="Löschen"
          small
          spoken={`Löschen: ${rule.bezeichnung}`}
          onClick={() => deeds.remove(rule)}
        />
      </ButtonRow>
    ),
  },
];

/** Verwaltung › Zuständigkeiten: the Geschäftsverteilung as dated rules, and a test with a letter. */
export const ZustaendigkeitPage = () => {
  const [isNew, setIsNew] = useState(false);
  const list = useLoad('zustaendigkeitsregeln', (signal) =>
    api.get<z.infer<typeof ZustaendigkeitsregelListe>>('/api/zustaendigkeitsregeln', { signal }),
  );
  const run = (work: Promise<unknown>, text: string): void => {
    work.then(
      () => {
        setIsNew(false);
        notify('success', text);
        list.reload();
      },
      (error: unknown) => notify('danger', messageOf(error)),
    );
  };
  const of = (rule: Zustaendigkeitsregel): string => `/api/zustaendigkeitsregeln/${rule.id}`;
  const deeds: Deeds = {
    end: (rule) =>
      run(api.post(`${of(rule)}/ende`, { giltBis: today() }), 'Die Regel gilt heute zuletzt.'),
    remove: (rule) => run(api.delete(of(rule)), 'Die Regel ist gelöscht.'),
  };
  return (
    <Page
      title="Zuständigkeiten"
      subtitle="Die Geschäftsverteilung als Regeln: nach Wörtern, Art, Buchstaben und Straßen."
      actions={
        <Button label="Neue Regel" icon="plus" variant="primary" onClick={() => setIsNew(true)} />
      }
    >
      <Section title="Wohin ginge dieses Schreiben?" card>
        <LetterTest />
      </Section>
      {list.error === undefined ? null : <Failure error={list.error} onRetry={list.reload} />}
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : null
      ) : (
        <DataTable
          caption="Regeln der Geschäftsverteilung"
          columns={columnsOf(deeds)}
          rows={list.data.regeln}
          rowKey={({ id }) => id}
          empty={
            <Empty title="Noch keine Regeln. Zugeordnet wird nach Modell und Beschreibungen." />
          }
        />
      )}
      {isNew ? (
        <RuleDialog
          onClose={() => setIsNew(false)}
          onSaved={() => run(Promise.resolve(), 'Die Regel gilt.')}
        />
      ) : null}
    </Page>
  );
};
