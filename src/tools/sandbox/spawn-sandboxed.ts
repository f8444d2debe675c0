import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { SandboxCommand } from './isolation.js';

/** How a child ended, without anything that it said about its input. */
export interface ChildEnd {
  code: number | undefined;
  signal: string | undefined;
  /** Why the parent ended it, if it did. */
  killedFor: 'time' | 'cpu' | 'abort' | 'output' | undefined;
  /** The child ran into its memory limit. */
  outOfMemory: boolean;
  /** Somebody else ended it: the kernel, because the whole machine is short of memory, or a person. */
  killedElsewhere: boolean;
  /** The child used up its processor seconds. */
  outOfCpu: boolean;
}

/** A running child; messages are lines of JSON on its file descriptor 3 and are not to be trusted. */
export interface SandboxedChild {
  pid: number | undefined;
  stdin: Writable;
  ended: Promise<ChildEnd>;
  kill(reason: 'time' | 'cpu' | 'abort' | 'output'): void;
}

export interface SpawnFacts {
  command: SandboxCommand;
  onMessage: (line: string) => void;
  /** Bytes of messages after which the child is ended. */
  maxMessageBytes: number;
}

const memoryTraces =
  /heap out of memory|Array buffer allocation failed|out of memory|could not allocate|bad_alloc|Cannot enlarge memory/i;

/** bubblewrap reports the death of its child as 128 + signal number. */
const signalCode = (code: number | null, signal: string | null): number | undefined => {
  if (signal === 'SIGXCPU' || code === 152) return 24;
  if (signal === 'SIGABRT' || code === 134) return 6;
  if (signal === 'SIGTRAP' || signal === 'SIGILL' || code === 133 || code === 132) return 6;
  if (signal === 'SIGKILL' || code === 137) return 9;
  return undefined;
};

const readLines = (stream: Readable, facts: SpawnFacts, onFlood: () => void): void => {
  let rest: Buffer[] = [];
  let total = 0;
  stream.on('data', (chunk: Buffer) => {
    total += chunk.length;
    if (total > facts.maxMessageBytes) {
      onFlood();
      return;
    }
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      rest.push(chunk.subarray(from, at));
      facts.onMessage(Buffer.concat(rest).toString('utf8'));
      rest = [];
      from = at + 1;
      // A warm child may send any number of messages; only one message is bounded then.
      total = chunk.length - from;
    }
    rest.push(chunk.subarray(from));
  });
};

/** Starts a child with an empty environment in its own process group; `kill` ends the whole group. */
export const spawnSandboxed = (facts: SpawnFacts): SandboxedChild => {
  const child = spawn(facts.command.file, facts.command.args, {
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
  let killedFor: ChildEnd['killedFor'];
  let said = '';
  const kill: SandboxedChild['kill'] = (reason) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    killedFor ??= reason;
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group is gone already, or this system knows no process groups.
      child.kill('SIGKILL');
    }
  };
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('latin1')).slice(-4096);
  });
  // A child that dies early closes its input; its end is reported through `ended`.
  child.stdin?.on('error', () => undefined);
  readLines(child.stdio[3] as Readable, facts, () => kill('output'));
  const ended = new Promise<ChildEnd>((resolve) => {
    const end = (code: number | null, signal: string | null): void => {
      const death = signalCode(code, signal);
      resolve({
        code: code ?? undefined,
        signal: signal ?? undefined,
        killedFor,
        outOfMemory: killedFor === undefined && (death === 6 || memoryTraces.test(said)),
        killedElsewhere: killedFor === undefined && death === 9,
        outOfCpu: killedFor === 'cpu' || (killedFor === undefined && death === 24),
      });
    };
    child.on('close', end);
    child.on('error', () => end(127, null));
  });
  return { pid: child.pid, stdin: child.stdin as Writable, ended, kill };
};
