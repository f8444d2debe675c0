import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A server of a test in a process of its own. */
export interface Started {
  process: ChildProcess;
  stop(): Promise<void>;
}

/** Whether something listens at a port of this machine. */
export const listensAt = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** Starts a server and waits until it is ready. @throws Error with the end of its log when it is not */
export const startServer = async (given: {
  program: string;
  args: readonly string[];
  logFile: string;
  env?: Readonly<Record<string, string>>;
  ready: () => Promise<boolean>;
}): Promise<Started> => {
  const log = openSync(given.logFile, 'a');
  const child = spawn(given.program, given.args, {
    stdio: ['ignore', log, log],
    env: { ...process.env, ...given.env },
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(late);
    }
  };
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (child.exitCode !== null) break;
    if (await given.ready()) return { process: child, stop };
    await pause(100);
  }
  await stop();
  const end = readFileSync(given.logFile, 'utf8').slice(-2_000);
  throw new Error(`${given.program} did not start: ${end}`);
};
