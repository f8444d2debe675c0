import type { Response } from 'express';
import { MailroomError } from '#errors.js';
import type { Log } from '#infrastructure/log.js';

/** The JSON of every failed request. */
export interface ErrorBody {
  code: string;
  /** German, for the screen. */
  message: string;
  requestId: string;
  details?: Readonly<Record<string, unknown>>;
}

const unexpected =
  'Es ist ein unerwarteter Fehler aufgetreten. Bitte nennen Sie der Systembetreuung die Vorgangsnummer.';

// PostgreSQL: shutdown, crash, cannot connect now, too many connections, connection failures.
const databaseDown = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
  'ECONNREFUSED',
  'ECONNRESET',
]);

const isDatabaseDown = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code: unknown = Reflect.get(error, 'code');
  return (
    (typeof code === 'string' && databaseDown.has(code)) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  );
};

/** The one place where a failure becomes an HTTP answer and, if somebody has to act, a log line. */
export const answerError = (
  error: unknown,
  context: { response: Response; requestId: string; log: Log },
): void => {
  const { response, requestId, log } = context;
  const answer = (status: number, body: ErrorBody): void => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(status).json(body);
  };
  if (error instanceof MailroomError) {
    if (error.httpStatus >= 500)
      log.warn({ err: error, requestId, code: error.code }, 'request failed');
    if (error.retryAfterSeconds !== undefined) {
      response.setHeader('Retry-After', String(error.retryAfterSeconds));
    }
    const details = Object.keys(error.details).length > 0 ? { details: error.details } : {};
    answer(error.httpStatus, {
      code: error.code,
      message: error.clerkMessage,
      requestId,
      ...details,
    });
    return;
  }
  if (isDatabaseDown(error)) {
    log.error({ err: error, requestId }, 'database not reachable');
    if (!response.headersSent) response.setHeader('Retry-After', '5');
    answer(503, {
      code: 'database-down',
      message:
        'Die Datenbank ist gerade nicht erreichbar. Es ging nichts verloren; bitte versuchen Sie es gleich erneut.',
      requestId,
    });
    return;
  }
  log.error({ err: error, requestId }, 'unexpected error in a request');
  answer(500, { code: 'unexpected', message: unexpected, requestId });
};
