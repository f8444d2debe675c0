import { appendAudit } from '#audit/index.js';
import { Forbidden, InvalidInput } from '#errors.js';
import type { Db } from '#infrastructure/database/pool.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import {
  actorOf,
  can,
  listBearbeiter,
  type Principal,
  sichtbareAkte,
  sichtbarerVorgang,
  sichtbaresDokument,
  viewOf,
} from '#organisation/index.js';
import { findAkte } from './aktenplan.repository.js';
import { listDokumente } from './dokument.repository.js';
import type { VorgangAenderung, VorgangDetail, VorgangNeu } from './eakte.schema.js';
import { notThere } from './eakte-deps.js';
import { listVermerke } from './vermerk.repository.js';
import { findVorgangKopf, lockVorgang, type VorgangFakten } from './vorgang.repository.js';
import { createVorgang, writeVorgang } from './vorgang-write.repository.js';

/** Who asks, and in which request. */
export interface Asking {
  principal: Principal;
  requestId: string;
}

const aktenschutzOf = (vorgang: VorgangDetail | VorgangFakten) => ({
  organisationseinheitId:
    'organisationseinheit' in vorgang
      ? vorgang.organisationseinheit.id
      : vorgang.organisationseinheitId,
  vertraulichkeit: vorgang.vertraulichkeit,
  bearbeiterId: 'bearbeiter' in vorgang ? (vorgang.bearbeiter?.id ?? null) : vorgang.bearbeiterId,
});

const describeVorgang = async (tx: Tx, principal: Principal, id: string) => {
  const kopf = await findVorgangKopf(tx, sichtbarerVorgang(principal, 'v'), id);
  if (kopf === undefined) return undefined;
  const detail = {
    ...kopf,
    dokumentListe: await listDokumente(tx, sichtbaresDokument(principal, 'd'), id),
    vermerke: await listVermerke(tx, id),
    darfBearbeiten: false,
  };
  return { ...detail, darfBearbeiten: can(principal, 'vorgang:write', aktenschutzOf(detail)) };
};

/** A Vorgang with everything that is listed in it. @throws NotFound */
export const readVorgang = (db: Db, principal: Principal, id: string): Promise<VorgangDetail> =>
  inTransaction(db, viewOf(principal), async (tx) => {
    const detail = await describeVorgang(tx, principal, id);
    if (detail === undefined) throw notThere('Vorgang');
    return detail;
  });

/** Appends the audit event of something that was done to a Vorgang. */
export const noteVorgang = (
  tx: Tx,
  by: Asking,
  event: { verb: string; id: string; detail?: Record<string, string | number | boolean | null> },
): Promise<void> =>
  appendAudit(tx, [
    {
      actor: actorOf(by.principal),
      action: `vorgang.${event.verb}`,
      objectType: 'vorgang',
      objectId: event.id,
      detail: event.detail ?? {},
      requestId: by.requestId,
    },
  ]);

const requireBearbeiter = async (
  tx: Tx,
  facts: { bearbeiterId: string | null | undefined; organisationseinheitId: string },
): Promise<void> => {
  if (!facts.bearbeiterId) return;
  const possible = await listBearbeiter(tx, facts.organisationseinheitId);
  if (possible.some((person) => person.id === facts.bearbeiterId)) return;
  throw new InvalidInput({
    code: 'bearbeiter-not-in-unit',
    message: 'The Bearbeiter holds no role in the Organisationseinheit that is in charge.',
    clerkMessage: 'Diese Person bearbeitet keine Vorgänge dieser Organisationseinheit.',
    httpStatus: 422,
  });
};

const foreignUnit = (): Forbidden =>
  new Forbidden({
    code: 'unit-not-own',
    message: 'The person may open a Vorgang only for a unit of their own.',
    clerkMessage: 'Sie können Vorgänge nur in Ihrer Organisationseinheit anlegen.',
  });

const outOfSight = (): InvalidInput =>
  new InvalidInput({
    code: 'confidential-for-others',
    message: 'The person could not see the confidential Vorgang that they want to open.',
    clerkMessage:
      'Vertrauliche Vorgänge können Sie nur für sich selbst anlegen; für andere legt sie die Leitung an.',
    httpStatus: 422,
  });

/** The facts that a new Vorgang will have, if the person may open one like that. */
const planVorgang = async (tx: Tx, given: VorgangNeu, principal: Principal) => {
  const sicht = { akte: sichtbareAkte(principal, 'a'), vorgang: sichtbarerVorgang(principal, 'v') };
  const akte = await findAkte(tx, sicht, given.akteId);
  if (akte === undefined) throw notThere('Akte');
  const { vertraulichkeit } = given;
  const plan = {
    vertraulichkeit,
    organisationseinheitId: given.organisationseinheitId ?? akte.organisationseinheit.id,
    // A confidential Vorgang without Bearbeiter would be out of sight for who opens it.
    bearbeiterId: given.bearbeiterId ?? (vertraulichkeit === 1 ? principal.personId : null),
  };
  if (!can(principal, 'vorgang:create', plan)) throw foreignUnit();
  if (!can(principal, 'vorgang:write', plan)) throw outOfSight();
  await requireBearbeiter(tx, plan);
  return plan;
};

/** Opens a Vorgang in a visible Akte, for a unit of the person. */
export const openVorgang = (db: Db, given: VorgangNeu, by: Asking): Promise<VorgangDetail> =>
  inTransaction(db, viewOf(by.principal), async (tx) => {
    const plan = await planVorgang(tx, given, by.principal);
    const { id } = await createVorgang(tx, { ...given, ...plan });
    await noteVorgang(tx, by, { verb: 'created', id });
    const detail = await describeVorgang(tx, by.principal, id);
    if (detail === undefined) throw notThere('Vorgang');
    return detail;
  });

/** The Vorgang after the change; handing it to another unit takes it from its Bearbeiter. */
const applyChange = (before: VorgangFakten, change: VorgangAenderung): VorgangFakten => {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const after: VorgangFakten = { ...before, ...Object.fromEntries(given) };
  const isHandedOn = after.organisationseinheitId !== before.organisationseinheitId;
  return isHandedOn && change.bearbeiterId === undefined ? { ...after, bearbeiterId: null } : after;
};

const changedFields = (before: VorgangFakten, after: VorgangFakten): string[] =>
  (
    ['betreff', 'bearbeiterId', 'organisationseinheitId', 'zustand', 'vertraulichkeit'] as const
  ).filter((field) => before[field] !== after[field]);

/**
 * Changes a Vorgang; undefined afterwards means that the change took it out of the person's sight.
 * @throws NotFound when it is hidden, InvalidInput when the Bearbeiter does not fit.
 */
export const changeVorgang = (
  db: Db,
  given: { id: string; change: VorgangAenderung },
  by: Asking,
): Promise<VorgangDetail | undefined> =>
  inTransaction(db, viewOf(by.principal), async (tx) => {
    const before = await lockVorgang(tx, sichtbarerVorgang(by.principal, 'v'), given.id);
    if (before === undefined) throw notThere('Vorgang');
    const after = applyChange(before, given.change);
    const fields = changedFields(before, after);
    if (fields.includes('bearbeiterId') || fields.includes('organisationseinheitId')) {
      await requireBearbeiter(tx, after);
    }
    if (fields.length > 0) {
      await writeVorgang(tx, after);
      await noteVorgang(tx, by, {
        verb: 'changed',
        id: given.id,
        detail: {
          fields: fields.join(','),
          ...(fields.includes('organisationseinheitId')
            ? { from: before.organisationseinheitId, to: after.organisationseinheitId }
            : {}),
        },
      });
    }
    return describeVorgang(tx, by.principal, given.id);
  });
