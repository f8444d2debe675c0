import { messageOf } from '#web/api.js';
import { count } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { Icon } from '#web/ui/icon.js';
import { notify } from '#web/ui/toast.js';
import { type Decided, lastDecided } from './decision-log.js';
import { takeLastBack } from './use-clearing-work.js';

const standText = ({ stand, mit }: Decided): string => {
  const more = mit.length === 0 ? '' : `, mit ${count(mit.length, 'gleichen', 'gleichen')}`;
  if (stand === 'laeuft') return `${more} · wird gespeichert`;
  if (stand === 'gescheitert') return ' · nicht ausgeführt';
  if (stand === 'fest') return `${more} · nicht mehr zurückzunehmen`;
  return stand === 'zurueckgenommen' ? ' · zurückgenommen' : more;
};

/** The last decision, what the model learned from it, and the way back; its height never changes. */
export const DecisionStrip = ({ decided }: { decided: readonly Decided[] }) => {
  const [last] = decided;
  const undo = (): void => {
    takeLastBack().catch((error: unknown) => notify('danger', messageOf(error)));
  };
  const learned = last?.gelernt.join(' ') ?? '';
  return (
    <div class="decision-strip" role="status">
      {last === undefined ? (
        <p class="decision-strip__line muted small">
          Eine Entscheidung lässt sich zurücknehmen, bis die Einheit den Eingang öffnet.
        </p>
      ) : (
        <>
          <div class="decision-strip__line">
            <Icon name={last.stand === 'gescheitert' ? 'danger' : 'success'} size="small" />
            <span class="decision-strip__text">
              <a href={`/posteingang/${last.id}`}>{`${last.done}.`}</a>
            </span>
            <Button
              label="Zurücknehmen"
              icon="undo"
              small
              variant="tertiary"
              shortcut="z"
              disabled={lastDecided() === undefined}
              onClick={undo}
            />
          </div>
          <p class="decision-strip__learned muted small" title={learned}>
            {`${last.was}${standText(last)}`}
            {learned === '' ? '' : ` · Gelernt: ${learned}`}
          </p>
        </>
      )}
    </div>
  );
};
