import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type {
  Handhabungsregel,
  HandhabungsregelListe,
} from '#posteingang/verschluss/regeln.schema.js';
import { api } from '#web/api.js';
import { count, formatDate } from '#web/format.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { type Column, DataTable } from '#web/ui/data-table.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import { EnvelopeTest } from './envelope-test.js';
import { klassenText, merkmale, oeffner } from './klassen.js';
import { ChangeRuleDialog, NewRuleDialog } from './rule-dialogs.js';

const validity = ({ gueltigAb, gueltigBis }: Handhabungsregel): string => {
  if (gueltigAb === null && gueltigBis === null) return 'unbefristet';
  return [
    gueltigAb === null ? '' : `ab ${formatDate(gueltigAb)}`,
    gueltigBis === null ? '' : `bis ${formatDate(gueltigBis)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
};

const whoOpens = (rule: Handhabungsregel): string => {
  if (rule.oeffner === null) return 'wird geöffnet';
  if (rule.oeffner !== 'einheit') return oeffner[rule.oeffner];
  return rule.einheit === null ? 'noch keine Einheit' : `Einheit ${rule.einheit.kuerzel}`;
};

const columnsOf = (
  onEdit: ((rule: Handhabungsregel) => void) | undefined,
): Column<Handhabungsregel>[] => [
  { key: 'rang', title: 'Rang', numeric: true, cell: (rule) => rule.rang },
  {
    key: 'name',
    title: 'Regel',
    rowHeader: true,
    cell: (rule) => (
      <>
        {rule.bezeichnung}
        <span class="muted small block">{rule.rechtsgrundlage}</span>
      </>
    ),
  },
  {
    key: 'merkmal',
    title: 'Woran erkannt',
    wide: true,
    cell: (rule) => (
      <>
        {merkmale[rule.merkmal]}
        <span class="muted small block">{rule.werte.join(' · ')}</span>
      </>
    ),
  },
  {
    key: 'klasse',
    title: 'Folge',
    cell: (rule) => (
      <>
        {klassenText(rule.klasse)}
        {rule.ohneScan ? <span class="small block">wird nicht gescannt</span> : null}
      </>
    ),
  },
  { key: 'oeffner', title: 'Wer öffnet', cell: whoOpens },
  { key: 'gilt', title: 'Gilt', cell: validity },
  ...(onEdit === undefined
    ? []
    : [
        {
          key: 'aktion',
          title: 'Aktion',
          hideTitle: true,
          noWrap: true,
          cell: (rule: Handhabungsregel) => (
            <Button
              label="Ändern"
              spoken={`Ändern: ${rule.bezeichnung}`}
              small
              onClick={() => onEdit(rule)}
            />
          ),
        },
      ]),
];

const Missing = ({ rules }: { rules: readonly Handhabungsregel[] }) => {
  const lacking = rules.filter(({ klasse, einheit }) => klasse !== null && einheit === null);
  const needed = lacking.filter(({ oeffner: who }) => who !== 'empfaenger');
  if (needed.length === 0) return null;
  return (
    <Alert
      tone="warning"
      title={`${count(needed.length, 'Regel hat', 'Regeln haben')} noch keine Einheit: ${needed.map((rule) => rule.bezeichnung).join(', ')}`}
    >
      Solche Post wird verschlossen verwahrt; öffnen kann sie erst eine Einheit, der die Poststelle
      sie zuweist.
    </Alert>
  );
};

/** Verwaltung › Handhabungsregeln: what stays closed, who opens it, and a test with an envelope. */
export const RulesPage = () => {
  const mayManage = useCan()('organisation:manage');
  const [editing, setEditing] = useState<Handhabungsregel | 'new'>();
  const list = useLoad('handhabungsregeln', (signal) =>
    api.get<z.infer<typeof HandhabungsregelListe>>('/api/handhabungsregeln', { signal }),
  );
  const rules = list.data?.regeln ?? [];
  const saved = (): void => {
    setEditing(undefined);
    notify('success', 'Die Regel ist gespeichert.');
    list.reload();
  };
  return (
    <Page
      title="Handhabungsregeln"
      subtitle="Was verschlossen bleibt, entscheidet allein der Umschlag – bevor etwas gelesen wird."
      actions={
        mayManage ? (
          <Button
            label="Neue Regel"
            icon="plus"
            variant="primary"
            onClick={() => setEditing('new')}
          />
        ) : undefined
      }
    >
      {list.data === undefined ? (
        list.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={list.error} onRetry={list.reload} />
        )
      ) : (
        <>
          <Missing rules={rules} />
          <Section title="Umschlag ausprobieren" card>
            <EnvelopeTest rules={rules} />
          </Section>
          <DataTable
            caption="Handhabungsregeln in der Reihenfolge, in der sie entscheiden"
            columns={columnsOf(mayManage ? setEditing : undefined)}
            rows={rules}
            rowKey={(rule) => rule.id}
          />
        </>
      )}
      {editing === 'new' ? (
        <NewRuleDialog onClose={() => setEditing(undefined)} onSaved={saved} />
      ) : null}
      {editing === undefined || editing === 'new' ? null : (
        <ChangeRuleDialog rule={editing} onClose={() => setEditing(undefined)} onSaved={saved} />
      )}
    </Page>
  );
};
