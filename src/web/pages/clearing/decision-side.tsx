import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import { count, formatShortInstant } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { Alert } from '#web/ui/feedback.js';
import { CheckField } from '#web/ui/field.js';
import type { Detail } from '../posteingang/detail.js';
import { FieldList } from '../posteingang/field-list.js';
import { PartList } from '../posteingang/part-list.js';
import { ScanNotes } from '../posteingang/scan-notes.js';
import { RechnungPanel } from '../rechnung/rechnung-panel.js';
import type { Decided } from './decision-log.js';
import { DecisionStrip } from './decision-strip.js';
import { ParticularsForm } from './particulars-form.js';
import { QuestionList } from './question-list.js';
import type { ClearingWork } from './use-clearing-work.js';
import type { Held } from './use-platz.js';
import type { View } from './use-view-of-item.js';
import { WhyNot } from './why-not.js';

const Collision = ({ held }: { held: Held }) =>
  held.isGone ? (
    <Alert tone="info" title="Dieser Eingang wartet nicht mehr auf eine Entscheidung." live />
  ) : held.other === undefined ? null : (
    <Alert
      tone="danger"
      title={`${held.other.person} bearbeitet diesen Eingang seit ${formatShortInstant(held.other.seit)}.`}
      live
    >
      <div>
        <Button label="Übernehmen (U)" small shortcut="u" onClick={held.takeOver} />
      </div>
    </Alert>
  );

const Alike = ({ work }: { work: ClearingWork }) =>
  work.alike.length === 0 ? null : (
    <div class="alike">
      <CheckField
        label={`Auch ${count(work.alike.length, 'gleichen Eingang', 'gleiche Eingänge')} so zuordnen (M)`}
        hint="Gleicher Absender, gleiche Art, gleicher Vorschlag"
        checked={work.withAlike}
        onChange={work.toggleAlike}
      />
    </div>
  );

const DecisionButtons = (props: {
  work: ClearingWork;
  mayDecide: boolean;
  isQuarantined: boolean;
  onNotForUs: () => void;
}) => {
  const { work, mayDecide } = props;
  return (
    <div class="workspace__foot">
      <Button
        label="Zuordnen"
        variant="primary"
        icon="check"
        disabled={!mayDecide}
        shortcut="Enter Control+Enter"
        onClick={work.assign}
      />
      <Button
        label="Später"
        small
        busy={work.busy === 'later'}
        disabled={!mayDecide && !props.isQuarantined}
        shortcut="s"
        onClick={work.later}
      />
      <Button
        label="Nicht für uns"
        small
        disabled={!mayDecide}
        shortcut="x"
        onClick={props.onNotForUs}
      />
      <Button
        label="Nochmal"
        spoken="Nochmal versuchen"
        icon="autorenew"
        small
        variant="tertiary"
        busy={work.busy === 'retry'}
        shortcut="w"
        onClick={work.retry}
      />
    </div>
  );
};

const Findings = (props: {
  item: Detail;
  active: string | undefined;
  onActive: (key: string | undefined) => void;
}) => {
  const { item } = props;
  return (
    <>
      <details class="disclosure" open>
        <summary>Erkannte Felder ({item.felder.length})</summary>
        <FieldList fields={item.felder} active={props.active} onActive={props.onActive} />
      </details>
      <RechnungPanel item={item} />
      <ScanNotes item={item} />
      <details class="disclosure">
        <summary>Dateien ({item.bestandteile.length})</summary>
        <PartList item={item} />
      </details>
    </>
  );
};

/** What is asked about an item, what was found in it, and the decision. */
export const DecisionSide = (props: {
  item: Detail;
  units: readonly Organisationseinheit[];
  work: ClearingWork;
  held: Held;
  view: View;
  decided: readonly Decided[];
}) => {
  const { item, work, held, view } = props;
  const isQuarantined = item.virenpruefung === 'befund';
  const mayDecide = !isQuarantined && held.other === undefined && !held.isGone;
  return (
    <div class="workspace__side workspace__side--form station">
      <div class="workspace__scroll workspace__scroll--dense">
        <Collision held={held} />
        <WhyNot item={item} />
        {isQuarantined ? null : (
          <>
            <Alike work={work} />
            <QuestionList assignment={work.assignment} units={props.units} wanted={view.wanted} />
            <ParticularsForm
              item={item}
              assignment={work.assignment}
              wanted={view.particulars}
              onActive={view.setActive}
            />
          </>
        )}
        <Findings item={item} active={view.active} onActive={view.setActive} />
      </div>
      <DecisionStrip decided={props.decided} />
      <DecisionButtons
        work={work}
        mayDecide={mayDecide}
        isQuarantined={isQuarantined}
        onNotForUs={() => view.setOpened('abgabe')}
      />
    </div>
  );
};
