import { useState } from 'preact/hooks';
import type { z } from 'zod';
import type { Organisationseinheit } from '#organisation/organisation.schema.js';
import type { RegisterSeite } from '#posteingang/posteingang.schema.js';
import { api, messageOf } from '#web/api.js';
import { navigate } from '#web/router.js';
import { useShortcuts } from '#web/ui/shortcuts.js';
import { notify } from '#web/ui/toast.js';
import { useLoad } from '#web/use-load.js';
import type { Detail } from '../posteingang/detail.js';
import { type Assignment, useAssignment } from './use-assignment.js';

interface Neighbours {
  next: string | undefined;
  previous: string | undefined;
  /** "3 von 12"; empty as long as it is not known. */
  position: string;
}

/** Work on one item of the Clearing. */
export interface ClearingWork extends Neighbours {
  assignment: Assignment;
  busy: 'assign' | 'retry' | undefined;
  error: unknown;
  assign: () => void;
  retry: () => void;
  go: (id: string | undefined) => void;
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

const go = (id: string | undefined): void => {
  if (id !== undefined) navigate(`/clearing/${id}`);
};

/** Decides about one item and goes on to the next; a refusal stays on the screen. */
export const useClearingWork = (
  item: Detail,
  units: readonly Organisationseinheit[],
): ClearingWork => {
  const neighbours = useNeighbours(item.id);
  const assignment = useAssignment(item, units);
  const [busy, setBusy] = useState<'assign' | 'retry'>();
  const [error, setError] = useState<unknown>();
  const run = (kind: 'assign' | 'retry', work: Promise<unknown>, done: string): void => {
    setBusy(kind);
    setError(undefined);
    work.then(
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
  const address = `/api/posteingaenge/${item.id}`;
  const assign = (): void => {
    const body = assignment.body();
    if (body === undefined) {
      notify('danger', 'Bitte wählen Sie zuerst die zuständige Einheit.');
      document.getElementById('einheit-suche')?.focus();
    } else if (busy === undefined) {
      const done = `Eingang ${item.eingangsnummer} ist zugeordnet.`;
      run('assign', api.post(`${address}/zuordnung`, body), done);
    }
  };
  const retry = (): void => {
    if (busy !== undefined) return;
    const done = `Eingang ${item.eingangsnummer} wird erneut verarbeitet.`;
    run('retry', api.post(`${address}/nochmal`), done);
  };
  return { ...neighbours, assignment, busy, error, assign, retry, go };
};

/** Chooses the candidate with this number; units come first, then Vorgänge, then "ohne Vorgang". */
const pick = (assignment: Assignment, number: number): void => {
  const { units, vorgaenge } = assignment;
  const unit = units[number - 1];
  if (unit !== undefined) {
    assignment.chooseUnit(unit.id);
    return;
  }
  const target = vorgaenge[number - 1 - units.length];
  const without = units.length + vorgaenge.length + 1;
  if (target !== undefined || number === without) assignment.chooseVorgang(target);
};

const focus = (id: string) => (): void => document.getElementById(id)?.focus();

/** The keys of the Clearing, as its help lists them. */
export const useClearingKeys = (work: ClearingWork, showHelp: () => void): void => {
  const digits = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => [
      String(number),
      () => pick(work.assignment, number),
    ]),
  );
  useShortcuts({
    ...digits,
    e: focus('einheit-suche'),
    v: focus('vorgang-suche'),
    n: () => work.go(work.next),
    p: () => work.go(work.previous),
    w: work.retry,
    '?': showHelp,
    'Control+Enter': work.assign,
  });
};
