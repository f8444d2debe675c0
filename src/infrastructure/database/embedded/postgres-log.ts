/** Where the supervisor reports; a pino logger fits. */
export interface PostgresLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

const linePattern = /^(LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC):\s+(.*)$/;
const keptLines = 40;

/** Collects what PostgreSQL writes to stderr. */
export interface ServerOutput {
  /** Takes the next piece, cut anywhere. */
  take(chunk: string): void;
  /** The last lines as they came, for finding out why a start failed. */
  lastLines(): string;
  /** Whether it crashed and has not yet recovered, as far as it has told. */
  recovering(): boolean;
}

/**
 * Hands each complete line that has a severity to `log`; continuation lines are kept for diagnosis only,
 * because they could quote what a client sent.
 */
export const createServerOutput = (log: PostgresLog): ServerOutput => {
  const kept: string[] = [];
  let unfinished = '';
  let recovering = false;
  const report = (line: string): void => {
    kept.push(line);
    if (kept.length > keptLines) kept.shift();
    const [, severity, message] = linePattern.exec(line) ?? [];
    if (severity === undefined || message === undefined) return;
    if (/reinitializing|not properly shut down/.test(message)) recovering = true;
    if (/ready to accept connections/.test(message)) recovering = false;
    const facts = { part: 'postgresql', severity };
    if (severity === 'PANIC') log.error(facts, message);
    else if (severity === 'WARNING' || severity === 'ERROR' || severity === 'FATAL')
      log.warn(facts, message);
    else log.info(facts, message);
  };
  return {
    take: (chunk) => {
      const lines = (unfinished + chunk).split('\n');
      unfinished = (lines.pop() ?? '').slice(0, 8_192);
      for (const line of lines) report(line);
    },
    recovering: () => recovering,
    lastLines: () => [...kept, unfinished].join('\n').trim(),
  };
};
