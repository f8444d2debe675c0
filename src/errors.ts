/** Whether trying the same thing again may succeed without anyone changing anything. */
export type Retry = 'never' | 'later';

export interface MailroomErrorFacts {
  /** Stable, machine-readable, lower-case with hyphens, e.g. `pdf-encrypted`. */
  code: string;
  /** What failed, why, what to do; for the operator. Never document content or personal data. */
  message: string;
  /** The same for the clerk, in German; shown on the screen. */
  clerkMessage?: string;
  cause?: unknown;
  /** Facts for the log and the API answer, free of personal data. */
  details?: Readonly<Record<string, string | number | boolean>>;
  /** Seconds after which a caller may try again (HTTP Retry-After). */
  retryAfterSeconds?: number;
}

const generalClerkMessage =
  'Der Vorgang konnte nicht abgeschlossen werden. Bitte versuchen Sie es später erneut oder wenden Sie sich an die Systembetreuung.';

/** Base of every failure that Poststelle raises on purpose; carries all that HTTP and the runner need. */
export abstract class MailroomError extends Error {
  abstract readonly httpStatus: number;
  abstract readonly retry: Retry;
  readonly code: string;
  readonly clerkMessage: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(facts: MailroomErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = new.target.name;
    this.code = facts.code;
    this.clerkMessage = facts.clerkMessage ?? generalClerkMessage;
    this.details = facts.details ?? {};
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

/** The request or file is not acceptable as it is; sending it again unchanged cannot help. */
export class InvalidInput extends MailroomError {
  readonly retry = 'never';
  readonly httpStatus: number;
  constructor(facts: MailroomErrorFacts & { httpStatus?: 400 | 412 | 413 | 415 | 422 | 460 }) {
    super(facts);
    this.httpStatus = facts.httpStatus ?? 400;
  }
}

/** The object does not exist, or the person may not know that it does. */
export class NotFound extends MailroomError {
  readonly httpStatus = 404;
  readonly retry = 'never';
}

/** Nobody is signed in, or the credentials or token are not valid. */
export class Unauthenticated extends MailroomError {
  readonly httpStatus = 401;
  readonly retry = 'never';
}

/** The person is known and may not do this. */
export class Forbidden extends MailroomError {
  readonly httpStatus = 403;
  readonly retry = 'never';
}

/** Somebody else was faster, or the object is not in the state that the action needs. */
export class Conflict extends MailroomError {
  readonly httpStatus = 409;
  readonly retry = 'never';
}

/** A person has to decide; the item moves to Clearing with this reason and its untouched original. */
export class NeedsClearing extends MailroomError {
  readonly httpStatus = 422;
  readonly retry = 'never';
}

/** Something that we depend on is down or full; the same work may succeed later. */
export class DependencyDown extends MailroomError {
  readonly httpStatus: number;
  readonly retry = 'later';
  constructor(facts: MailroomErrorFacts & { httpStatus?: 429 | 503 }) {
    super(facts);
    this.httpStatus = facts.httpStatus ?? 503;
  }
}

/** A tool or its child process ended badly: a crash, a limit, an exit code that we do not know. */
export class ToolFailed extends MailroomError {
  readonly httpStatus = 500;
  readonly retry = 'later';
}

/** The configuration has faults; the message lists all of them. */
export class ConfigInvalid extends MailroomError {
  readonly httpStatus = 500;
  readonly retry = 'never';
}
