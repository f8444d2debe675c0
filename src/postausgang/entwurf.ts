import { InvalidInput } from '#errors.js';
import { germanDay } from '#infrastructure/clock.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  type Principal,
  sichtbarerPostausgang,
  sichtbarerVorgang,
  viewOf,
} from '#organisation/index.js';
import { queueName } from '#pipeline/stage.js';
import { lane, reopenItem, startItem } from '#pipeline/store.js';
import {
  findItemState,
  insertEntwurf,
  lockBrief,
  moveTo,
  outdated,
  updateEntwurf,
} from './brief.repository.js';
import { type Briefkontext, platzhalter } from './brief-daten.js';
import { recordEreignis } from './ereignis.js';
import {
  type Adressat,
  empfaengerOf,
  findVisibleVorgang,
  getKontext,
  listAdressaten,
  noSuchVorgang,
} from './kontext.repository.js';
import { addDays } from './postausgang.js';
import type {
  EntwurfAenderung,
  NeuerPostausgang,
  Vorschau,
  VorschauAnfrage,
} from './postausgang.schema.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';
import { type Briefvorlage, fillInhalt, fillPlaceholders } from './vorlagen.js';

interface Caller {
  principal: Principal;
  requestId: string;
}

const fourWeeks = 28;

const chooseAdressat = (adressaten: readonly Adressat[], id: string | undefined) => {
  if (id === undefined) return adressaten[0];
  const found = adressaten.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new InvalidInput({
    code: 'beteiligter-unknown',
    message: 'The Vorgang has no such Beteiligter.',
    clerkMessage: 'Diese Beteiligte oder diesen Beteiligten gibt es in diesem Vorgang nicht.',
    httpStatus: 422,
  });
};

/** What people do with a letter before it is on its way. */
export const createEntwuerfe = (deps: PostausgangDeps) => {
  const { db, clock, config } = deps;
  const mittel = mittelOf(deps);
  const today = (): string => germanDay(clock.now());
  const asPerson = <T>(principal: Principal, work: (tx: Tx) => Promise<T>): Promise<T> =>
    inTransaction(db, viewOf(principal), work);

  const kontextFor = async (
    tx: Tx,
    principal: Principal,
    vorgangId: string,
    authorId = principal.personId,
  ): Promise<Briefkontext> => {
    const visible = sichtbarerVorgang(principal, 'v');
    if (!(await findVisibleVorgang(tx, visible, vorgangId))) throw noSuchVorgang();
    return getKontext(tx, { vorgangId, authorId });
  };

  /** The template's own texts, with what the Vorgang says in their places. */
  const prefill = (
    vorlage: Briefvorlage,
    kontext: Briefkontext,
    found: { adressat: Adressat | undefined; letzterEingang: string | undefined },
  ) => {
    const values = platzhalter({
      behoerde: config.behoerde,
      vorgang: kontext.vorgang,
      letzterEingang: found.letzterEingang,
      fristTag: addDays(today(), fourWeeks),
    });
    const inhalt = fillInhalt(vorlage.inhalt, values);
    const ihrZeichen = found.adressat?.fremdesGeschaeftszeichen ?? '';
    return {
      empfaenger: empfaengerOf(found.adressat),
      betreff: fillPlaceholders(vorlage.betreff, values),
      inhalt: { ...inhalt, ihrZeichen },
    };
  };

  /** Creates a draft and returns its id. @throws NotFound for a hidden Vorgang or unknown template. */
  const create = (caller: Caller, wanted: NeuerPostausgang): Promise<string> => {
    const { principal, requestId } = caller;
    const vorlage = mittel.vorlagen.get(wanted.vorlage);
    return asPerson(principal, async (tx) => {
      const kontext = await kontextFor(tx, principal, wanted.vorgangId);
      const { adressaten, letzterEingang } = await listAdressaten(tx, wanted.vorgangId);
      const adressat = chooseAdressat(adressaten, wanted.beteiligterId);
      const id = await insertEntwurf(tx, {
        ...prefill(vorlage, kontext, { adressat, letzterEingang }),
        vorgangId: wanted.vorgangId,
        vorlage: vorlage.name,
        authorId: principal.personId,
        kanalWunsch: null,
      });
      const actor = actorOf(principal);
      await recordEreignis(tx, { id, action: 'created', actor, requestId });
      return id;
    });
  };

  /** Replaces a draft. @throws NotFound, Conflict when it has another version or is no draft. */
  const update = (caller: Caller, id: string, draft: EntwurfAenderung): Promise<void> => {
    const { principal, requestId } = caller;
    mittel.vorlagen.get(draft.vorlage);
    return asPerson(principal, async (tx) => {
      await lockBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
      await updateEntwurf(tx, { ...draft, id, personId: principal.personId });
      const actor = actorOf(principal);
      await recordEreignis(tx, { id, action: 'changed', actor, requestId });
    });
  };

  /** Puts the letter under the care of the pipeline, or back into it after it came back. */
  const enterPipeline = async (tx: Tx, id: string, principal: Principal, einheit: string) => {
    if ((await findItemState(tx, id)) !== undefined) {
      return reopenItem(tx, id, { stage: 'render', from: 'done' });
    }
    return startItem(tx, {
      id,
      pipeline: 'postausgang',
      lane: lane.interactive,
      fairnessKey: `${einheit}:${principal.personId}`,
    });
  };

  /** Hands a draft in. @throws NotFound, Conflict */
  const submit = async (caller: Caller, id: string, version: number): Promise<void> => {
    const { principal, requestId } = caller;
    await asPerson(principal, async (tx) => {
      const brief = await lockBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
      if (brief.version !== version) throw outdated();
      await moveTo(tx, {
        id,
        from: 'entwurf',
        to: 'zur_freigabe',
        eingereicht: true,
        briefdatum: today(),
        rueckgabeGrund: null,
        pruefung: [],
      });
      await enterPipeline(tx, id, principal, brief.organisationseinheitId);
      const actor = actorOf(principal);
      const detail = { version };
      await recordEreignis(tx, { id, action: 'submitted', actor, requestId, detail });
    });
    deps.afterCommit([queueName('postausgang', 'light')]);
  };

  /** The unsaved letter as it would leave, with what the check before dispatch would say. */
  const preview = async (caller: Caller, wanted: VorschauAnfrage): Promise<Vorschau> => {
    const { vorlage, vorgangId, breite, empfaenger, betreff, inhalt } = wanted;
    const kontext = await asPerson(caller.principal, (tx) =>
      kontextFor(tx, caller.principal, vorgangId),
    );
    const auftrag = { vorlage, kontext, brief: { empfaenger, betreff, inhalt }, datum: today() };
    const { bytes, pages, images } = await mittel.briefsatz.setze(auftrag, breite);
    const befunde = await mittel.briefsatz.pruefe(auftrag, bytes, wanted.kanalWunsch);
    const seiten = images.map((image) => ({
      nummer: image.number,
      breite: image.width,
      hoehe: image.height,
      bild: `data:image/png;base64,${Buffer.from(image.png).toString('base64')}`,
    }));
    return { seiten, seitenzahl: pages, befunde };
  };

  return { create, update, submit, preview };
};
