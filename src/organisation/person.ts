import { appendAudit } from '#audit/index.js';
import { Conflict, NotFound } from '#errors.js';
import type { Db } from '#infrastructure/database/pool.js';
import { inTransaction, type Tx } from '#infrastructure/database/transaction.js';
import { revokeTokensOf } from './api-token.repository.js';
import { setPassword } from './credentials.repository.js';
import type { Person, PersonAenderung, PersonNeu } from './organisation.schema.js';
import { hashPassword } from './password.js';
import { findPerson, insertPerson, replaceRollen, updatePerson } from './person.repository.js';
import { actorOf, type Principal, viewOf } from './principal.js';
import { newInitialPassword } from './secret.js';
import { deleteSessionsOf } from './session.repository.js';
import { hasAdministrator, serialiseAdministration } from './setup.repository.js';

/** Who administrates, and in which request. */
export interface Administrator {
  principal: Principal;
  requestId: string;
}

/** A person after the change; the one-time password exists only in this answer. */
export interface PersonWithPassword {
  person: Person;
  initialPassword: string | null;
}

const note = (
  tx: Tx,
  by: Administrator,
  event: { verb: string; personId: string; detail?: Record<string, string | number | boolean> },
): Promise<void> =>
  appendAudit(tx, [
    {
      actor: actorOf(by.principal),
      action: `person.${event.verb}`,
      objectType: 'person',
      objectId: event.personId,
      detail: event.detail ?? {},
      requestId: by.requestId,
    },
  ]);

const get = async (tx: Tx, id: string): Promise<Person> => {
  const person = await findPerson(tx, id);
  if (person !== undefined) return person;
  throw new NotFound({
    code: 'person-unknown',
    message: 'There is no such person.',
    clerkMessage: 'Diese Person gibt es nicht.',
  });
};

/** Adds a person with roles and a one-time password. */
export const addPerson = async (
  db: Db,
  given: PersonNeu,
  by: Administrator,
): Promise<PersonWithPassword> => {
  const initialPassword = newInitialPassword();
  const passwordHash = await hashPassword(initialPassword);
  const { rollen, ...facts } = given;
  return inTransaction(db, viewOf(by.principal), async (tx) => {
    const personId = await insertPerson(tx, { ...facts, passwordHash, mustChangePassword: true });
    await replaceRollen(tx, { personId, rollen });
    await note(tx, by, { verb: 'created', personId, detail: { rollen: rollen.length } });
    return { person: await get(tx, personId), initialPassword };
  });
};

const requireAdministrator = async (tx: Tx): Promise<void> => {
  if (await hasAdministrator(tx)) return;
  throw new Conflict({
    code: 'last-administrator',
    message: 'The change would leave nobody who can administrate.',
    clerkMessage: 'Es muss mindestens eine Person mit der Rolle Administration bleiben.',
  });
};

const describe = (change: PersonAenderung): Record<string, boolean | number> => ({
  ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
  ...(change.resetPassword === undefined ? {} : { passwordReset: true }),
  ...(change.rollen === undefined ? {} : { rollen: change.rollen.length }),
});

/** Changes a person. A disabled person and one with a new password lose all sessions at once. */
export const changePerson = async (
  db: Db,
  given: { id: string } & PersonAenderung,
  by: Administrator,
): Promise<PersonWithPassword> => {
  const personId = given.id;
  const initialPassword = given.resetPassword ? newInitialPassword() : null;
  const passwordHash = initialPassword === null ? null : await hashPassword(initialPassword);
  return inTransaction(db, viewOf(by.principal), async (tx) => {
    await serialiseAdministration(tx);
    await get(tx, personId);
    await updatePerson(tx, given);
    if (given.rollen !== undefined) await replaceRollen(tx, { personId, rollen: given.rollen });
    if (passwordHash !== null) await setPassword(tx, { personId, passwordHash, mustChange: true });
    if (given.disabled || passwordHash !== null) await deleteSessionsOf(tx, personId);
    if (given.disabled) await revokeTokensOf(tx, personId);
    await requireAdministrator(tx);
    await note(tx, by, { verb: 'changed', personId, detail: describe(given) });
    return { person: await get(tx, personId), initialPassword };
  });
};
