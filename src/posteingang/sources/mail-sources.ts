import type { Log } from '#infrastructure/log.js';
import type { IntakeDeps } from './intake.js';
import { createLmtpServer } from './lmtp.js';

/** The ways by which mail reaches Poststelle by itself; each is off until it is configured. */
export const createMailSources = (deps: IntakeDeps & { log: Log }) => ({
  /** Starts what is configured; returns how to stop it. */
  start: async (): Promise<() => Promise<void>> => {
    if (deps.config.lmtp.port === undefined) return () => Promise.resolve();
    const lmtp = await createLmtpServer(deps);
    await lmtp.listen();
    return lmtp.close;
  },
});

export type MailSources = ReturnType<typeof createMailSources>;
