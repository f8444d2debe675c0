import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import type { RegisterSeite } from '#posteingang/posteingang.schema.js';
import { api, messageOf } from '#web/api.js';
import { useEinheiten } from '#web/einheiten.js';
import { formatDate } from '#web/format.js';
import { navigate } from '#web/router.js';
import { Button } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Page, Section } from '#web/ui/page.js';
import { useShortcuts } from '#web/ui/shortcuts.js';
import { notify } from '#web/ui/toast.js';
import { PageViewer } from '#web/ui/viewer/page-viewer.js';
import { useLoad } from '#web/use-load.js';
import { type Detail, marksOf, pagesOf } from '../posteingang/detail.js';
import { FieldList } from '../posteingang/field-list.js';
import { PartList } from '../posteingang/part-list.js';
import { AssignmentPanel } from './assignment-panel.js';
import { ShortcutDialog } from './shortcut-dialog.js';
import { useAssignment } from './use-assignment.js';

const trail = [{ text: 'Clearing', href: '/clearing' }];

interface Neighbours {
  next: string | undefined;
  previous: string | undefined;
  position: string;
}

const useNeighbours = (id: string): Neighbours => {
  const list = useLoad('clearing-order', (signal) =>
    api.get<z.infer<typeof RegisterSeite>>('/api/posteingaenge', {
      query: { zustand: 'clearing', limit: 200 },
      signal,
    }),
  );
  const ids = list.data?.zeilen.map((line) => line.id).toReversed() ?? [];
  const at = ids.indexOf(id);
  return {
    next: ids[at + 1] ?? ids.find((other) => other !== id),
    previous: at > 0 ? ids[at - 1] : undefined,
    position: at < 0 ? '' : `${at + 1} von ${ids.length}`,
  };
};

const useDecision = (item: Detail, neighbours: Neighbours) => {
  const [busy, setBusy] = useState<'assign' | 'retry'>();
  const [error, setError] = useState<unknown>();
  const run = (kind: 'assign' | 'retry', work: () => Promise<unknown>, done: string): void => {
    if (busy !== undefined) return;
    setBusy(kind);
    setError(undefined);
    work().then(
      () => {
        notify('success', done, `/posteingang/${item.id}`);
        navigate(neighbours.next === undefined ? '/clearing' : `/clearing/${neighbours.next}`);
      },
      (thrown: unknown) => {
        setBusy(undefined);
        setError(thrown);
        notify('danger', messageOf(thrown));
      },
    );
  };
  return { busy, error, run };
};

const Work = ({ item, units }: { item: Detail; units: readonly Organisationseinheit[] }) => {
  const [active, setActive] = useState<string>();
  const [help, setHelp] = useState(false);
  const neighbours = useNeighbours(item.id);
  const assignment = useAssignment(item, units);
  const decision = useDecision(item, neighbours);
  const { eingangsnummer } = item;
  const go = (id: string | undefined) => (): void => {
    if (id !== undefined) navigate(`/clearing/${id}`);
  };
  const assign = (): void => {
    const body = assignment.body();
    if (body === undefined) {
      notify('danger', 'Bitte wählen Sie zuerst die zuständige Einheit.');
      document.getElementById('einheit-suche')?.focus();
      return;
    }
    decision.run(
      'assign',
      () => api.post(`/api/posteingaenge/${item.id}/zuordnung`, body),
      `Eingang ${eingangsnummer} ist zugeordnet.`,
    );
  };
  const retry = (): void =>
    decision.run(
      'retry',
      () => api.post(`/api/posteingaenge/${item.id}/nochmal`),
      `Eingang ${eingangsnummer} wird erneut verarbeitet.`,
    );
  const focus = (id: string) => (): void => document.getElementById(id)?.focus();
  const pick = (number: number): void => {
    const unit = assignment.units[number - 1];
    if (unit !== undefined) {
      assignment.chooseUnit(unit.id);
      return;
    }
    const target = assignment.vorgaenge[number - 1 - assignment.units.length];
    const last = assignment.units.length + assignment.vorgaenge.length + 1;
    if (target !== undefined || number === last) assignment.chooseVorgang(target);
  };
  const digits = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => [String(number), () => pick(number)]),
  );
  useShortcuts({
    ...digits,
    e: focus('einheit-suche'),
    v: focus('vorgang-suche'),
    n: go(neighbours.next),
    p: go(neighbours.previous),
    w: retry,
    '?': () => setHelp(true),
    'Control+Enter': assign,
  });
  return (
    <Page
      title={`Clearing ${eingangsnummer}`}
      trail={trail}
      subtitle={`Eingang vom ${formatDate(item.eingangsdatum)}${neighbours.position === '' ? '' : ` · ${neighbours.position}`}`}
      workspace
      actions={
        <>
          <Button
            label="Tastatur"
            icon="keyboard"
            variant="tertiary"
            small
            onClick={() => setHelp(true)}
          />
          <Button
            label="Voriger"
            icon="chevron-left"
            small
            disabled={neighbours.previous === undefined}
            onClick={go(neighbours.previous)}
          />
          <Button
            label="Nächster"
            icon="chevron-right"
            small
            disabled={neighbours.next === undefined}
            onClick={go(neighbours.next)}
          />
        </>
      }
    >
      <div class="workspace">
        <PageViewer
          label={`Seiten des Eingangs ${eingangsnummer}`}
          pages={pagesOf(item)}
          highlights={marksOf(item.felder)}
          active={active}
          onHighlight={setActive}
          globalKeys
        />
        <div class="workspace__side workspace__side--form">
          <div class="workspace__scroll">
            <Alert
              tone="warning"
              title={item.clearing?.text ?? 'Dieser Eingang wartet auf eine Entscheidung.'}
            />
            {decision.error === undefined ? null : <Failure error={decision.error} />}
            <AssignmentPanel assignment={assignment} units={units} />
            <Section title="Erkannte Felder">
              <FieldList fields={item.felder} active={active} onActive={setActive} />
            </Section>
            <Section title="Dateien">
              <PartList item={item} />
            </Section>
          </div>
          <div class="workspace__foot">
            <Button
              label="Zuordnen"
              variant="primary"
              icon="check"
              busy={decision.busy === 'assign'}
              shortcut="Control+Enter"
              onClick={assign}
            />
            <Button
              label="Nochmal versuchen"
              icon="autorenew"
              busy={decision.busy === 'retry'}
              shortcut="w"
              onClick={retry}
            />
          </div>
        </div>
      </div>
      {help ? <ShortcutDialog onClose={() => setHelp(false)} /> : null}
    </Page>
  );
};

/** One item of the Clearing: its pages on the left, the decision on the right, all by keyboard. */
export const ClearingPage = ({ params }: { params: Readonly<Record<string, string>> }) => {
  const id = params['id'] ?? '';
  const units = useEinheiten();
  const item = useLoad(id, (signal) => api.get<Detail>(`/api/posteingaenge/${id}`, { signal }));
  if (item.data === undefined || units.length === 0) {
    return (
      <Page title="Clearing" trail={trail}>
        {item.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={item.error} onRetry={item.reload} />
        )}
      </Page>
    );
  }
  if (item.data.zustand !== 'clearing') {
    return (
      <Page title={`Clearing ${item.data.eingangsnummer}`} trail={trail}>
        <Alert tone="info" title="Dieser Eingang wartet nicht mehr auf eine Entscheidung.">
          <p>
            <a href={`/posteingang/${id}`}>Eingang {item.data.eingangsnummer} ansehen</a>
          </p>
        </Alert>
      </Page>
    );
  }
  return <Work item={item.data} units={units} />;
};
