// What code in a hostile file would try if it broke a parser. The tests of the isolation start it inside
// the same walls as the real children; it answers on descriptor 3 with what it achieved.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';

interface Attack {
  kind:
    | 'loop'
    | 'memory'
    | 'read'
    | 'write'
    | 'connect'
    | 'environment'
    | 'spawn'
    | 'flood'
    | 'crash';
  target?: string;
}

const attempt = (work: () => string): string => {
  try {
    return work();
  } catch {
    return 'refused';
  }
};

const connectTo = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2000 });
    socket.on('connect', () => resolve('connected'));
    socket.on('timeout', () => resolve('refused'));
    socket.on('error', () => resolve('refused'));
  });

const startShell = (): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', 'exit 7']);
    child.on('error', () => resolve('refused'));
    child.on('exit', (code) => resolve(code === 7 ? 'started' : 'refused'));
  });

const eatMemory = (): never => {
  const held: Buffer[] = [];
  for (;;) held.push(Buffer.alloc(16 * 1024 * 1024, 1));
};

const perform = async ({ kind, target = '' }: Attack): Promise<string> => {
  switch (kind) {
    case 'loop':
      for (;;) Math.sqrt(2);
    case 'memory':
      return eatMemory();
    case 'read':
      return attempt(() => readFileSync(target, 'utf8'));
    case 'write':
      return attempt(() => {
        writeFileSync(target, 'x');
        return 'written';
      });
    case 'connect':
      return connectTo(Number(target));
    case 'environment':
      return Object.keys(process.env).join(' ');
    case 'spawn':
      return startShell().catch(() => 'refused');
    case 'flood':
      for (;;) writeSync(3, 'x'.repeat(65_536));
    case 'crash':
      return process.abort();
  }
};

const attack = JSON.parse(readFileSync(0, 'utf8')) as Attack;
writeSync(3, `${await perform(attack)}\n`);
process.exit(0);
