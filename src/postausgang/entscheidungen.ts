import { Conflict, Forbidden } from '#errors.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal, sichtbarerPostausgang, viewOf } from '#organisation/index.js';
import { queueName } from '#pipeline/stage.js';
import { finishItem, reopenItem, resumeItem } from '#pipeline/store.js';
import { type Brief, findItemState, lockBrief, moveTo, outdated } from './brief.repository.js';
import { recordEreignis } from './ereignis.js';
import { erlaubtOf } from './erlaubt.js';
import type { Erlaubt, Klaerung } from './postausgang.schema.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';
import { findLaufOf } from './postlauf/lauf.repository.js';
import { haltAn, setzeFort } from './stornofrist.repository.js';
import { resolveVersand, unfailVersand } from './versand.repository.js';

interface Caller {
  principal: Principal;
  requestId: string;
}

type ItemState = Awaited<ReturnType<typeof findItemState>>;

interface Decision {
  caller: Caller;
  id: string;
  needs: keyof Erlaubt;
  action: string;
  detail?: Readonly<Record<string, string | number | boolean>>;
  apply: (tx: Tx, brief: Brief, itemState: ItemState) => Promise<void>;
}

const notAllowed = (): Forbidden =>
  new Forbidden({
    code: 'postausgang-not-allowed',
    message: 'The person may not do this to the letter in its present state.',
    clerkMessage:
      'Das ist bei diesem Schreiben in seinem jetzigen Zustand nicht möglich oder Ihnen nicht erlaubt.',
  });

/** A letter that left with others is settled with them, or some would be sent twice. */
const ofRun = (): Conflict =>
  new Conflict({
    code: 'postausgang-im-postlauf',
    message: 'The letter belongs to a postal run, which is settled as a whole.',
    clerkMessage:
      'Dieses Schreiben gehört zu einem Postlauf. Ob es hinausgegangen ist, wird dort für die ganze Druckdatei geklärt.',
  });

/** What people decide about a letter on its way: release, return, stop, and what an uncertain dispatch was. */
export const createEntscheidungen = (deps: PostausgangDeps) => {
  const { vorlagen } = mittelOf(deps);
  const fristMinuten = deps.config.outbound.stornofristMinuten;

  /** Locks the letter, asks the oracle, applies the decision and records it, all in one transaction. */
  const decide = async (decision: Decision): Promise<void> => {
    const { caller, id, needs, action, detail } = decision;
    const { principal, requestId } = caller;
    await inTransaction(deps.db, viewOf(principal), async (tx) => {
      const brief = await lockBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
      const itemState = await findItemState(tx, id);
      if (!erlaubtOf(principal, { brief, vorlagen, itemState })[needs]) throw notAllowed();
      await decision.apply(tx, brief, itemState);
      await recordEreignis(tx, {
        id,
        action,
        actor: actorOf(principal),
        requestId,
        ...(detail === undefined ? {} : { detail }),
      });
    });
    deps.afterCommit([queueName('postausgang', 'light')]);
  };

  /** Releases a letter that waits for a second person. @throws NotFound, Forbidden, Conflict */
  const release = (caller: Caller, id: string, version: number | undefined): Promise<void> =>
    decide({
      caller,
      id,
      needs: 'freigeben',
      action: 'released',
      detail: { fristMinuten },
      apply: async (tx, brief) => {
        if (version !== undefined && version !== brief.version) throw outdated();
        const freigabe = { von: caller.principal.personId, fristMinuten };
        await moveTo(tx, { id, from: 'zur_freigabe', to: 'queued', freigabe });
        await resumeItem(tx, id);
      },
    });

  /** Sends a letter back to its author with a reason. @throws NotFound, Forbidden, Conflict */
  const sendBack = (caller: Caller, id: string, grund: string): Promise<void> =>
    decide({
      caller,
      id,
      needs: 'zurueckgeben',
      action: 'returned',
      apply: async (tx) => {
        await moveTo(tx, { id, to: 'entwurf', rueckgabeGrund: grund });
        await finishItem(tx, id);
      },
    });

  /** Makes a letter that has not left a draft again. @throws NotFound, Forbidden, Conflict */
  const withdraw = (caller: Caller, id: string): Promise<void> =>
    decide({
      caller,
      id,
      needs: 'zurueckholen',
      action: 'withdrawn',
      apply: async (tx, _brief, itemState) => {
        await moveTo(tx, { id, to: 'entwurf' });
        // A worker that is at an earlier stage finds the draft when it comes to the dispatch.
        if (itemState === 'waiting' || itemState === 'clearing') await finishItem(tx, id);
      },
    });

  /** Holds a released letter before anybody has taken it. @throws NotFound, Forbidden, Conflict */
  const hold = (caller: Caller, id: string): Promise<void> =>
    decide({
      caller,
      id,
      needs: 'anhalten',
      action: 'held',
      apply: async (tx) => {
        if (!(await haltAn(tx, { id, personId: caller.principal.personId }))) throw outdated();
      },
    });

  /** Lets a held letter go on, after the same time as after its release. @throws NotFound, Forbidden, Conflict */
  const proceed = (caller: Caller, id: string): Promise<void> =>
    decide({
      caller,
      id,
      needs: 'fortsetzen',
      action: 'continued',
      detail: { fristMinuten },
      apply: async (tx) => {
        if (!(await setzeFort(tx, { id, fristMinuten }))) throw outdated();
      },
    });

  /** Stops a letter for good, as long as no worker has taken it. @throws NotFound, Forbidden, Conflict */
  const cancel = (caller: Caller, id: string): Promise<void> =>
    decide({
      caller,
      id,
      needs: 'stornieren',
      action: 'cancelled',
      apply: async (tx, _brief, itemState) => {
        await moveTo(tx, { id, to: 'storniert' });
        // A worker that is at an earlier stage finds the letter stopped when it comes to the dispatch.
        if (itemState === 'waiting' || itemState === 'clearing') await finishItem(tx, id);
      },
    });

  /** Tries a failed letter again from where it failed. @throws NotFound, Forbidden, Conflict */
  const retry = (caller: Caller, id: string): Promise<void> =>
    decide({
      caller,
      id,
      needs: 'wiederholen',
      action: 'retried',
      apply: async (tx) => {
        await unfailVersand(tx, id);
        await reopenItem(tx, id);
      },
    });

  /**
   * Settles an uncertain dispatch by what a person found out: the letter goes on, or is sent again.
   * @throws NotFound, Forbidden, Conflict
   */
  const resolve = (caller: Caller, id: string, finding: Klaerung): Promise<void> => {
    const sent = finding.ergebnis === 'rausgegangen';
    const found = sent ? 'Ist rausgegangen' : 'Ist nicht rausgegangen';
    return decide({
      caller,
      id,
      needs: 'klaeren',
      action: 'resolved',
      detail: { sent },
      apply: async (tx, _brief, itemState) => {
        if ((await findLaufOf(tx, id)) !== undefined) throw ofRun();
        const text = `${found}: ${finding.begruendung} (${caller.principal.name})`;
        if (!(await resolveVersand(tx, { id, sent, text }))) throw outdated();
        // A worker that is still about to park the letter sees what was decided and goes on by itself.
        if (itemState !== 'waiting') return;
        if (sent) await resumeItem(tx, id);
        else await reopenItem(tx, id, { stage: 'dispatch', from: 'waiting' });
      },
    });
  };

  return { release, sendBack, withdraw, hold, proceed, cancel, retry, resolve };
};
