import { useState } from 'preact/hooks';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import { api } from '#web/api.js';
import { useEinheiten } from '#web/einheiten.js';
import { formatDate } from '#web/format.js';
import { Button, LinkButton } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Page, Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { ItemViewer } from '../mail/item-viewer.js';
import { type Detail, marksOf, pagesOf, searchOf } from '../posteingang/detail.js';
import { FieldList } from '../posteingang/field-list.js';
import { PartList } from '../posteingang/part-list.js';
import { ScanNotes } from '../posteingang/scan-notes.js';
import { RechnungPanel } from '../rechnung/rechnung-panel.js';
import { AssignmentPanel } from './assignment-panel.js';
import { ShortcutDialog } from './shortcut-dialog.js';
import { type ClearingWork, useClearingKeys, useClearingWork } from './use-clearing-work.js';

const trail = [{ text: 'Clearing', href: '/clearing' }];

const HeadButtons = (props: { id: string; work: ClearingWork; onHelp: () => void }) => {
  const { id, work, onHelp } = props;
  return (
    <>
      <LinkButton
        label="Seiten ordnen"
        variant="tertiary"
        small
        href={`/posteingang/${id}/seiten`}
      />
      <Button label="Tastatur" icon="keyboard" variant="tertiary" small onClick={onHelp} />
      <Button
        label="Voriger"
        icon="chevron-left"
        small
        disabled={work.previous === undefined}
        onClick={() => work.go(work.previous)}
      />
      <Button
        label="Nächster"
        icon="chevron-right"
        small
        disabled={work.next === undefined}
        onClick={() => work.go(work.next)}
      />
    </>
  );
};

const DecisionButtons = ({ work, assignable }: { work: ClearingWork; assignable: boolean }) => (
  <div class="workspace__foot">
    <Button
      label="Zuordnen"
      variant="primary"
      icon="check"
      busy={work.busy === 'assign'}
      disabled={!assignable}
      shortcut="Control+Enter"
      onClick={work.assign}
    />
    <Button
      label="Nochmal versuchen"
      icon="autorenew"
      busy={work.busy === 'retry'}
      shortcut="w"
      onClick={work.retry}
    />
  </div>
);

const DecisionSide = (props: {
  item: Detail;
  units: readonly Organisationseinheit[];
  work: ClearingWork;
  active: string | undefined;
  onActive: (key: string | undefined) => void;
}) => {
  const { item, work } = props;
  const isQuarantined = item.virenpruefung === 'befund';
  const reason = item.clearing?.text ?? 'Dieser Eingang wartet auf eine Entscheidung.';
  return (
    <div class="workspace__side workspace__side--form">
      <div class="workspace__scroll">
        <Alert tone="warning" title={reason} />
        {work.error === undefined ? null : <Failure error={work.error} />}
        {isQuarantined ? null : (
          <AssignmentPanel assignment={work.assignment} units={props.units} />
        )}
        <Section title="Erkannte Felder">
          <FieldList fields={item.felder} active={props.active} onActive={props.onActive} />
        </Section>
        <RechnungPanel item={item} />
        <ScanNotes item={item} />
        <Section title="Dateien">
          <PartList item={item} />
        </Section>
      </div>
      <DecisionButtons work={work} assignable={!isQuarantined} />
    </div>
  );
};

const Work = ({ item, units }: { item: Detail; units: readonly Organisationseinheit[] }) => {
  const [active, setActive] = useState<string>();
  const [help, setHelp] = useState(false);
  const work = useClearingWork(item, units);
  useClearingKeys(work, () => setHelp(true));
  const day = `Eingang vom ${formatDate(item.eingangsdatum)}`;
  return (
    <Page
      title={`Clearing ${item.eingangsnummer}`}
      trail={trail}
      subtitle={work.position === '' ? day : `${day} · ${work.position}`}
      workspace
      actions={<HeadButtons id={item.id} work={work} onHelp={() => setHelp(true)} />}
    >
      <div class="workspace">
        <ItemViewer
          mail={item.mail}
          label={`Seiten des Eingangs ${item.eingangsnummer}`}
          pages={pagesOf(item)}
          highlights={marksOf(item.felder)}
          active={active}
          onHighlight={setActive}
          search={searchOf(item.id)}
          globalKeys
        />
        <DecisionSide item={item} units={units} work={work} active={active} onActive={setActive} />
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
  if (item.data.zustand === 'clearing') return <Work item={item.data} units={units} />;
  return (
    <Page title={`Clearing ${item.data.eingangsnummer}`} trail={trail}>
      <Alert tone="info" title="Dieser Eingang wartet nicht mehr auf eine Entscheidung.">
        <p>
          <a href={`/posteingang/${id}`}>Eingang {item.data.eingangsnummer} ansehen</a>
        </p>
      </Alert>
    </Page>
  );
};
