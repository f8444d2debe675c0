import { randomUUID } from 'node:crypto';
import { Conflict } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { type Brief, getBrief, lockItem } from './brief.repository.js';
import type { Channel } from './channels/channel.js';
import { recordEreignis } from './ereignis.js';
import { channelOf, type PostausgangDeps, type Postausgangsmittel } from './postausgang-deps.js';
import { resumeParked } from './recover-dispatch.js';
import { sendungOf } from './sendung.js';
import {
  beginCommit,
  claimVersand,
  findVersandstand,
  finishVersand,
  type Versandauftrag,
  type Versandende,
} from './versand.repository.js';
import { endeNach, isAsked } from './versandende.js';

/** The letter belongs to somebody else by now; nothing has left and nothing may leave. */
const lost = (): Conflict =>
  new Conflict({
    code: 'dispatch-lost',
    message: 'The lease of this dispatch has ended before the point of no return.',
  });

const uncertain = async (
  channel: Channel,
  brief: Brief,
  given: { order: Versandauftrag; fremdkennung: string | undefined },
): Promise<Versandende> => {
  const { druckdatei, attempt } = given.order;
  const fremdkennung = given.fremdkennung ?? null;
  const found = await channel.findEvidence({ ...brief, attempt, druckdatei, fremdkennung });
  return endeNach(found, {
    code: 'versand-ungewiss',
    text: 'Die Übergabe wurde unterbrochen; es ist ungewiss, ob das Schreiben hinausgegangen ist.',
  });
};

/** One attempt at sending a letter, from its claim to the record of its end. */
export const createDispatchAttempt = (deps: PostausgangDeps, mittel: Postausgangsmittel) => {
  const { db, log } = deps;
  const leaseSeconds = mittel.dispatchLeaseSeconds;

  /**
   * Stores the end at once, before the pipeline hears of it: a worker that dies in between has told what
   * it knew. Proof that comes late lets a letter go on that already waits for a person.
   */
  const finish = (order: Versandauftrag, ende: Versandende): Promise<boolean> =>
    asSystem(db, async (tx) => {
      await lockItem(tx, order.id);
      const before = await findVersandstand(tx, order.id);
      const nachfragen = isAsked(channelOf(mittel, order.kanal), ende);
      if (!(await finishVersand(tx, { ...order, ...ende, nachfragen }))) return false;
      await recordEreignis(tx, {
        id: order.id,
        action: `dispatch-${ende.ergebnis}`,
        detail: { attempt: order.attempt, kanal: order.kanal },
      });
      if (ende.ergebnis === 'sent' && before?.zustand === 'unknown') {
        await resumeParked(tx, order.id);
      }
      return true;
    });

  const deliver = async (order: Versandauftrag, signal: AbortSignal): Promise<Versandende> => {
    const brief = await asSystem(db, (tx) => getBrief(tx, order.id));
    const channel = channelOf(mittel, order.kanal);
    if (channel === undefined) {
      const text = 'Der gewählte Versandweg ist nicht eingerichtet.';
      return { ergebnis: 'failed', antwort: '', fehler: { code: 'kanal-fehlt', text } };
    }
    let committed = false;
    let known: string | undefined;
    const commit = async (fremdkennung?: string): Promise<void> => {
      signal.throwIfAborted();
      const asked = { ...order, leaseSeconds, fremdkennung };
      if (!(await asSystem(db, (tx) => beginCommit(tx, asked)))) throw lost();
      committed = true;
      known = fremdkennung;
    };
    try {
      return await channel.deliver(await sendungOf(deps, brief, order), { commit, signal });
    } catch (error) {
      if (!committed) throw error;
      log.warn({ err: error, postausgangId: order.id }, 'dispatch interrupted after its commit');
      return uncertain(channel, brief, { order, fremdkennung: known });
    }
  };

  /** Claims the letter and sends it; undefined when somebody else has it or it does not wait. */
  const attempt = async (id: string, signal: AbortSignal): Promise<Versandende | undefined> => {
    const order = await asSystem(db, (tx) =>
      claimVersand(tx, { id, token: randomUUID(), leaseSeconds }),
    );
    if (order === undefined) return undefined;
    const ende = await deliver(order, signal);
    if (!(await finish(order, ende))) {
      log.warn({ postausgangId: id, ergebnis: ende.ergebnis }, 'dispatch ended after its lease');
    }
    return ende;
  };

  return { attempt };
};
