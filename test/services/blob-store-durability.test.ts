import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectRoot } from '#infrastructure/project-root.js';
import { createFilesystemStore } from '#infrastructure/storage/filesystem.js';

const run = promisify(execFile);
const child = join(projectRoot(), 'dist/test/support/blob-store-child.js');

const canTrace = await run('strace', ['-o', '/dev/null', 'true']).then(
  () => true,
  () => false,
);

/** The calls that matter for durability, in the order in which they ended, with paths beside the numbers. */
const trace = async (options: { store: string; log: string }): Promise<string[]> => {
  const calls = 'trace=write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat';
  await run(
    'strace',
    ['-f', '-y', '-o', options.log, '-e', calls, process.execPath, child, options.store],
    { env: { PATH: '/usr/bin:/bin', UV_USE_IO_URING: '0' } },
  );
  const begun = new Map<string, string>();
  return (await readFile(options.log, 'utf8')).split('\n').flatMap((line) => {
    const [, thread = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    // A call that another thread interrupted is printed in two lines; it counts where it ended.
    const [, start] = /^(.*) <unfinished \.\.\.>$/.exec(call) ?? [];
    if (start !== undefined) begun.set(thread, start);
    const [, rest] = /^<\.\.\. \w+ resumed>(.*)$/.exec(call) ?? [];
    if (rest !== undefined) return [`${begun.get(thread)}${rest}`];
    return start === undefined ? [call] : [];
  });
};

describe('a letter that is acknowledged', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'poststelle-durable-')));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('is synced before it gets its name, and its name and all folders above it before the answer', async ({
    skip,
  }) => {
    if (!canTrace)
      skip('needs strace that may trace: apt-get install strace (in a container: SYS_PTRACE)');
    const store = join(folder, 'var/blobs');
    const calls = await trace({ store, log: join(folder, 'trace') });
    const answer = calls.findIndex((call) => call.includes('"acknowledged'));
    const sha256 = /acknowledged/.test(calls[answer] ?? '')
      ? ((await readdir(store, { recursive: true })).find((name) => /[0-9a-f]{64}$/.test(name)) ??
        '')
      : '';
    const [first = '', name = ''] = sha256.split('/');
    const at = (pattern: RegExp, from = 0): number => {
      const found = calls.findIndex((call, index) => index >= from && pattern.test(call));
      expect(found, `${pattern} after line ${from} of:\n${calls.join('\n')}`).toBeGreaterThan(-1);
      return found;
    };
    const named = at(new RegExp(`^rename.*/eingang/.*${name}.* = 0$`));
    const temporary = /eingang\/([0-9a-f-]{36})/.exec(calls[named] ?? '')?.[1] ?? 'none';
    const lastWrite = calls.findLastIndex(
      (call) => /^p?write/.test(call) && call.includes(temporary),
    );
    const synced = at(new RegExp(`^f(data)?sync\\(\\d+<.*${temporary}>\\) += 0$`));
    expect(lastWrite).toBeGreaterThan(-1);
    expect(synced).toBeGreaterThan(lastWrite);
    expect(named).toBeGreaterThan(synced);
    const syncOf = (path: string): RegExp => new RegExp(`^fsync\\(\\d+<${path}>\\) += 0$`);
    expect(at(syncOf(join(store, first)), named)).toBeLessThan(answer);
    const made = at(new RegExp(`^mkdir.*${join(store, first)}"`));
    expect(at(syncOf(store), made)).toBeLessThan(answer);
    expect(at(syncOf(join(folder, 'var')))).toBeLessThan(answer);
    expect(at(syncOf(folder))).toBeLessThan(answer);
  });

  test('survives a kill at any moment, and nothing half-written has the name of a letter', async () => {
    const acknowledged: string[] = [];
    for (const letters of [1, 3, 9]) {
      const writer = spawn(process.execPath, [child, folder, '0'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(writer, 'exit');
      let text = '';
      for await (const chunk of writer.stdout) {
        text += String(chunk);
        if (text.split('\n').length > letters) break;
      }
      writer.kill('SIGKILL');
      await ended;
      acknowledged.push(
        ...text
          .split('\n')
          .slice(0, -1)
          .map((line) => line.split(' ')[1] ?? ''),
      );
    }
    const store = await createFilesystemStore({ path: folder });
    expect(acknowledged.length).toBeGreaterThanOrEqual(13);
    for (const sha256 of acknowledged) expect(await store.read(sha256)).toHaveLength(100_000);
    const all = (await readdir(folder, { recursive: true })).filter((path) =>
      /\/[0-9a-f]{64}$/.test(path),
    );
    for (const path of all) {
      const bytes = await readFile(join(folder, path));
      expect(path.endsWith(createHash('sha256').update(bytes).digest('hex'))).toBe(true);
    }
    await store.sweepTemporary(0);
    expect(await readdir(join(folder, 'eingang'))).toEqual([]);
  });
});
