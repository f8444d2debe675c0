import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import type {
  AbgabeWunsch,
  EntscheidungsAntwort,
  SammelAntwort,
} from '#posteingang/clearingplatz/clearingplatz.schema.js';
import type { Zuordnung } from '#posteingang/posteingang.schema.js';
import { api, messageOf } from '#web/api.js';
import { announce, notify } from '#web/ui/toast.js';
import type { Detail } from '../posteingang/detail.js';
import { abgabeZiele } from './abgabe-words.js';
import { forget, reloadQueue } from './clearing-store.js';
import { decide, lastDecided, takeBack } from './decision-log.js';
import type { Neighbours } from './neighbours.js';
import { type Assignment, useAssignment } from './use-assignment.js';
import { goTo } from './use-station.js';

/** Work on one item of the Clearing. */
export interface ClearingWork extends Neighbours {
  assignment: Assignment;
  busy: 'retry' | 'later' | 'undo' | undefined;
  /** Whether the items that are alike are decided with this one. */
  withAlike: boolean;
  toggleAlike: () => void;
  assign: () => void;
  retry: () => void;
  later: () => void;
  giveAway: (wish: z.input<typeof AbgabeWunsch>) => void;
  undo: () => void;
}

type Body = z.input<typeof Zuordnung>;
type Answer = z.infer<typeof EntscheidungsAntwort>;

const targetOf = (assignment: Assignment): string => {
  const { chosen, choices } = assignment;
  return choices.einheit.find((one) => one.id === chosen.einheit)?.text ?? '';
};

const askForUnit = (assignment: Assignment): void => {
  notify('danger', 'Bitte wählen Sie zuerst die zuständige Einheit.');
  assignment.ask('einheit');
  document.getElementById('einheit-suche')?.focus();
};

const sendAlike =
  (body: Body, ids: readonly string[]) =>
  (decision: Answer): Promise<z.infer<typeof SammelAntwort>> =>
    api.post('/api/clearing/sammelzuordnung', {
      ids,
      mit: decision.entscheidungId,
      organisationseinheitId: body.organisationseinheitId,
      ...(body.vorgangId === undefined ? {} : { vorgangId: body.vorgangId }),
      ...(body.art === undefined ? {} : { art: body.art }),
    });

/** Takes the newest decision of this window back and shows its item again. */
export const takeLastBack = async (): Promise<void> => {
  const entry = lastDecided();
  if (entry === undefined) {
    notify('info', 'Es gibt keine Entscheidung, die Sie hier zurücknehmen können.');
    return;
  }
  const id = await takeBack(entry);
  if (id === undefined) return;
  forget(id);
  announce(`Zurückgenommen: ${entry.done}.`);
  goTo(id);
};

const useSteps = (item: Detail, next: string | undefined) => {
  const [busy, setBusy] = useState<ClearingWork['busy']>();
  const step = (kind: ClearingWork['busy'], work: Promise<unknown>, done?: string): void => {
    if (busy !== undefined) return;
    setBusy(kind);
    work.then(
      () => {
        setBusy(undefined);
        if (done === undefined) return;
        notify('success', done);
        forget(item.id);
        reloadQueue().then(
          () => goTo(next),
          () => goTo(next),
        );
      },
      (thrown: unknown) => {
        setBusy(undefined);
        notify('danger', messageOf(thrown));
      },
    );
  };
  return { busy, step };
};

/** Decides about one item and goes on to the next at once; what is refused comes back with a message. */
export const useClearingWork = (
  item: Detail,
  units: readonly Organisationseinheit[],
  neighbours: Neighbours,
): ClearingWork => {
  const assignment = useAssignment(item, units);
  const [withAlike, setWithAlike] = useState(false);
  const { busy, step } = useSteps(item, neighbours.next);
  const { id, eingangsnummer } = item;
  const address = `/api/posteingaenge/${id}`;
  // Each would get a new Vorgang of its own.
  const mayAlike = assignment.newVorgang === undefined;
  const mit = withAlike && mayAlike ? neighbours.alike.map((entry) => entry.id) : [];
  const assign = (): void => {
    const body = assignment.body();
    if (body === undefined) {
      askForUnit(assignment);
      return;
    }
    const was = `an ${targetOf(assignment)}`;
    const send = (): Promise<Answer> => api.post(`${address}/zuordnung`, body);
    const done = `Eingang ${eingangsnummer} ist zugeordnet`;
    decide({ id, done, was, mit, send, sendMit: sendAlike(body, mit) });
    goTo(mit.length === 0 ? neighbours.next : neighbours.nextOther);
  };
  const giveAway = (wish: z.input<typeof AbgabeWunsch>): void => {
    const send = (): Promise<Answer> => api.post(`${address}/abgabe`, wish);
    const done = `Eingang ${eingangsnummer} ist abgegeben`;
    decide({ id, done, was: abgabeZiele[wish.wohin], mit: [], send });
    goTo(neighbours.next);
  };
  return {
    ...neighbours,
    assignment,
    busy,
    withAlike: withAlike && mayAlike,
    toggleAlike: () => setWithAlike((before) => !before),
    assign,
    giveAway,
    retry: () =>
      step(
        'retry',
        api.post(`${address}/nochmal`),
        `Eingang ${eingangsnummer} wird erneut verarbeitet.`,
      ),
    later: () =>
      step(
        'later',
        api.post(`/api/clearing/${id}/zurueckstellung`),
        `Eingang ${eingangsnummer} ist zurückgestellt.`,
      ),
    undo: () => step('undo', takeLastBack()),
  };
};
