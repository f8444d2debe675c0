import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './redis.js';

const run = promisify(execFile);

/** A real Postfix of this test that hands everything for stadt.example over by LMTP. */
export interface Postfix {
  port: number;
  /** How many mails it still holds. */
  queued: () => Promise<number>;
  stop: () => Promise<void>;
}

/** Other domains and the ports of this machine at which their mail servers listen. */
type Relays = Readonly<Record<string, number>>;

const transportsOf = (relays: Relays): string =>
  Object.entries(relays)
    .map(([domain, port]) => `{ ${domain} = smtp:[127.0.0.1]:${port} }`)
    .join(', ');

const mainSettings = (
  folder: string,
  lmtpPort: number,
  relays: Relays,
): string => `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${folder}/log/mail.log
maillog_file_prefixes = ${folder}
myhostname = mta.stadt.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relay_domains = stadt.example
relay_transport = lmtp:inet:127.0.0.1:${lmtpPort}
lmtp_send_xforward_command = yes
alias_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
lmtp_connection_cache_on_demand = no
transport_maps = ${Object.keys(relays).length === 0 ? '' : `inline:{ ${transportsOf(relays)} }`}
`;

const masterSettings = (port: number): string => `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
`;

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
  });

const idOf = async (kind: '-u' | '-g', name: string): Promise<number> =>
  Number((await run('id', [kind, name])).stdout);

/** Starts it with settings and a queue of its own; only root can. */
export const startPostfix = async (
  program: string,
  lmtpPort: number,
  relays: Relays = {},
): Promise<Postfix> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-postfix-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  for (const name of ['etc', 'queue', 'data', 'log']) await mkdir(join(folder, name));
  await chown(join(folder, 'data'), await idOf('-u', 'postfix'), await idOf('-g', 'postfix'));
  const etc = join(folder, 'etc');
  await writeFile(join(etc, 'main.cf'), mainSettings(folder, lmtpPort, relays));
  await writeFile(join(etc, 'master.cf'), masterSettings(port));
  const output = openSync(join(folder, 'output.log'), 'a');
  const stdio: ['ignore', number, number] = ['ignore', output, output];
  const check = spawn(program, ['-c', etc, 'check'], { stdio });
  await once(check, 'exit');
  const { stdout } = await run('postconf', ['-c', etc, '-h', 'daemon_directory']);
  const child: ChildProcess = spawn(join(stdout.trim(), 'master'), ['-c', etc, '-d'], {
    stdio,
    env: { ...process.env, MAIL_CONFIG: etc },
  });
  const logged = async (): Promise<string> => {
    const files = [join(folder, 'output.log'), join(folder, 'log/mail.log')];
    return (await Promise.all(files.map((one) => readFile(one, 'utf8').catch(() => '')))).join(
      '\n',
    );
  };
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 300 || child.exitCode !== null)
      throw new Error(`Postfix does not answer: ${await logged()}`);
    await pause(50);
  }
  return {
    port,
    queued: async () => {
      const { stdout: list } = await run('postqueue', ['-c', etc, '-j']);
      return list.split('\n').filter((line) => line.trim() !== '').length;
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      if (child.exitCode === null) await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
