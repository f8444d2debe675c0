import { describe, expect, test } from 'vitest';
import { createServerOutput } from './postgres-log.js';

const listen = () => {
  const heard: string[] = [];
  const hear = (level: string) => (_facts: object, message: string) => {
    heard.push(`${level}: ${message}`);
  };
  const output = createServerOutput({
    info: hear('info'),
    warn: hear('warn'),
    error: hear('error'),
  });
  return { heard, output };
};

describe('what PostgreSQL writes', () => {
  test('a line that arrives in two pieces is one message', () => {
    const { heard, output } = listen();
    output.take('LOG:  database sys');
    output.take('tem is ready\nFATAL:  no\nPANIC:  lost\n');
    expect(heard).toEqual(['info: database system is ready', 'warn: no', 'error: lost']);
  });

  test('the second line of a message, which may quote what a client sent, is not logged but kept for a failed start', () => {
    const { heard, output } = listen();
    output.take('FATAL:  could not start\n\tErika Mustermann\n');
    expect(heard).toEqual(['warn: could not start']);
    expect(output.lastLines()).toContain('\tErika Mustermann');
  });

  test('after a crash it counts as recovering until it says that it is ready', () => {
    const { output } = listen();
    expect(output.recovering()).toBe(false);
    output.take('LOG:  all server processes terminated; reinitializing\n');
    expect(output.recovering()).toBe(true);
    output.take('LOG:  database system is ready to accept connections\n');
    expect(output.recovering()).toBe(false);
  });
});
