import { readFile } from 'node:fs/promises';
import { ImapFlow } from 'imapflow';
import type { Config } from '#config/schema.js';
import { fetchToken, TokenRefused } from './oauth.js';

/** A mailbox as it is set up. */
export type MailboxSettings = Config['imap']['mailboxes'][number];

const passwordOf = async (box: MailboxSettings): Promise<string> =>
  box.passwordFile === undefined
    ? (box.password ?? '')
    : (await readFile(box.passwordFile, 'utf8')).replace(/\r?\n$/, '');

/** What signs in to the mailbox: its password, or a token of the authorisation server. */
const authOf = async (box: MailboxSettings) =>
  box.oauth === undefined
    ? { user: box.user, pass: await passwordOf(box) }
    : { user: box.user, accessToken: await fetchToken(box.oauth) };

/** A client of the mailbox, not yet connected; it says nothing to any log. @throws TokenRefused without a token, or when a file of the settings cannot be read */
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
    auth: await authOf(box),
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectionMs,
    socketTimeout: socketMs,
  });

/** Whether the server refused the name or the password, or the authorisation server the client. */
export const isSignInRefused = (error: unknown): boolean =>
  (error instanceof TokenRefused && error.refused) ||
  (error instanceof Error && Reflect.get(error, 'authenticationFailed') === true);
