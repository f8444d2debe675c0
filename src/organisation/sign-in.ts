import { appendAudit } from '#audit/index.js';
import type { Config } from '#config/schema.js';
import { DependencyDown, InvalidInput, Unauthenticated } from '#errors.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import {
  type Credentials,
  findCredentials,
  findCredentialsOf,
  renewHash,
  setPassword,
} from './credentials.repository.js';
import {
  type AttemptKey,
  attemptKey,
  insertAttempt,
  markSuccessful,
  recentFailures,
  serialiseAttempts,
} from './login-attempt.repository.js';
import { hashPassword, needsRehash, requireGoodPassword, verifyPassword } from './password.js';
import { actorOf, type Principal } from './principal.js';
import { hashOfSecret, newSecret } from './secret.js';
import { deleteSession, deleteSessionsOf, insertSession } from './session.repository.js';
import { secondsToWait } from './throttle.js';

/** What signing in, out and changing one's password need. */
export interface SignInDeps {
  db: Db;
  config: Config;
}

const tooManyTries = (seconds: number): DependencyDown =>
  new DependencyDown({
    code: 'too-many-tries',
    httpStatus: 429,
    message: 'Too many failed sign-ins; the next try is looked at later.',
    clerkMessage: `Zu viele Fehlversuche. Bitte versuchen Sie es in ${seconds} Sekunden erneut.`,
    retryAfterSeconds: seconds,
  });

const wrongCredentials = (): Unauthenticated =>
  new Unauthenticated({
    code: 'credentials-wrong',
    message: 'Login or password is wrong.',
    clerkMessage: 'Anmeldung oder Kennwort ist falsch.',
  });

/** Takes one of the allowed tries, or throws with the seconds to wait. */
const takeTry = (db: Db, key: AttemptKey): Promise<number> =>
  asSystem(db, async (tx) => {
    await serialiseAttempts(tx, key);
    const seconds = secondsToWait(await recentFailures(tx, key));
    if (seconds > 0) throw tooManyTries(seconds);
    return insertAttempt(tx, key);
  });

const openSession = async (
  deps: SignInDeps,
  facts: { person: Credentials; attemptId: number; renewed: string | undefined },
  requestId: string,
): Promise<string> => {
  const { person } = facts;
  const secret = newSecret();
  await asSystem(deps.db, async (tx) => {
    await markSuccessful(tx, facts.attemptId);
    if (facts.renewed !== undefined && person.passwordHash !== null) {
      await renewHash(tx, { personId: person.id, from: person.passwordHash, to: facts.renewed });
    }
    await insertSession(tx, {
      tokenHash: hashOfSecret(secret),
      personId: person.id,
      hours: deps.config.security.sessionHours,
    });
    await appendAudit(tx, [
      {
        actor: { kind: 'person', personId: person.id },
        action: 'person.signed-in',
        objectType: 'person',
        objectId: person.id,
        requestId,
      },
    ]);
  });
  return secret;
};

/**
 * Checks login and password and opens a session; the old one, if any, is left to `signOut`.
 * @throws Unauthenticated, or DependencyDown (429) while tries are slowed down.
 */
export const signIn = async (
  deps: SignInDeps,
  attempt: { login: string; password: string; address: string; requestId: string },
): Promise<{ secret: string; name: string; mustChangePassword: boolean }> => {
  const login = attempt.login.trim().toLowerCase();
  const attemptId = await takeTry(deps.db, attemptKey(login, attempt.address));
  const person = await findCredentials(deps.db, login);
  const isRight = await verifyPassword(attempt.password, person?.passwordHash);
  if (person === undefined || !isRight) throw wrongCredentials();
  const renewed = needsRehash(person.passwordHash ?? '')
    ? await hashPassword(attempt.password)
    : undefined;
  const secret = await openSession(deps, { person, attemptId, renewed }, attempt.requestId);
  return { secret, name: person.name, mustChangePassword: person.mustChangePassword };
};

/** Ends the session of the secret; nothing happens when it has ended already. */
export const signOut = (deps: SignInDeps, secret: string): Promise<number> =>
  asSystem(deps.db, (tx) => deleteSession(tx, hashOfSecret(secret)));

/**
 * Sets a new password and ends all sessions of the person; returns the secret of a fresh one.
 * @throws InvalidInput for a wrong current or a weak new password; the former counts as a failed sign-in.
 */
export const changePassword = async (
  deps: SignInDeps,
  change: {
    principal: Principal;
    currentPassword: string;
    newPassword: string;
    address: string;
    requestId: string;
  },
): Promise<string> => {
  const { principal } = change;
  const { minPasswordLength: minLength, sessionHours: hours } = deps.config.security;
  requireGoodPassword(change.newPassword, { login: principal.login, minLength });
  if (change.newPassword === change.currentPassword) {
    throw new InvalidInput({
      code: 'password-unchanged',
      message: 'The new password equals the current one.',
      clerkMessage: 'Das neue Kennwort muss sich vom bisherigen unterscheiden.',
      httpStatus: 422,
    });
  }
  const attemptId = await takeTry(deps.db, attemptKey(principal.login, change.address));
  const person = await findCredentialsOf(deps.db, principal.personId);
  if (!(await verifyPassword(change.currentPassword, person?.passwordHash))) {
    throw new InvalidInput({
      code: 'password-wrong',
      message: 'The current password is wrong.',
      clerkMessage: 'Das bisherige Kennwort ist falsch.',
      httpStatus: 422,
    });
  }
  const passwordHash = await hashPassword(change.newPassword);
  const secret = newSecret();
  const { personId } = principal;
  await asSystem(deps.db, async (tx) => {
    await markSuccessful(tx, attemptId);
    await setPassword(tx, { personId, passwordHash, mustChange: false });
    await deleteSessionsOf(tx, personId);
    await insertSession(tx, { tokenHash: hashOfSecret(secret), personId, hours });
    await appendAudit(tx, [
      {
        actor: actorOf(principal),
        action: 'person.password-changed',
        objectType: 'person',
        objectId: personId,
        requestId: change.requestId,
      },
    ]);
  });
  return secret;
};
