import { Conflict, Forbidden } from '#errors.js';
import { germanDay } from '#infrastructure/clock.js';
import { inTransaction } from '#infrastructure/database/transaction.js';
import { actorOf, type Principal, sichtbarerPostausgang, viewOf } from '#organisation/index.js';
import { finishItem } from '#pipeline/store.js';
import { findItemState, insertEntwurf, lockBrief, moveTo } from './brief.repository.js';
import { recordEreignis } from './ereignis.js';
import { erlaubtOf } from './erlaubt.js';
import { getKontext } from './kontext.repository.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';
import { recordRuecklauf } from './ruecklauf.js';
import { isBlattOf, setVorgaenger } from './ruecklauf.repository.js';
import type { Neuversand, Ruecklaufanlass } from './ruecklauf.schema.js';

interface Caller {
  principal: Principal;
  requestId: string;
}

const notAllowed = (): Forbidden =>
  new Forbidden({
    code: 'postausgang-not-allowed',
    message: 'The person may not do this to the letter in its present state.',
    clerkMessage:
      'Das ist bei diesem Schreiben in seinem jetzigen Zustand nicht möglich oder Ihnen nicht erlaubt.',
  });

const wrongItem = (): Conflict =>
  new Conflict({
    code: 'kein-blatt-des-schreibens',
    message: 'No sheet of this letter lies in the named Eingang.',
    clerkMessage: 'In diesem Eingang liegt kein Blatt dieses Schreibens.',
  });

const alreadyThere = (): Conflict =>
  new Conflict({
    code: 'neuversand-vorhanden',
    message: 'Another letter stands in the place of this one already.',
    clerkMessage:
      'Dieses Schreiben wurde schon neu geschrieben; der neue Entwurf liegt im Vorgang.',
  });

/** What people do about a letter that did not arrive. */
export const createNeuversand = (deps: PostausgangDeps) => {
  const mittel = mittelOf(deps);

  /** Notes that a letter came back, with the reason on its envelope. @throws NotFound, Forbidden, Conflict */
  const noteReturn = (
    { principal, requestId }: Caller,
    id: string,
    given: { anlass: Ruecklaufanlass; posteingangId?: string | undefined },
  ): Promise<void> =>
    inTransaction(deps.db, viewOf(principal), async (tx) => {
      const brief = await lockBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
      const itemState = await findItemState(tx, id);
      if (!erlaubtOf(principal, { brief, vorlagen: mittel.vorlagen, itemState }).erneutSenden)
        throw notAllowed();
      const { anlass, posteingangId = null } = given;
      if (posteingangId !== null && !(await isBlattOf(tx, { posteingangId, postausgangId: id })))
        throw wrongItem();
      const actor = actorOf(principal);
      if (!(await recordRuecklauf(tx, id, { posteingangId, anlass, actor, requestId })))
        throw notAllowed();
    });

  /**
   * Writes the same letter anew, as a draft for the post: it is checked and released like any other. A letter whose
   * dispatch failed is stopped, so that only one of the two can leave. @returns the id of the draft
   * @throws NotFound, Forbidden, Conflict when it was written anew before
   */
  const rewrite = async (
    { principal, requestId }: Caller,
    id: string,
    wanted: Neuversand,
  ): Promise<string> => {
    await mittel.bestandBereit();
    const today = germanDay(deps.clock.now());
    return inTransaction(deps.db, viewOf(principal), async (tx) => {
      const brief = await lockBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
      const itemState = await findItemState(tx, id);
      if (!erlaubtOf(principal, { brief, vorlagen: mittel.vorlagen, itemState }).erneutSenden)
        throw notAllowed();
      const kontext = await getKontext(tx, {
        vorgangId: brief.vorgangId,
        authorId: principal.personId,
      });
      const { vorlage, fassungId } = await mittel.fassungen.getVorlage(tx, brief.vorlage, today);
      const briefkopf = await mittel.fassungen.getBriefkopf(tx, kontext.einheit.kuerzel, today);
      const draft = await insertEntwurf(tx, {
        empfaenger: { ...brief.empfaenger, ...wanted.anschrift },
        betreff: brief.betreff,
        inhalt: brief.inhalt,
        vorgangId: brief.vorgangId,
        vorlage: vorlage.name,
        vorlageFassungId: fassungId,
        briefkopfFassungId: briefkopf.id,
        authorId: principal.personId,
        beteiligterId: brief.beteiligterId,
        kanalWunsch: 'druck',
      });
      if (!(await setVorgaenger(tx, { id: draft, vorgaengerId: id }))) throw alreadyThere();
      const facts = { actor: actorOf(principal), requestId };
      if (brief.zustand === 'failed') {
        await moveTo(tx, { id, to: 'storniert' });
        await finishItem(tx, id);
        await recordEreignis(tx, { id, action: 'cancelled', ...facts });
      }
      await recordEreignis(tx, {
        id,
        action: 'rewritten',
        detail: { nachfolger: draft },
        ...facts,
      });
      await recordEreignis(tx, {
        id: draft,
        action: 'created',
        detail: { vorgaenger: id },
        ...facts,
      });
      return draft;
    });
  };

  return { noteReturn, rewrite };
};
