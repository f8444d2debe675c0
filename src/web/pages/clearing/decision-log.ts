import type { z } from 'zod';
import type {
  EntscheidungsAntwort,
  RuecknahmeAntwort,
  SammelAntwort,
} from '#posteingang/clearingplatz/clearingplatz.schema.js';
import { api, messageOf } from '#web/api.js';
import { count } from '#web/format.js';
import { announce, notify } from '#web/ui/toast.js';
import { changed, keepFor, putBack, reloadQueue, takeOut } from './clearing-store.js';

type Answer = z.infer<typeof EntscheidungsAntwort>;

/** A decision that was made in this window, and how far it is. */
export interface Decided {
  id: string;
  /** What was done, e.g. "Eingang 2026-000012 ist zugeordnet". */
  done: string;
  /** More exactly, e.g. "an 32.1 Bußgeldstelle". */
  was: string;
  stand: 'laeuft' | 'fertig' | 'gescheitert' | 'zurueckgenommen' | 'fest';
  /** Sentences that say what the model learned. */
  gelernt: readonly string[];
  answer: Promise<Answer | undefined>;
  /** Items that were decided together with it. */
  mit: readonly string[];
}

const mostKept = 30;
let log: readonly Decided[] = [];

const update = (entry: Decided, changes: Partial<Decided>): void => {
  log = log.map((one) => (one.answer === entry.answer ? { ...one, ...changes } : one));
  changed();
};

/** Nothing of one person is shown to the next in the same window. */
export const forPerson = (personId: string): void => {
  if (keepFor(personId)) log = [];
};

/** The decisions of this window, newest first. */
export const decidedNow = (): readonly Decided[] => log;

/** The decision that "take back" means: the newest that took effect or still runs. */
export const lastDecided = (): Decided | undefined =>
  log.find((entry) => entry.stand === 'laeuft' || entry.stand === 'fertig');

/** Whether a decision is still on its way to the server. */
export const isSending = (): boolean => log.some((entry) => entry.stand === 'laeuft');

/** What is decided, and how it is sent. */
export interface Decision {
  id: string;
  done: string;
  was: string;
  mit: readonly string[];
  send: () => Promise<Answer>;
  /** Sends the same for the items that are alike. */
  sendMit?: (decision: Answer) => Promise<z.infer<typeof SammelAntwort>>;
}

const sendMit = async (decision: Decision, answer: Answer): Promise<void> => {
  const { mit } = decision;
  if (mit.length === 0 || decision.sendMit === undefined) return;
  try {
    const { zugeordnet, nicht } = await decision.sendMit(answer);
    for (const one of nicht) {
      putBack(one.id);
      notify('danger', `Eingang ${one.eingangsnummer}: ${one.grund}`, `/clearing/${one.id}`);
    }
    const more = count(zugeordnet.length, 'weiterer Eingang ist', 'weitere Eingänge sind');
    notify('success', `${more} ebenso zugeordnet.`);
  } catch (error) {
    // The decision itself stands; those that are alike are still to be decided, as far as the server says.
    for (const id of mit) putBack(id);
    notify('danger', `Die gleichen Eingänge sind nicht alle zugeordnet. ${messageOf(error)}`);
  }
};

const run = async (decision: Decision): Promise<Answer> => {
  const answer = await decision.send();
  await sendMit(decision, answer);
  return answer;
};

/**
 * Sends a decision while the clerk goes on. What the server refuses comes back into the queue with a message that
 * stays until it is closed.
 */
export const decide = (decision: Decision): void => {
  const { id, done, was, mit } = decision;
  for (const one of [id, ...mit]) takeOut(one);
  const sent = run(decision);
  const answer = sent.then(
    (value): Answer | undefined => value,
    () => undefined,
  );
  const entry: Decided = { id, done, was, mit, stand: 'laeuft', gelernt: [], answer };
  log = [entry, ...log].slice(0, mostKept);
  changed();
  announce(`${done}, ${was}.`);
  sent.then(
    ({ gelernt }) => {
      const saetze = gelernt?.saetze ?? [];
      update(entry, { stand: 'fertig', gelernt: saetze });
      if (saetze.length > 0) announce(`Gelernt: ${saetze.join(' ')}`);
      void reloadQueue().catch(() => undefined); // the list on the screen stays; the next reload shows the new one
    },
    (error: unknown) => {
      for (const one of [id, ...mit]) putBack(one);
      update(entry, { stand: 'gescheitert' });
      notify('danger', `Nicht ausgeführt: ${done}. ${messageOf(error)}`, `/clearing/${id}`);
    },
  );
};

/** Takes a decision back, also one that is still on its way. The item to show then; undefined when it was refused. */
export const takeBack = async (entry: Decided): Promise<string | undefined> => {
  const decision = await entry.answer;
  if (decision === undefined) return undefined;
  const { zurueck, nicht } = await api.post<RuecknahmeAntwort>(
    `/api/clearing/entscheidungen/${decision.entscheidungId}/ruecknahme`,
  );
  for (const one of zurueck) putBack(one.id);
  for (const one of nicht) notify('danger', `Eingang ${one.eingangsnummer}: ${one.grund}`);
  update(entry, { stand: nicht.length === 0 ? 'zurueckgenommen' : 'fest' });
  await reloadQueue();
  return zurueck.find((one) => one.id === entry.id)?.id ?? zurueck[0]?.id;
};
