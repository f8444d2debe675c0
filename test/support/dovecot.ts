import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { freePort } from './redis.js';

const user = 'poststelle@stadt.example';
const password = 'geheim-im-test';

/** A real Dovecot of this test with one mailbox. */
export interface Dovecot {
  port: number;
  user: string;
  password: string;
  start: () => Promise<void>;
  /** Ends it at once, as a restart in the middle would. */
  stop: () => Promise<void>;
  /** Makes the server count anew: all messages get other numbers. Only while it is stopped. */
  changeUidValidity: () => Promise<void>;
  /** The folders for what was taken in exist from now on, and nothing can be put into them. */
  forbidMoving: () => Promise<void>;
  /** A connection of somebody else to the same mailbox; log it out. */
  visit: () => Promise<ImapFlow>;
  remove: () => Promise<void>;
}

const isRoot = process.getuid?.() === 0;
/** Debian's nobody; the mails of a Dovecot that root starts belong to somebody else. */
const mailUid = 65_534;

/** How people sign in: with a password, or with tokens that the given address tells to be good. */
export interface DovecotSettings {
  introspectionUrl?: string;
  /** PEM files; with them the server speaks STARTTLS and wants it. */
  tls?: { certFile: string; keyFile: string };
}

const tokensOf = (folder: string): string => `auth_mechanisms = plain xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}
`;

const settingsOf = (folder: string, port: number, given: DovecotSettings): string => {
  const name = userInfo().username;
  const own = isRoot
    ? ''
    : `default_internal_user = ${name}\ndefault_login_user = ${name}\ndefault_internal_group = ${execFileSync('id', ['-gn']).toString().trim()}\n`;
  const uid = isRoot ? mailUid : (process.getuid?.() ?? 0);
  const gid = isRoot ? mailUid : (process.getgid?.() ?? 0);
  const chroot = isRoot ? '' : '  chroot =\n';
  return `${own}protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
${
  given.tls === undefined
    ? 'ssl = no'
    : `ssl = required\nssl_cert = <${given.tls.certFile}\nssl_key = <${given.tls.keyFile}`
}
disable_plaintext_auth = no
first_valid_uid = 0
mail_location = maildir:${folder}/mail/%u
${given.introspectionUrl === undefined ? '' : tokensOf(folder)}passdb {
  driver = passwd-file
  ${given.introspectionUrl === undefined ? '' : 'mechanisms = plain'}
  args = scheme=PLAIN ${folder}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%u
}
service imap-login {
${chroot}  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
${chroot}}
service stats {
${chroot}}
`;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
  });

/** Prepares a server; it does not run yet. */
export const createDovecot = async (
  program: string,
  given: DovecotSettings = {},
): Promise<Dovecot> => {
  const folder = await mkdtemp(join(tmpdir(), 'poststelle-dovecot-'));
  const port = await freePort();
  await chmod(folder, 0o755);
  const mails = join(folder, 'mail');
  for (const one of ['run', 'state', 'mail']) await mkdir(join(folder, one), { mode: 0o755 });
  if (isRoot) await chown(mails, mailUid, mailUid);
  await writeFile(join(folder, 'users'), `${user}:${password}\n`, { mode: 0o644 });
  const settings = join(folder, 'dovecot.conf');
  await writeFile(settings, settingsOf(folder, port, given), { mode: 0o644 });
  await writeFile(
    join(folder, 'oauth2.conf'),
    `introspection_mode = post\nintrospection_url = ${given.introspectionUrl ?? ''}\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n`,
    { mode: 0o644 },
  );
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    // Its children keep these files open; a pipe would keep the test from ending.
    const output = openSync(join(folder, 'output.log'), 'a');
    child = spawn(program, ['-F', '-c', settings], { stdio: ['ignore', output, output] });
    for (let tries = 0; !(await answers(port)); tries += 1) {
      if (tries > 300 || child.exitCode !== null)
        throw new Error(
          `Dovecot does not answer: ${await readFile(join(folder, 'output.log'), 'utf8')}${await readFile(join(folder, 'dovecot.log'), 'utf8').catch(() => '')}`,
        );
      await pause(50);
    }
  };
  const stop = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
    while (await answers(port)) await pause(20);
  };
  return {
    port,
    user,
    password,
    start,
    stop,
    changeUidValidity: async () => {
      // It is the second of its making; within the same second it would be the same again.
      await pause(1_100);
      const folders = await readdir(mails, { recursive: true });
      for (const name of folders)
        if (/(^|\/)dovecot[-.]/.test(name)) await rm(join(mails, name), { force: true });
    },
    forbidMoving: async () => {
      const box = join(mails, user);
      for (const name of ['.Verarbeitet', '.Nicht verarbeitet']) {
        for (const part of ['cur', 'new', 'tmp'])
          await mkdir(join(box, name, part), { recursive: true, mode: 0o500 });
        await chmod(join(box, name), 0o500);
      }
    },
    visit: async () => {
      const auth = { user, pass: password };
      const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth, logger: false });
      await client.connect();
      return client;
    },
    remove: async () => {
      await stop();
      execFileSync('chmod', ['-R', 'u+w', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
