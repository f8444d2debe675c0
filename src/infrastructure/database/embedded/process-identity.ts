import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const linuxIdentity = async (pid: number): Promise<string | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The program name in parentheses may itself hold spaces and parentheses; fields count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields[0], fields[19]];
  if (state === undefined || started === undefined || 'ZX'.includes(state)) return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${boot.trim()} ${namespace} ${pid} ${started}`;
};

const otherUnixIdentity = async (pid: number): Promise<string | undefined> => {
  const answer = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  }).catch(() => undefined);
  const [, state, started] = /^\s*(\S+)\s+(.+?)\s*$/.exec(answer?.stdout ?? '') ?? [];
  return state === undefined || state.startsWith('Z') ? undefined : `${pid} ${started}`;
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/**
 * A text that names this very process for good: a later process with the same number has another one.
 * Undefined when nothing runs under the number, or only a zombie.
 */
export const processIdentity = async (pid: number): Promise<string | undefined> => {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') return linuxIdentity(pid);
  if (process.platform === 'win32') return exists(pid) ? String(pid) : undefined;
  return otherUnixIdentity(pid);
};

/** The command line of a process, or undefined when it is gone or hidden from us. */
const commandLine = async (pid: number): Promise<string | undefined> => {
  if (process.platform === 'linux')
    return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  const answer = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(
    () => undefined,
  );
  return answer?.stdout;
};

/**
 * Whether `pid` is a PostgreSQL server that works on `cluster` (an absolute path without symbolic links).
 * Reads the command line too: a root without CAP_SYS_PTRACE may not see another user's working directory.
 */
export const isPostgresOn = async (pid: number, cluster: string): Promise<boolean> => {
  if ((await processIdentity(pid)) === undefined) return false;
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (workingDirectory === cluster) return true;
  const command = await commandLine(pid);
  return command?.includes('postgres') === true && command.includes(cluster);
};
