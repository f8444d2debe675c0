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
import { plusTage } from '#understanding/index.js';
import {
  findBrief,
  findItemState,
  insertEntwurf,
  lockBrief,
  moveTo,
  outdated,
  updateEntwurf,
} from './brief.repository.js';
import { type Briefkontext, platzhalter } from './brief-daten.js';
import type { Brieffassung } from './briefsatz.js';
import { recordEreignis } from './ereignis.js';
import {
  type Adressat,
  empfaengerOf,
  findVisibleVorgang,
  getKontext,
  listAdressaten,
  noSuchVorgang,
} from './kontext.repository.js';
import type {
  EntwurfAenderung,
  NeuerPostausgang,
  Vorschau,
  VorschauAnfrage,
} from './postausgang.schema.js';
import { mittelOf, type PostausgangDeps } from './postausgang-deps.js';
import { type Briefvorlage, fillInhalt, fillPlaceholders } from './vorlagen.js';
import { createVorschausatz } from './vorschau.js';

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
  const { fassungen } = mittel;
  const vorschausatz = createVorschausatz(mittel.briefsatz);
  const today = (): string => germanDay(clock.now());
  /** A letter that leaves later bears the day on which it leaves. */
  const briefdatumOf = (versandWunsch: string | null): string => {
    const day = today();
    return versandWunsch !== null && versandWunsch > day ? versandWunsch : day;
  };
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
      fristTag: plusTage(today(), fourWeeks),
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
  const create = async (caller: Caller, wanted: NeuerPostausgang): Promise<string> => {
    const { principal, requestId } = caller;
    await mittel.bestandBereit();
    return asPerson(principal, async (tx) => {
      const kontext = await kontextFor(tx, principal, wanted.vorgangId);
      const { vorlage, fassungId } = await fassungen.getVorlage(tx, wanted.vorlage, today());
      const briefkopf = await fassungen.getBriefkopf(tx, kontext.einheit.kuerzel, today());
      const { adressaten, letzterEingang } = await listAdressaten(tx, wanted.vorgangId);
      const adressat = chooseAdressat(adressaten, wanted.beteiligterId);
      const id = await insertEntwurf(tx, {
        ...prefill(vorlage, kontext, { adressat, letzterEingang }),
        vorgangId: wanted.vorgangId,
        vorlage: vorlage.name,
        vorlageFassungId: fassungId,
        briefkopfFassungId: briefkopf.id,
        authorId: principal.personId,
        beteiligterId: adressat?.id ?? null,
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
    return asPerson(principal, async (tx) => {
      const brief = await lockBrief(tx, sichtbarerPostausgang(principal, 'p'), id);
      // The letter keeps its version as long as it keeps its template.
      const vorlageFassungId =
        draft.vorlage === brief.vorlage
          ? brief.vorlageFassungId
          : (await fassungen.getVorlage(tx, draft.vorlage, today())).fassungId;
      const { personId } = principal;
      await updateEntwurf(tx, { ...draft, id, vorlageFassungId, personId });
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
        briefdatum: briefdatumOf(brief.versandWunsch),
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

  /** The versions of the letter that is written; of one that is not there yet those that hold today. */
  const fassungFor = async (
    tx: Tx,
    principal: Principal,
    wanted: VorschauAnfrage,
    { einheit }: Briefkontext,
  ): Promise<Brieffassung> => {
    const visible = sichtbarerPostausgang(principal, 'p');
    const brief = wanted.id === undefined ? undefined : await findBrief(tx, visible, wanted.id);
    const { kuerzel } = einheit;
    if (brief?.vorlage === wanted.vorlage) return fassungen.of(tx, brief, kuerzel);
    return fassungen.forNew(tx, { vorlage: wanted.vorlage, kuerzel, tag: today() });
  };

  /** The unsaved letter as it would leave, with what the check before dispatch would say. */
  const preview = async (caller: Caller, wanted: VorschauAnfrage): Promise<Vorschau> => {
    const { vorlage, vorgangId, breite, empfaenger, betreff, inhalt } = wanted;
    await mittel.bestandBereit();
    const { kontext, fassung } = await asPerson(caller.principal, async (tx) => {
      const about = await kontextFor(tx, caller.principal, vorgangId);
      return { kontext: about, fassung: await fassungFor(tx, caller.principal, wanted, about) };
    });
    const auftrag = {
      vorlage,
      fassung,
      kontext,
      brief: { empfaenger, betreff, inhalt },
      datum: briefdatumOf(wanted.versandAm),
    };
    const satz = await vorschausatz.setze(auftrag);
    const seiten = await vorschausatz.zeichne(satz, { seiten: wanted.seiten, breite });
    const { kanalWunsch } = wanted;
    const befunde = wanted.pruefen
      ? await mittel.briefsatz.pruefe(auftrag, satz.bytes, { kanalWunsch })
      : [];
    return { seiten, seitenzahl: satz.pages, befunde };
  };

  return { create, update, submit, preview };
};
