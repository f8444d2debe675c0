import { asSystem } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import { startImap } from './imap.js';
import { forgetOtherPostfaecher } from './imap.repository.js';
import type { IntakeDeps } from './intake.js';
import { createLmtpServer } from './lmtp.js';

/** The ways by which mail reaches Poststelle by itself; each is off until it is configured. */
export const createMailSources = (deps: IntakeDeps & { log: Log }) => ({
  /** Starts what is configured; returns how to stop it. */
  start: async (): Promise<() => Promise<void>> => {
    const { config, db } = deps;
    // What was uploaded belongs to no setting.
    const quellen = ['mbox', ...config.imap.mailboxes.map(({ name }) => `imap:${name}`)];
    if (config.lmtp.port !== undefined) quellen.push(config.lmtp.protocol);
    await asSystem(db, (tx) => forgetOtherPostfaecher(tx, quellen));
    const lmtp = deps.config.lmtp.port === undefined ? undefined : await createLmtpServer(deps);
    await lmtp?.listen();
    const stopImap = startImap(deps);
    return async () => {
      await Promise.all([lmtp?.close(), stopImap()]);
    };
  },
});

export type MailSources = ReturnType<typeof createMailSources>;
