import { randomUUID } from 'node:crypto';
import { Conflict } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { resumeItem } from '#pipeline/store.js';
import { type Brief, getBrief, lockItem } from './brief.repository.js';
import type { Channel, Sendung } from './channels/channel.js';
import { recordEreignis } from './ereignis.js';
import { getKontext } from './kontext.repository.js';
import type { PostausgangDeps, Postausgangsmittel } from './postausgang-deps.js';
import {
  beginCommit,
  claimVersand,
  findVersandstand,
  finishVersand,
  type Versandauftrag,
  type Versandende,
} from './versand.repository.js';

/** The letter belongs to somebody else by now; nothing has left and nothing may leave. */
const lost = (): Conflict =>
  new Conflict({
    code: 'dispatch-lost',
    message: 'The lease of this dispatch has ended before the point of no return.',
  });

const sendungOf = async (
  deps: PostausgangDeps,
  brief: Brief,
  order: Versandauftrag,
): Promise<Sendung> => {
  const kontext = await asSystem(deps.db, (tx) => getKontext(tx, brief));
  return {
    id: brief.id,
    attempt: order.attempt,
    geschaeftszeichen: kontext.vorgang.geschaeftszeichen,
    betreff: brief.betreff,
    empfaenger: brief.empfaenger,
    antwortAn: kontext.einheit.email ?? '',
    messageId: brief.messageId ?? '',
    briefdatum: brief.briefdatum ?? order.versanddatum,
    versanddatum: order.versanddatum,
    now: deps.clock.now(),
    druckdatei: order.druckdatei,
    seitenzahl: brief.seitenzahl ?? 0,
    sha256: brief.renditionSha256 ?? '',
    pdf: await deps.blobs.read(brief.renditionSha256 ?? ''),
  };
};

const uncertain = async (channel: Channel, brief: Brief, order: Versandauftrag) => {
  const proof = await channel.findEvidence({ ...brief, druckdatei: order.druckdatei });
  if (proof !== undefined) return { ergebnis: 'sent', antwort: '', nachweis: proof } as const;
  return {
    ergebnis: 'unknown',
    antwort: '',
    fehler: {
      code: 'versand-ungewiss',
      text: 'Die Übergabe wurde unterbrochen; es ist ungewiss, ob das Schreiben hinausgegangen ist.',
    },
  } as const;
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
      if (!(await finishVersand(tx, { ...order, ...ende }))) return false;
      await recordEreignis(tx, {
        id: order.id,
        action: `dispatch-${ende.ergebnis}`,
        detail: { attempt: order.attempt, kanal: order.kanal },
      });
      if (ende.ergebnis === 'sent' && before?.zustand === 'unknown') {
        await resumeItem(tx, order.id).catch((error: unknown) => {
          // The worker that found it uncertain has not parked it yet; it will see the new state.
          if (!(error instanceof Conflict)) throw error;
        });
      }
      return true;
    });

  const deliver = async (order: Versandauftrag, signal: AbortSignal): Promise<Versandende> => {
    const brief = await asSystem(db, (tx) => getBrief(tx, order.id));
    const channel = mittel.channels.find((one) => one.kanal === order.kanal);
    if (channel === undefined) {
      const text = 'Der gewählte Versandweg ist nicht eingerichtet.';
      return { ergebnis: 'failed', antwort: '', fehler: { code: 'kanal-fehlt', text } };
    }
    let committed = false;
    const commit = async (): Promise<void> => {
      signal.throwIfAborted();
      if (!(await asSystem(db, (tx) => beginCommit(tx, { ...order, leaseSeconds })))) throw lost();
      committed = true;
    };
    try {
      return await channel.deliver(await sendungOf(deps, brief, order), { commit, signal });
    } catch (error) {
      if (!committed) throw error;
      log.warn({ err: error, postausgangId: order.id }, 'dispatch interrupted after its commit');
      return uncertain(channel, brief, order);
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
