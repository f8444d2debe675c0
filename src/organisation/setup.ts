import { appendAudit, system } from '#audit/index.js';
import { Conflict, Forbidden, InvalidInput } from '#errors.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { insertEinheit } from './organisationseinheit.repository.js';
import { hashPassword, requireGoodPassword } from './password.js';
import { insertPerson, replaceRollen } from './person.repository.js';
import { hashOfSecret, newSecret } from './secret.js';
import {
  findRootId,
  hasAdministrator,
  insertSetupLink,
  serialiseAdministration,
  useSetupLink,
} from './setup.repository.js';

/** What the first administrator enters. */
export interface FirstAdministrator {
  token: string;
  login: string;
  name: string;
  password: string;
  organisationseinheit?: { kuerzel: string; name: string } | undefined;
}

/**
 * The path of a one-time link, `/einrichtung#token=…`, valid for 24 hours; undefined when somebody can
 * administrate already. The token stands behind `#`, so it reaches no log of a server or proxy.
 */
export const createSetupLink = (db: Db): Promise<string | undefined> =>
  asSystem(db, async (tx) => {
    await serialiseAdministration(tx);
    if (await hasAdministrator(tx)) return undefined;
    const token = newSecret();
    await insertSetupLink(tx, hashOfSecret(token));
    return `/einrichtung#token=${token}`;
  });

const rootFor = async (
  tx: Tx,
  given: FirstAdministrator['organisationseinheit'],
): Promise<string> => {
  const rootId = await findRootId(tx);
  if (rootId !== undefined) return rootId;
  if (given === undefined) {
    throw new InvalidInput({
      code: 'root-unit-missing',
      message: 'There is no Organisationseinheit yet; the set-up has to name the topmost one.',
      clerkMessage: 'Bitte geben Sie Kürzel und Namen der obersten Organisationseinheit an.',
      httpStatus: 422,
    });
  }
  const created = await insertEinheit(tx, {
    ...given,
    parentId: null,
    zustaendigkeit: '',
    email: null,
    telefon: null,
    istPoststelle: false,
    leitwegId: null,
  });
  return created.id;
};

const claimLink = async (tx: Tx, token: string): Promise<void> => {
  await serialiseAdministration(tx);
  if (await hasAdministrator(tx)) {
    throw new Conflict({
      code: 'already-set-up',
      message: 'There is an administrator already.',
      clerkMessage: 'Die Poststelle ist bereits eingerichtet. Bitte melden Sie sich an.',
    });
  }
  if (await useSetupLink(tx, hashOfSecret(token))) return;
  throw new Forbidden({
    code: 'setup-link-invalid',
    message: 'The set-up link is unknown, used or older than 24 hours. A restart prints a new one.',
    clerkMessage:
      'Der Einrichtungslink ist ungültig oder abgelaufen. Beim nächsten Start erscheint ein neuer.',
  });
};

/** Makes the first administrator with the token of a set-up link, and the root unit if there is none. */
export const setUp = async (
  deps: { db: Db; minPasswordLength: number },
  given: FirstAdministrator,
  requestId: string,
): Promise<{ personId: string; login: string }> => {
  requireGoodPassword(given.password, { login: given.login, minLength: deps.minPasswordLength });
  const passwordHash = await hashPassword(given.password);
  return asSystem(deps.db, async (tx) => {
    await claimLink(tx, given.token);
    const organisationseinheitId = await rootFor(tx, given.organisationseinheit);
    const personId = await insertPerson(tx, {
      login: given.login,
      name: given.name,
      email: null,
      passwordHash,
      mustChangePassword: false,
    });
    await replaceRollen(tx, {
      personId,
      rollen: [{ rolle: 'administration', organisationseinheitId }],
    });
    await appendAudit(tx, [
      {
        actor: system,
        action: 'person.set-up',
        objectType: 'person',
        objectId: personId,
        requestId,
      },
    ]);
    return { personId, login: given.login };
  });
};
