import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOnce } from '#test/support/run-once.js';
import { failureOfEnd } from '#tools/parser/failures.js';
import { defaultParserLimits } from '#tools/parser/parser.js';
import { createSandbox, type Sandbox } from '#tools/sandbox/isolation.js';

let folder: string;
let secret: string;
let server: Server;
let port: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  secret = join(folder, 'secret.txt');
  await writeFile(secret, 'geheim');
  server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = address !== null && typeof address === 'object' ? String(address.port) : '';
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const attempt = async (
  sandbox: Sandbox,
  task: { kind: string; target?: string },
  limits: { memoryMb?: number; cpuSeconds?: number; wallClockMs?: number } = {},
) => {
  const said: string[] = [];
  const end = await runOnce(sandbox, {
    request: {
      entry: 'dist/test/support/hostile-child.js',
      read: [],
      memoryMb: limits.memoryMb ?? 512,
      cpuSeconds: limits.cpuSeconds ?? 20,
      fileMb: 1,
    },
    task: () => task,
    wallClockMs: limits.wallClockMs ?? 20_000,
    onLine: (line) => said.push(line),
    maxMessageBytes: 1_000_000,
  });
  return { said: said[0], end };
};

const best = createSandbox('auto');
const hasBubblewrap = best.isolation.kind === 'bubblewrap';

describe.each([
  ['bubblewrap', hasBubblewrap],
  ['process', true],
] as const)('a parser child in the isolation "%s"', (kind, available) => {
  const skip = available ? false : `bubblewrap does not work here (apt-get install bubblewrap)`;
  const given = available ? it : it.skip;
  const sandbox = kind === 'bubblewrap' ? best : createSandbox('process');
  if (skip) it.skip(skip, () => undefined);

  given('says on the status page which wall is in force', () => {
    expect(sandbox.isolation.kind).toBe(kind);
    expect(sandbox.isolation.reason).toMatch(/Jede Datei wird/);
  });

  given('has nothing in its environment', async () => {
    const { said } = await attempt(sandbox, { kind: 'environment' });
    expect(said?.split(' ').filter((name) => !/^(PWD|SHLVL|_|)$/.test(name))).toEqual([]);
  });

  given('cannot read a file that is not its input', async () => {
    expect((await attempt(sandbox, { kind: 'read', target: secret })).said).toBe('refused');
    expect((await attempt(sandbox, { kind: 'read', target: '/etc/passwd' })).said).toBe('refused');
  });

  given('cannot write outside its output folder', async () => {
    const target = join(folder, 'planted.txt');
    expect((await attempt(sandbox, { kind: 'write', target })).said).toBe('refused');
  });

  given('cannot start another program', async () => {
    expect((await attempt(sandbox, { kind: 'spawn' })).said).toBe('refused');
  });

  given('is ended by its time limit when it never comes back', async () => {
    const { end } = await attempt(sandbox, { kind: 'loop' }, { wallClockMs: 1500 });
    expect(end.killedFor).toBe('time');
  });

  given('is ended when it floods its parent with answers', async () => {
    const { end } = await attempt(sandbox, { kind: 'flood' });
    expect(end.killedFor).toBe('output');
  });

  given('is told apart when it crashes', async () => {
    const { end, said } = await attempt(sandbox, { kind: 'crash' });
    expect(said).toBeUndefined();
    expect(end).toMatchObject({ killedFor: undefined, killedElsewhere: false });
    expect(end.code === 0).toBe(false);
  });
});

describe('a child that is killed by somebody else', () => {
  it('is not blamed on its document', () => {
    const end = {
      ...{ code: undefined, signal: 'SIGKILL', killedFor: undefined },
      ...{ outOfMemory: false, killedElsewhere: true, outOfCpu: false },
    };
    const failure = failureOfEnd(end, { ...defaultParserLimits }, undefined);
    expect(failure).toMatchObject({ code: 'parser-killed', retry: 'later' });
  });
});

const hasLimits = !best.isolation.reason.includes('prlimit');
const withLimits = hasLimits ? it : it.skip;
if (!hasLimits) it.skip('prlimit is not installed (apt-get install util-linux)', () => undefined);

describe('limits of the operating system', () => {
  withLimits('end a child that eats memory', async () => {
    const { end } = await attempt(best, { kind: 'memory' }, { memoryMb: 400 });
    expect(end.outOfMemory).toBe(true);
  });

  withLimits('end a child that uses up its processor time', async () => {
    const { end } = await attempt(best, { kind: 'loop' }, { cpuSeconds: 1 });
    expect(end).toMatchObject({ outOfCpu: true, killedFor: undefined });
  });
});

describe('the network', () => {
  (hasBubblewrap ? it : it.skip)('is out of reach in bubblewrap', async () => {
    expect((await attempt(best, { kind: 'connect', target: port })).said).toBe('refused');
  });
});

describe('a cancelled task', () => {
  it('ends its child and rejects with the reason', async () => {
    const controller = new AbortController();
    const run = runOnce(best, {
      request: { entry: 'dist/test/support/hostile-child.js', read: [], memoryMb: 512, fileMb: 1 },
      task: () => ({ kind: 'loop' }),
      wallClockMs: 20_000,
      signal: controller.signal,
      onLine: () => undefined,
      maxMessageBytes: 1000,
    });
    controller.abort(new Error('the stage was stopped'));
    await expect(run).rejects.toThrow('the stage was stopped');
  });
});
