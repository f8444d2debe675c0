import { readFile } from 'node:fs/promises';
import { ImapFlow } from 'imapflow';
import type { Config } from '#config/schema.js';

/** A mailbox as it is set up. */
export type MailboxSettings = Config['imap']['mailboxes'][number];

const passwordOf = async (box: MailboxSettings): Promise<string> =>
  box.passwordFile === undefined
    ? (box.password ?? '')
    : (await readFile(box.passwordFile, 'utf8')).replace(/\r?\n$/, '');

/** A client of the mailbox, not yet connected; it says nothing to any log. @throws when a file of the settings cannot be read */
export const createImapClient = async (
  box: MailboxSettings,
  { connectionMs = 30_000, socketMs = 300_000 } = {},
): Promise<ImapFlow> =>
  new ImapFlow({
    host: box.host,
    port: box.port,
    secure: box.security === 'tls',
    ...(box.security === 'tls' ? {} : { doSTARTTLS: box.security === 'starttls' }),
    ...(box.caFile === undefined ? {} : { tls: { ca: await readFile(box.caFile) } }),
    auth: { user: box.user, pass: await passwordOf(box) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectionMs,
    socketTimeout: socketMs,
  });

/** Whether the server refused the name or the password. */
export const isSignInRefused = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, 'authenticationFailed') === true;
