import { createHash } from 'node:crypto';
import SftpClient from 'ssh2-sftp-client';
import { DependencyDown } from '#errors.js';

export interface SftpOptions {
  /** `sftp://user@host[:port]/folder`; the folder counts from the root of what the account sees. */
  url: string;
  /** `SHA256:…`, the only host key that is accepted. */
  hostKey: string;
  privateKey?: Buffer | undefined;
  /** Of the account, or of the private key. */
  password?: string | undefined;
  /** Longest time for one connection with all that is done in it. */
  totalTimeoutMs: number;
}

/** What is done with one connection. */
export type SftpSession = Pick<
  SftpClient,
  'stat' | 'get' | 'put' | 'rename' | 'posixRename' | 'delete' | 'list' | 'exists'
>;

/** `SHA256:…` without padding, as OpenSSH prints it. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** Whether an error of the session says that there is no such file. */
export const isNoSuchFile = (error: unknown): boolean =>
  error instanceof Error && /no such file/i.test(error.message);

const sshPort = 22;

const fault = (code: string, message: string, cause?: unknown): DependencyDown =>
  new DependencyDown({ code, message, ...(cause === undefined ? {} : { cause }) });

const foreignKey = (found: string): DependencyDown =>
  fault(
    'sftp-host-key',
    `The print service shows the host key ${found}, which is not druckwege.sftpHostKey. Nothing was handed over. Ask the service by telephone whether its key has changed; only then change the setting.`,
  );

/** The folder of the settings, without a slash at its end. */
export const folderOf = (url: string): string =>
  decodeURIComponent(new URL(url).pathname).replace(/\/+$/, '');

const silent = { error: () => undefined, end: () => undefined, close: () => undefined };

/**
 * Connections to one SFTP server whose host key is pinned. Each piece of work has one of its own, and the connection
 * ends with it, whatever happens.
 */
export const createSftp = (options: SftpOptions) => {
  const { hostname, port, username } = new URL(options.url);
  const pinned = options.hostKey.replace(/=+$/, '');

  const connect = async (client: SftpClient): Promise<void> => {
    let shown: string | undefined;
    const { privateKey, password } = options;
    try {
      await client.connect({
        host: hostname.replace(/^\[|\]$/g, ''),
        port: port === '' ? sshPort : Number(port),
        username: decodeURIComponent(username),
        readyTimeout: options.totalTimeoutMs,
        hostVerifier: (key: Buffer) => {
          shown = fingerprintOf(key);
          return shown === pinned;
        },
        ...(privateKey === undefined
          ? { password: password ?? '' }
          : { privateKey, ...(password === undefined ? {} : { passphrase: password }) }),
      });
    } catch (error) {
      if (shown !== undefined && shown !== pinned) throw foreignKey(shown);
      throw fault(
        'sftp-unreachable',
        'The print service cannot be reached by SFTP, or refuses the account; check druckwege.sftpUrl and the key.',
        error,
      );
    }
  };

  /** @throws DependencyDown when there is no connection, Error of the library when a step fails */
  return async <T>(
    work: (session: SftpSession) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> => {
    const client = new SftpClient('poststelle', silent);
    const limit = AbortSignal.timeout(options.totalTimeoutMs);
    const ended = signal === undefined ? limit : AbortSignal.any([limit, signal]);
    let giveUp: () => void = () => undefined;
    const aborted = new Promise<never>((_resolve, reject) => {
      giveUp = () => reject(fault('sftp-slow', 'The print service did not answer in time.'));
      ended.addEventListener('abort', giveUp, { once: true });
    });
    const run = async (): Promise<T> => {
      ended.throwIfAborted();
      await connect(client);
      return work(client);
    };
    try {
      return await Promise.race([run(), aborted]);
    } finally {
      ended.removeEventListener('abort', giveUp);
      // The end of a connection that is broken already is no news.
      client.end().catch(() => undefined);
    }
  };
};

export type Sftp = ReturnType<typeof createSftp>;
