import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { isRoot } from '#infrastructure/database/embedded/account.js';
import { processIdentity } from '#infrastructure/database/embedded/process-identity.js';
import {
  ask,
  createWorkbench,
  guardianOf,
  rememberingLog,
  sessionRunning,
  until,
  untilGone,
} from '#test/support/embedded-postgres.js';

const bench = createWorkbench();
afterEach(bench.clear);
afterAll(bench.close);

const answers = async (url: string): Promise<boolean> =>
  ask(url, 'select 1').then(
    () => true,
    () => false,
  );

/** A cluster on which a server was killed with everything that belonged to it, and the contents of its lock file. */
const killedCluster = async (dataDir: string) => {
  const child = await bench.startChild(dataDir);
  const { pid = 0, url = '' } = child.answer;
  await ask(url, 'create table brief as select 4711 as nummer');
  const lockFile = join(dataDir, 'cluster/postmaster.pid');
  process.kill(await guardianOf(pid), 'SIGKILL');
  child.process.kill('SIGKILL');
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
  await child.stop();
  return { lockFile, lockText: await readFile(lockFile, 'utf8') };
};

describe('when the own PostgreSQL is killed', () => {
  test('it is started again under the same address, and nothing committed is lost', async () => {
    const log = rememberingLog();
    const server = await bench.start({ dataDir: await bench.dataDir(), log });
    await ask(server.url, 'create table brief as select 4711 as nummer');
    const killed = server.pid;
    process.kill(killed, 'SIGKILL');
    await until(async () => server.pid !== killed && (await answers(server.url)));
    expect(await ask(server.url, 'select nummer from brief')).toEqual([{ nummer: 4711 }]);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'PostgreSQL ended unexpectedly' }),
    );
  });

  test('a stop right after the kill leaves no server behind', async () => {
    const dataDir = await bench.dataDir();
    const server = await bench.start({ dataDir });
    process.kill(server.pid, 'SIGKILL');
    await server.stop();
    expect(await answers(server.url)).toBe(false);
    expect(await answers((await bench.start({ dataDir })).url)).toBe(true);
  });

  test('what cannot be started again is reported once instead of tried for ever', async () => {
    const lost: string[] = [];
    const server = await bench.start({
      dataDir: await bench.dataDir(),
      onLost: (error) => lost.push(error.code),
    });
    await writeFile(join(server.location, 'PG_VERSION'), '12\n');
    process.kill(server.pid, 'SIGKILL');
    await until(async () => lost.length > 0);
    expect(lost).toEqual(['embedded-postgres-version']);
  });

  test('a session that hangs cannot hold up the stop for ever', async () => {
    const log = rememberingLog();
    const server = await bench.start({ dataDir: await bench.dataDir(), stopLimitMs: 200, log });
    const hanging = ask(server.url, 'select pg_sleep(600)').catch(() => 'ended');
    const session = await sessionRunning(server.adminUrl, 'pg_sleep');
    process.kill(session, 'SIGSTOP');
    await server.stop();
    await hanging;
    expect(await processIdentity(session)).toBeUndefined();
  });
});

describe('when Poststelle itself is killed', () => {
  test('its PostgreSQL stops by itself, in good order', async () => {
    const dataDir = await bench.dataDir();
    const child = await bench.startChild(dataDir);
    const { pid = 0, url = '' } = child.answer;
    await ask(url, 'create table brief as select 4711 as nummer');
    child.process.kill('SIGKILL');
    await untilGone(pid);
    expect(await readdir(join(dataDir, 'cluster'))).not.toContain('postmaster.pid');
    const log = rememberingLog();
    const server = await bench.start({ dataDir, log });
    expect(await ask(server.url, 'select nummer from brief')).toEqual([{ nummer: 4711 }]);
    expect(log.lines.filter(({ message }) => message.includes('not properly'))).toEqual([]);
  });

  test('the next start stops a PostgreSQL that was left behind and goes on with its data', async () => {
    const dataDir = await bench.dataDir();
    const child = await bench.startChild(dataDir);
    const { pid = 0, url = '' } = child.answer;
    await ask(url, 'create table brief as select 4711 as nummer');
    process.kill(await guardianOf(pid), 'SIGKILL');
    child.process.kill('SIGKILL');
    await child.stop();
    expect(await answers(url)).toBe(true);
    const log = rememberingLog();
    const server = await bench.start({ dataDir, log });
    expect(await processIdentity(pid)).toBeUndefined();
    expect(await ask(server.url, 'select nummer from brief')).toEqual([{ nummer: 4711 }]);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', facts: expect.objectContaining({ pid }) }),
    );
  });

  test('Ctrl-C in the terminal does not take the database away before the work is drained', async () => {
    const child = await bench.startChild(await bench.dataDir());
    process.kill(-(child.process.pid ?? 0), 'SIGINT');
    await pause(200);
    expect(await answers(child.answer.url ?? '')).toBe(true);
  });
});

describe('what an earlier run left behind', () => {
  test('a lock file whose process is dead', async () => {
    const dataDir = await bench.dataDir();
    await killedCluster(dataDir);
    const server = await bench.start({ dataDir });
    expect(await ask(server.url, 'select nummer from brief')).toEqual([{ nummer: 4711 }]);
  });

  test('a lock file whose number now belongs to another program, which is left alone', async () => {
    const dataDir = await bench.dataDir();
    const { lockFile, lockText } = await killedCluster(dataDir);
    const { uid, gid } = await stat(lockFile);
    const sameUser = isRoot() ? { uid, gid } : {};
    const other = spawn('sleep', ['600'], { stdio: 'ignore', cwd: '/', ...sameUser });
    await writeFile(lockFile, lockText.replace(/^\d+/, String(other.pid)));
    const server = await bench.start({ dataDir });
    expect(await ask(server.url, 'select nummer from brief')).toEqual([{ nummer: 4711 }]);
    expect(await processIdentity(other.pid ?? 0)).toBeDefined();
    other.kill('SIGKILL');
  });

  test('a database that was cut off while it was being made', async () => {
    const dataDir = await bench.dataDir();
    await mkdir(join(dataDir, 'new-0123456789ab/cluster'), { recursive: true });
    await writeFile(join(dataDir, 'new-0123456789ab/cluster/PG_VERSION'), '18\n');
    const server = await bench.start({ dataDir });
    expect(await answers(server.url)).toBe(true);
    expect(await readdir(dataDir)).not.toContain('new-0123456789ab');
  });
});

describe('two Poststellen on one data directory', () => {
  test('the second is told who has it and what to do, and the first is not disturbed', async () => {
    const dataDir = await bench.dataDir();
    const child = await bench.startChild(dataDir);
    await expect(bench.start({ dataDir })).rejects.toMatchObject({
      code: 'embedded-postgres-in-use',
      message: expect.stringMatching(
        new RegExp(`pid ${child.process.pid}\\).*kill ${child.process.pid}.*dataDir`),
      ),
    });
    expect(await answers(child.answer.url ?? '')).toBe(true);
  });

  test('of several that start at the same moment after a crash, exactly one runs', async () => {
    const dataDir = await bench.dataDir();
    await killedCluster(dataDir);
    const children = await Promise.all([1, 2, 3, 4].map(() => bench.startChild(dataDir)));
    const running = children.filter(({ answer }) => answer.url !== undefined);
    const refused = children.filter(({ answer }) => answer.code === 'embedded-postgres-in-use');
    expect([running.length, refused.length]).toEqual([1, 3]);
    expect(await ask(running[0]?.answer.url ?? '', 'select nummer from brief')).toEqual([
      { nummer: 4711 },
    ]);
  });
});
