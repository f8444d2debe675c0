import type { ImapFlow } from 'imapflow';
import { DependencyDown, InvalidInput } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { MailboxSettings } from '#infrastructure/imap.js';
import type { Log } from '#infrastructure/log.js';
import { createVerschlussannahme } from '../verschluss/annahme.js';
import {
  beginAttempt,
  closeMessage,
  findRecounted,
  type MessageKey,
  noteMessages,
  savePostfach,
  type WaitingMessage,
  withdrawAttempt,
} from './imap.repository.js';
import { type MailboxMessage, openMessage } from './imap-message.js';
import type { IntakeDeps } from './intake.js';
import { createMailIntake } from './mail-intake.js';
import { insertZustellungen, type Zustellung } from './zustellung.repository.js';

type Attempt = { outcome: 'taken' | 'gone' | 'later' } | { outcome: 'bad'; grund: string };

const bytesPerMegabyte = 1_000_000;

/** The way out of a pass when the fault lies elsewhere: with the server, the database or the disk. */
const notNow = (code: string, message: string, cause?: unknown): DependencyDown =>
  new DependencyDown({ code, message, cause });

const cannotMove = 'imap-verschieben';

const badMessage = (error: InvalidInput): string =>
  error.code === 'file-too-large'
    ? 'größer als imap.maxMegabytes'
    : 'leer oder vom Mailserver nicht lesbar';

/** Empties a mailbox: each message is taken in, committed, and only then moved away. */
export const createImapPass = (
  deps: IntakeDeps & {
    log: Log;
    box: MailboxSettings;
    quelle: string;
    holds: () => Promise<boolean>;
  },
) => {
  const { db, clock, log, box, quelle } = deps;
  const { maxAttempts, retrySeconds, maxMegabytes } = deps.config.imap;
  const intake = createMailIntake(deps);
  const handling = createVerschlussannahme(deps);

  const move = async (client: ImapFlow, uid: number, folder: string): Promise<void> => {
    const moved = await client.messageMove(String(uid), folder, { uid: true });
    if (moved === false) {
      const why = `The mail server did not move a message to "${folder}"; check the rights of the account.`;
      throw notNow(cannotMove, why);
    }
  };

  const deliveryOf = (
    key: { uidvalidity: number; uid: number },
    message: MailboxMessage,
  ): Zustellung => ({
    quelle,
    postfach: box.address || box.name,
    einheit: box.einheit ?? null,
    umschlagVon: '',
    umschlagAn: box.address === '' ? [] : [box.address],
    clientIp: null,
    helo: null,
    empfangenAm: clock.now(),
    ...key,
    messageId: message.messageId,
    internaldate: message.internaldate,
  });

  /** Whether the message had been taken in under a number that no longer holds; noted then. */
  const isRecounted = (delivery: Zustellung & { uid: number; uidvalidity: number }) => {
    const { messageId, internaldate } = delivery;
    if (typeof messageId !== 'string' || !(internaldate instanceof Date)) return false;
    return asSystem(db, async (tx) => {
      const posteingangId = await findRecounted(tx, { ...delivery, messageId, internaldate });
      if (posteingangId === undefined) return false;
      await insertZustellungen(tx, [{ ...delivery, posteingangId, wiederholung: true }]);
      return true;
    });
  };

  const takeIn = async (
    client: ImapFlow,
    { uidvalidity, uid }: MessageKey,
  ): Promise<'taken' | 'gone'> => {
    const key = { uidvalidity, uid };
    const message = await openMessage(client, key.uid);
    if (message === undefined) return 'gone';
    const delivery = { ...deliveryOf(key, message), ...key };
    if (await isRecounted(delivery)) {
      message.raw.destroy();
      return 'taken';
    }
    const verschluss = await handling.decide({
      eingangsort: box.name,
      empfaengeradressen: box.address === '' ? [] : [box.address],
    });
    const [result] = await intake.takeIn(message.raw, {
      maxBytes: maxMegabytes * bytesPerMegabyte,
      groups: () => [{ einheit: box.einheit ?? null, zustellungen: [delivery], verschluss }],
    });
    if (result?.status === 'fulfilled') return 'taken';
    throw notNow('imap-annahme', 'A message could not be written to the database.', result?.reason);
  };

  /** Puts a message aside that can never be taken; it stays in the mailbox, in a folder of its own. */
  const putAside = async (client: ImapFlow, key: MessageKey, grund: string): Promise<void> => {
    await move(client, key.uid, box.failedFolder);
    await asSystem(db, (tx) => closeMessage(tx, key, { zustand: 'beiseite', grund }));
    log.error({ quelle, uid: key.uid }, 'a message was put aside and needs a person');
  };

  /** Whether the message could be taken in, with its attempt counted before. */
  const attempt = async (client: ImapFlow, key: MessageKey): Promise<Attempt> => {
    await asSystem(db, (tx) => beginAttempt(tx, key, retrySeconds));
    try {
      return { outcome: await takeIn(client, key) };
    } catch (error) {
      if (error instanceof InvalidInput && error.code !== 'upload-aborted')
        return { outcome: 'bad', grund: badMessage(error) };
      if (error instanceof DependencyDown) {
        await asSystem(db, (tx) => withdrawAttempt(tx, key));
        throw error;
      }
      if (!client.usable) throw error;
      log.warn({ err: error, quelle, uid: key.uid }, 'a message will be tried again');
      return { outcome: 'later' };
    }
  };

  /** Deals with one message; false when it has to wait. @throws what is no message's fault */
  const handle = async (
    client: ImapFlow,
    uidvalidity: number,
    waiting: WaitingMessage,
  ): Promise<boolean> => {
    const key = { quelle, uidvalidity, uid: waiting.uid };
    if (!waiting.angenommen) {
      if (waiting.versuche >= maxAttempts) {
        await putAside(client, key, `${maxAttempts} Versuche sind gescheitert`);
        return true;
      }
      const made = await attempt(client, key);
      if (made.outcome === 'bad') await putAside(client, key, made.grund);
      if (made.outcome !== 'taken') return made.outcome !== 'later';
    }
    await move(client, waiting.uid, box.doneFolder);
    await asSystem(db, (tx) => closeMessage(tx, key, { zustand: 'angenommen', grund: '' }));
    return true;
  };

  /**
   * One look into the open mailbox. A message that fails waits for its next attempt while the others go on; what is
   * no message's fault ends the pass. Returns how many messages are left.
   */
  return async (client: ImapFlow): Promise<number> => {
    if (client.mailbox === false) throw notNow('imap-zu', 'No folder is open.');
    const uidvalidity = Number(client.mailbox.uidValidity);
    const found = await client.search({ deleted: false }, { uid: true });
    if (!Array.isArray(found))
      throw notNow('imap-suche', 'The mail server does not list the folder.');
    const messages = await asSystem(db, (tx) =>
      noteMessages(tx, { quelle, uidvalidity, uids: found }),
    );
    let left = messages.length;
    let stuck: DependencyDown | undefined;
    const save = async (): Promise<void> => {
      const aside = await client.status(box.failedFolder, { messages: true });
      const beiseite = aside === false ? 0 : (aside.messages ?? 0);
      const stand = { quelle, zustand: 'verbunden', stoerung: '', kontakt: true } as const;
      await asSystem(db, (tx) => savePostfach(tx, { ...stand, wartend: left, beiseite }));
    };
    await save();
    for (const message of messages) {
      if (!message.faellig && !message.angenommen) continue;
      await intake.requireSpace();
      if (!(await deps.holds()))
        throw notNow('imap-anderer', 'Another process reads this mailbox now.');
      try {
        if (await handle(client, uidvalidity, message)) left -= 1;
      } catch (error) {
        if (!(error instanceof DependencyDown) || error.code !== cannotMove) throw error;
        // What lies behind it is taken in all the same; nothing is taken in twice.
        stuck = error;
      }
    }
    await save();
    if (stuck !== undefined) throw stuck;
    return left;
  };
};
