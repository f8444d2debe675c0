import { type DestinationStream, type Logger, pino } from 'pino';

/** Structured log: one JSON line an event; ids only, never names or contents. */
export type Log = Logger;

/** A log at the given level; `destination` is for tests that read what was written. */
export const createLog = (options: { level: string; destination?: DestinationStream }): Log => {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // The text of a database error can quote row values; code, table and constraint say enough.
    serializers: { err: describeError },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
};

const databaseFacts = ['code', 'schema', 'table', 'constraint', 'routine'] as const;

const describeError = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) return { type: typeof error };
  const facts: Record<string, unknown> = { type: error.name, stack: error.stack };
  for (const fact of databaseFacts) {
    const value: unknown = Reflect.get(error, fact);
    if (typeof value === 'string') facts[fact] = value;
  }
  const fromDatabase = typeof facts['routine'] === 'string';
  if (!fromDatabase) facts['message'] = error.message;
  else facts['stack'] = undefined;
  if (error.cause !== undefined) facts['cause'] = describeError(error.cause);
  return facts;
};
