import { randomUUID } from 'node:crypto';
import type { ImapFlow } from 'imapflow';
import { asSystem } from '#infrastructure/database/transaction.js';
import { createImapClient, isSignInRefused, type MailboxSettings } from '#infrastructure/imap.js';
import type { Log } from '#infrastructure/log.js';
import { holdPostfach, releasePostfach, savePostfach } from './imap.repository.js';
import { createImapPass } from './imap-pass.js';
import type { IntakeDeps } from './intake.js';

const times = { firstPauseMs: 1_000, longestPauseMs: 60_000, holdMs: 20_000, waitForTurnMs: 5_000 };

/** German, for the status page; never what the server says, which may hold names. */
const faultText = (error: unknown): string => {
  const facts = error instanceof Error ? error : new Error('unknown');
  if (isSignInRefused(error))
    return 'Die Anmeldung am Postfach wird abgelehnt. Bitte Benutzer und Kennwort (oder oauth) prüfen.';
  const code: unknown = Reflect.get(facts, 'code');
  if (code === 'imap-verschieben')
    return 'Der Mailserver verschiebt keine Nachrichten. Bitte Ordner und Rechte des Kontos prüfen.';
  if (code === 'disk-low' || code === 'storage-failed')
    return 'Der Speicherplatz ist knapp; die Nachrichten bleiben im Postfach.';
  return 'Der Mailserver oder die Datenbank ist nicht erreichbar; es wird von selbst wieder versucht.';
};

/** Something that can be waited for and called to come at once; each call ends the running wait, or the next one. */
const createBell = () => {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: (): void => {
      rung = true;
      wake?.();
    },
    wait: async (ms: number): Promise<void> => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      wake = undefined;
    },
  };
};

type Bell = ReturnType<typeof createBell>;

const ensureFolders = async (client: ImapFlow, box: MailboxSettings): Promise<void> => {
  const known = new Set((await client.list()).map(({ path }) => path));
  for (const folder of [box.doneFolder, box.failedFolder])
    if (!known.has(folder)) await client.mailboxCreate(folder);
};

/** Reads one mailbox until it is stopped; whatever breaks, it comes back by itself. */
const readMailbox = (deps: IntakeDeps & { log: Log; box: MailboxSettings; me: string }) => {
  const { db, log, box, me } = deps;
  const quelle = `imap:${box.name}`;
  const pollMs = deps.config.imap.pollSeconds * 1_000;
  const pauseBell = createBell();
  let sessionBell: Bell | undefined;
  let stopped = false;
  const holds = (): Promise<boolean> => asSystem(db, (tx) => holdPostfach(tx, quelle, me));
  const pass = createImapPass({ ...deps, quelle, holds });

  /** Waits for the server's word, or for the time of the next look; IDLE is asked for at once and by name. */
  const listen = async (client: ImapFlow, bell: Bell): Promise<void> => {
    await asSystem(db, (tx) =>
      savePostfach(tx, { quelle, zustand: 'lauscht', stoerung: '', kontakt: true }),
    );
    const idling = client.idle().catch(() => false);
    for (let waited = 0; waited < pollMs && client.usable && !stopped; ) {
      const ms = Math.min(pollMs - waited, times.holdMs);
      const from = performance.now();
      await bell.wait(ms);
      const slept = performance.now() - from;
      waited += slept;
      // Woken before its time: something has happened.
      if (slept < ms - 50) break;
      if (!(await holds())) break;
    }
    if (client.usable) await client.noop();
    await idling;
  };

  const session = async (): Promise<void> => {
    const client = await createImapClient(box);
    const bell = createBell();
    sessionBell = bell;
    client.on('error', () => bell.ring());
    client.on('close', () => bell.ring());
    client.on('exists', () => bell.ring());
    try {
      await client.connect();
      await ensureFolders(client, box);
      await client.mailboxOpen(box.folder);
      while (!stopped && client.usable && (await holds())) {
        await pass(client);
        if (!stopped && client.usable) await listen(client, bell);
      }
      if (client.usable) await client.logout();
    } finally {
      client.close();
    }
  };

  const run = async (): Promise<void> => {
    let pauseMs = times.firstPauseMs;
    while (!stopped) {
      try {
        const from = performance.now();
        const isMine = await holds();
        if (isMine) await session();
        if (!stopped) await pauseBell.wait(isMine ? times.firstPauseMs : times.waitForTurnMs);
        if (performance.now() - from > times.longestPauseMs) pauseMs = times.firstPauseMs;
        continue;
      } catch (error) {
        log.warn({ err: error, quelle }, 'a mailbox cannot be read now');
        const stoerung = faultText(error);
        await asSystem(db, (tx) =>
          savePostfach(tx, { quelle, zustand: 'getrennt', stoerung, kontakt: false }),
        ).catch((err: unknown) => log.warn({ err, quelle }, 'nor can this be noted'));
      }
      if (!stopped) await pauseBell.wait(pauseMs);
      pauseMs = Math.min(pauseMs * 2, times.longestPauseMs);
    }
    await asSystem(db, (tx) => releasePostfach(tx, quelle, me)).catch((err: unknown) =>
      log.warn({ err, quelle }, 'the mailbox will be free when its time has run out'),
    );
  };

  const running = run();
  return {
    /** Lets the message that is being taken in reach its end. */
    stop: async (): Promise<void> => {
      stopped = true;
      sessionBell?.ring();
      pauseBell.ring();
      await running;
    },
  };
};

/** Starts reading all configured mailboxes, each on its own; returns how to stop. */
export const startImap = (deps: IntakeDeps & { log: Log }): (() => Promise<void>) => {
  const me = randomUUID();
  const readers = deps.config.imap.mailboxes.map((box) => readMailbox({ ...deps, box, me }));
  return async () => {
    await Promise.all(readers.map((reader) => reader.stop()));
  };
};
