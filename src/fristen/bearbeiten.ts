import { type RawBuilder, sql } from 'kysely';
import { appendAudit } from '#audit/index.js';
import { Conflict, InvalidInput } from '#errors.js';
import { firstRow, rows } from '#infrastructure/database/pool.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  listBearbeiter,
  type Principal,
  sichtbareFrist,
  sichtbarerPosteingangsinhalt,
  sichtbarerVorgang,
  viewOf,
} from '#organisation/index.js';
import { berechne, beurteile, datumText, type Ort } from '#understanding/index.js';
import {
  type Berechnet,
  insertFrist,
  moveFrist,
  noteVerlauf,
  rewriteFrist,
  saveEingangstag,
} from './frist.repository.js';
import { findFrist } from './frist-lesen.repository.js';
import type {
  FrageEingabe,
  FristAenderung,
  FristDetail,
  FristEntscheidung,
} from './fristen.schema.js';
import { type FristenDeps, grenzenOf, noSuchFrist, ortOf } from './fristen-deps.js';

/** Who asks for a change. */
export interface Asking {
  principal: Principal;
  requestId: string;
}

const notInForce = (): InvalidInput =>
  new InvalidInput({
    code: 'frist-nicht-berechenbar',
    httpStatus: 422,
    message: 'The rule does not exist or was not in force on that day.',
    clerkMessage: 'Für diesen Tag ist die gewählte Regel nicht hinterlegt.',
  });

const german = (day: string | null): string => (day === null ? 'offen' : datumText(day));

/** Computes what was asked. @throws InvalidInput when the rule does not fit the day. */
export const rechne = (frage: FrageEingabe, ort: Ort): Berechnet & { name: string | null } => {
  const result = berechne(frage, ort);
  if (result === undefined) throw notInForce();
  const { name = null, ...rest } = result;
  return { ...rest, frage, name };
};

const requireFrist = async (
  tx: Tx,
  deps: FristenDeps,
  asked: { id: string; principal: Principal },
): Promise<FristDetail> => {
  const visible = sichtbareFrist(asked.principal, 'f');
  const found = await findFrist(tx, visible, { id: asked.id, grenzen: grenzenOf(deps) });
  if (found === undefined) throw noSuchFrist();
  return found;
};

const note = async (
  tx: Tx,
  by: Asking,
  line: { fristId: string; art: string; text: string },
): Promise<void> => {
  await noteVerlauf(tx, { ...line, personId: by.principal.personId });
  await appendAudit(tx, [
    {
      actor: actorOf(by.principal),
      action: `frist.${line.art}`,
      objectType: 'frist',
      objectId: line.fristId,
      requestId: by.requestId,
    },
  ]);
};

const requireZustaendig = async (
  tx: Tx,
  personId: string | null | undefined,
  organisationseinheitId: string,
): Promise<void> => {
  if (personId === null || personId === undefined) return;
  const people = await listBearbeiter(tx, organisationseinheitId);
  if (people.some((one) => one.id === personId)) return;
  throw new InvalidInput({
    code: 'zustaendig-passt-nicht',
    httpStatus: 422,
    message: 'The person does not work in the unit of the Frist.',
    clerkMessage: 'Diese Person arbeitet nicht in der Einheit der Frist.',
  });
};

/** A Frist with its calculation and history. @throws NotFound */
export const readFrist = (
  deps: FristenDeps,
  id: string,
  principal: Principal,
): Promise<FristDetail> =>
  inTransaction(deps.db, viewOf(principal), (tx) => requireFrist(tx, deps, { id, principal }));

/** Adds a Frist to a visible item or Vorgang; who adds it has confirmed it. @throws NotFound, InvalidInput */
export const createFrist = (
  deps: FristenDeps,
  given: {
    posteingangId?: string | undefined;
    vorgangId?: string | undefined;
    bezeichnung: string;
    frage: FrageEingabe;
    zustaendigId?: string | null | undefined;
  },
  by: Asking,
): Promise<FristDetail> =>
  inTransaction(deps.db, viewOf(by.principal), async (tx) => {
    const { principal } = by;
    const { posteingangId = null, vorgangId = null } = given;
    const place = await firstRow<{ einheit: string }>(
      tx,
      posteingangId === null
        ? sql`select v.organisationseinheit_id as einheit from vorgang v where v.id = ${vorgangId} and ${sichtbarerVorgang(principal, 'v')}`
        : sql`select p.organisationseinheit_id as einheit from posteingang p where p.id = ${posteingangId}
            and p.zustand = 'zugeordnet' and ${sichtbarerPosteingangsinhalt(principal, 'p')}`,
    );
    if (place === undefined) throw noSuchFrist();
    await requireZustaendig(tx, given.zustaendigId, place.einheit);
    const id = await insertFrist(tx, {
      ...rechne(given.frage, ortOf(deps)),
      posteingangId,
      vorgangId,
      bezeichnung: given.bezeichnung,
      zustaendigId: given.zustaendigId ?? null,
      personId: principal.personId,
    });
    await note(tx, by, { fristId: id, art: 'angelegt', text: 'Von Hand angelegt.' });
    return requireFrist(tx, deps, { id, principal });
  });

const closed = (): Conflict =>
  new Conflict({
    code: 'frist-abgeschlossen',
    message: 'The Frist is not in a state from which it can go there.',
    clerkMessage: 'Diese Frist wurde inzwischen bearbeitet. Bitte laden Sie die Ansicht neu.',
  });

/** A result with its verdict about the remedy, where it is the examination of one. */
const withVerdict = (
  before: Pick<FristDetail, 'art' | 'ergebnis' | 'eingangstag'>,
  computed: Berechnet,
): Berechnet & { ergebnis: FristDetail['ergebnis'] } => {
  const { frage, ende } = computed;
  const eingang = before.eingangstag?.tag;
  if (before.art !== 'rechtsbehelf' || frage === null || ende === null || eingang === undefined)
    return { ...computed, ergebnis: before.ergebnis };
  const spielraum = frage.art === 'regel' ? (frage.spielraum ?? 0) : 0;
  const { ergebnis, saetze } = beurteile(eingang, { bescheid: frage.tag, ende, spielraum });
  return { ...computed, ergebnis, rechenweg: [...computed.rechenweg, ...saetze] };
};

const changeText = (before: FristDetail, after: { ende: string | null }, why: string): string =>
  before.ende === after.ende
    ? `Geändert: ${why}`
    : `Geändert von ${german(before.ende)} auf ${german(after.ende)}: ${why}`;

/** Changes and computes a Frist anew, with a reason. @throws NotFound, InvalidInput, Conflict when it is closed */
export const changeFrist = (
  deps: FristenDeps,
  given: { id: string; change: FristAenderung },
  by: Asking,
): Promise<FristDetail> =>
  inTransaction(deps.db, viewOf(by.principal), async (tx) => {
    const { change, id } = given;
    const before = await requireFrist(tx, deps, { id, principal: by.principal });
    await requireZustaendig(tx, change.zustaendigId, before.organisationseinheit.id);
    const computed: Berechnet =
      change.frage === undefined ? before : rechne(change.frage, ortOf(deps));
    const after = change.frage === undefined ? before : withVerdict(before, computed);
    const moved = await rewriteFrist(tx, id, {
      grundlage: after.grundlage,
      frage: after.frage,
      start: after.start,
      ende: after.ende,
      rechenweg: after.rechenweg,
      ergebnis: after.ergebnis,
      bezeichnung: change.bezeichnung ?? before.bezeichnung,
      abEingang: change.frage === undefined ? before.abEingang : false,
      zustaendigId: change.zustaendigId,
    });
    if (moved === 0) throw closed();
    await note(tx, by, {
      fristId: id,
      art: 'geaendert',
      text: changeText(before, after, change.begruendung),
    });
    return requireFrist(tx, deps, { id, principal: by.principal });
  });

const allowedFrom: Readonly<Record<FristEntscheidung['zustand'], readonly string[]>> = {
  bestaetigt: ['vorgeschlagen', 'verworfen', 'erledigt'],
  verworfen: ['vorgeschlagen', 'bestaetigt'],
  erledigt: ['vorgeschlagen', 'bestaetigt'],
};
const deedText: Readonly<Record<FristEntscheidung['zustand'], string>> = {
  bestaetigt: 'Bestätigt',
  verworfen: 'Verworfen',
  erledigt: 'Erledigt',
};
const ergebnisText = {
  fristgerecht: 'fristgerecht',
  verspaetet: 'verspätet',
  zu_pruefen: 'zu prüfen',
} as const;

/** Confirms, rejects or closes a Frist; confirming a closed one opens it again. @throws NotFound, Conflict */
export const decideFrist = (
  deps: FristenDeps,
  given: { id: string; entscheidung: FristEntscheidung },
  by: Asking,
): Promise<FristDetail> =>
  inTransaction(deps.db, viewOf(by.principal), async (tx) => {
    const { id, entscheidung } = given;
    const { principal } = by;
    await requireFrist(tx, deps, { id, principal });
    const { zustand, ergebnis, begruendung } = entscheidung;
    const moved = await moveFrist(tx, id, {
      from: allowedFrom[zustand],
      to: zustand,
      ergebnis,
      personId: principal.personId,
    });
    if (moved === 0) throw closed();
    const parts = [
      ...(ergebnis === undefined ? [] : [`als ${ergebnisText[ergebnis]}`]),
      ...(begruendung === undefined || begruendung === '' ? [] : [begruendung]),
    ];
    const text =
      parts.length === 0 ? deedText[zustand] : `${deedText[zustand]}: ${parts.join(', ')}`;
    await note(tx, by, { fristId: id, art: zustand, text });
    return requireFrist(tx, deps, { id, principal });
  });

const openOf = (posteingangId: string): RawBuilder<{ id: string }> =>
  sql`select id from frist where posteingang_id = ${posteingangId} and zustand in ('vorgeschlagen', 'bestaetigt')
      order by id for update`;

/** What a Frist becomes with another day of receipt; undefined where it does not hang on it. */
const afterCorrection = (frist: FristDetail, tag: string, ort: Ort) => {
  if (frist.frage === null) return undefined;
  if (frist.abEingang && frist.frage.art !== 'verlaengerung')
    return withVerdict(frist, rechne({ ...frist.frage, tag }, ort));
  return frist.art === 'rechtsbehelf' ? withVerdict(frist, rechne(frist.frage, ort)) : undefined;
};

/**
 * Corrects the day of receipt of an item with a reason and computes its open Fristen anew.
 * @throws NotFound when the item is hidden or has not arrived at a unit.
 */
export const correctEingangstag = (
  deps: FristenDeps,
  given: { posteingangId: string; tag: string; begruendung: string },
  by: Asking,
): Promise<void> =>
  inTransaction(deps.db, viewOf(by.principal), async (tx) => {
    const { posteingangId, tag, begruendung } = given;
    const { principal } = by;
    const item = await firstRow(
      tx,
      sql`select p.id from posteingang p where p.id = ${posteingangId} and p.zustand = 'zugeordnet'
          and ${sichtbarerPosteingangsinhalt(principal, 'p')}`,
    );
    if (item === undefined) throw noSuchFrist();
    await saveEingangstag(tx, { ...given, personId: principal.personId });
    for (const { id } of await rows(tx, openOf(posteingangId))) {
      const before = await requireFrist(tx, deps, { id, principal });
      const after = afterCorrection(before, tag, ortOf(deps));
      if (after === undefined) continue;
      await rewriteFrist(tx, id, {
        ...after,
        bezeichnung: before.bezeichnung,
        abEingang: before.abEingang,
      });
      const why = `Tag des Eingangs ist der ${german(tag)}: ${begruendung}`;
      await note(tx, by, { fristId: id, art: 'geaendert', text: changeText(before, after, why) });
    }
  });
