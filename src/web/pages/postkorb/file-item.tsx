import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Ablage } from '#posteingang/posteingang.schema.js';
import { api } from '#web/api.js';
import { useCan } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { Combobox } from '#web/ui/combobox.js';
import { Alert, Failure } from '#web/ui/feedback.js';
import { notify } from '#web/ui/toast.js';
import { findVorgaenge } from '../vorgang/find-vorgang.js';
import { PlanVorgangDialog } from '../vorgang/plan-vorgang-dialog.js';
import type { Entry } from './postkorb.js';

/** Files an item that reached the unit without a Vorgang: in one that exists, or in a new one. */
export const FileItem = ({ entry, onFiled }: { entry: Entry; onFiled: () => void }) => {
  const can = useCan();
  const [planning, setPlanning] = useState(false);
  const [error, setError] = useState<unknown>();
  const file = (ablage: z.input<typeof Ablage>): void => {
    setError(undefined);
    setPlanning(false);
    api.post(`/api/posteingaenge/${entry.posteingangId}/vorgang`, ablage).then(() => {
      notify('success', `Eingang ${entry.eingangsnummer} liegt jetzt im Vorgang.`);
      onFiled();
    }, setError);
  };
  return (
    <>
      <Alert tone="info" title="Dieser Eingang gehört noch zu keinem Vorgang." />
      {error === undefined ? null : <Failure error={error} />}
      {can('vorgang:write') ? (
        <>
          <Combobox
            label="In einen Vorgang ablegen"
            hint="Geschäftszeichen, Betreff oder Name"
            find={(text, signal) => findVorgaenge(text, { signal, mayRead: true, mayClear: false })}
            noResult="Kein Vorgang gefunden, den Sie sehen dürfen"
            onChoose={(choice) => file({ vorgangId: choice.id })}
          />
          <div>
            <Button label="Neuer Vorgang" icon="plus" onClick={() => setPlanning(true)} />
          </div>
        </>
      ) : null}
      {planning ? (
        <PlanVorgangDialog
          betreff={entry.betreff ?? ''}
          onClose={() => setPlanning(false)}
          onPlan={({ akteId, betreff }) => file({ neuerVorgang: { akteId, betreff } })}
        />
      ) : null}
    </>
  );
};
