import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './needs.js';
import { freePort } from './redis.js';
import { listensAt, startServer } from './started.js';

const run = promisify(execFile);

/** A real OpenSSH server of this test for the user who runs it. */
export interface Sshd {
  port: number;
  /** `sftp://user@127.0.0.1:port/…` of a folder of this machine. */
  urlOf: (folder: string, port?: number) => string;
  /** `SHA256:…` of its host key. */
  hostKey: string;
  privateKey: Buffer;
  keyFile: string;
  /** The folder that is handed to, and the one with return lists. */
  folder: string;
  returnFolder: string;
  stop: () => Promise<void>;
}

const configOf = (folder: string, port: number): string => `Port ${port}
ListenAddress 127.0.0.1
HostKey ${folder}/host
PidFile none
AuthorizedKeysFile ${folder}/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
MaxStartups 200
Subsystem sftp internal-sftp
`;

const makeKey = async (path: string): Promise<void> => {
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
};

/** Starts OpenSSH; `mostFileBlocks` limits the size of a file as a full disk would, in KiB. */
export const startSshd = async (options: { mostFileBlocks?: number } = {}): Promise<Sshd> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-sshd-'));
  const port = await freePort();
  await makeKey(join(folder, 'host'));
  await makeKey(join(folder, 'client'));
  await writeFile(join(folder, 'authorized'), await readFile(join(folder, 'client.pub')));
  await chmod(join(folder, 'host'), 0o600);
  await writeFile(join(folder, 'sshd_config'), configOf(folder, port));
  await mkdir(join(folder, 'eingang'));
  await mkdir(join(folder, 'rueck'));
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
  const sshd = findProgram('sshd') ?? '/usr/sbin/sshd';
  const limit = options.mostFileBlocks === undefined ? '' : `ulimit -f ${options.mostFileBlocks}; `;
  const started = await startServer({
    program: 'bash',
    args: ['-c', `${limit}exec ${sshd} -D -e -f ${join(folder, 'sshd_config')}`],
    logFile: join(folder, 'log'),
    ready: () => listensAt(port),
  });
  const { stdout } = await run('ssh-keygen', ['-lf', join(folder, 'host.pub')]);
  return {
    port,
    urlOf: (path, at = port) => `sftp://${userInfo().username}@127.0.0.1:${at}${path}`,
    hostKey: /SHA256:\S+/.exec(stdout)?.[0] ?? '',
    privateKey: await readFile(join(folder, 'client')),
    keyFile: join(folder, 'client'),
    folder: join(folder, 'eingang'),
    returnFolder: join(folder, 'rueck'),
    stop: async () => {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
