import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import { createVerschlussannahme } from '../verschluss/annahme.js';
import { createAddressBook } from './address-book.js';
import { savePostfach } from './imap.repository.js';
import type { IntakeDeps } from './intake.js';
import {
  foreignClient,
  notComplete,
  Refusal,
  refusalOf,
  sameRecipient,
  unknownRecipient,
} from './lmtp-replies.js';
import { createMailIntake, type MailGroup, storedIp } from './mail-intake.js';
import { includes, networksOf } from './networks.js';
import { createTally } from './tally.js';

const bytesPerMegabyte = 1_000_000;
/** RFC 5321 4.5.3.2: a server waits five minutes for the next command. */
const idleMs = 300_000;
const closeMs = 3_000;
/** How often the status page learns that the receiver is there. */
const signOfLifeMs = 30_000;

const tlsOf = async ({ tlsCertFile, tlsKeyFile }: IntakeDeps['config']['lmtp']) =>
  tlsCertFile === undefined || tlsKeyFile === undefined
    ? { disabledCommands: ['AUTH', 'STARTTLS'] }
    : {
        disabledCommands: ['AUTH'],
        cert: await readFile(tlsCertFile),
        key: await readFile(tlsKeyFile),
      };

/** Facts that a trusted mail server tells of its own client (XFORWARD), else those of the connection. */
const clientOf = (session: SMTPServerSession): { clientIp: string | null; helo: string | null } => {
  const forwarded: unknown = Reflect.get(session, 'xForward');
  const facts = forwarded instanceof Map ? forwarded : new Map<unknown, unknown>();
  const told = (name: string): string | undefined => {
    const value: unknown = facts.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return {
    clientIp: storedIp(told('ADDR')) ?? storedIp(session.remoteAddress),
    helo: told('HELO') ?? (session.hostNameAppearsAs || null),
  };
};

/** Reads what is left, so that the answer comes after the end of the message and not in its middle. */
const drain = async (stream: SMTPServerDataStream): Promise<void> => {
  stream.resume();
  if (!stream.readableEnded && !stream.destroyed)
    await Promise.race([once(stream, 'end'), once(stream, 'close')]).catch(() => undefined);
};

/** A copy of the stream that ends with an error where the other side goes away in the middle. */
const copyOf = (stream: SMTPServerDataStream): PassThrough => {
  const copy = new PassThrough();
  stream.on('error', (error) => copy.destroy(error));
  stream.once('close', () => {
    if (!stream.readableEnded) copy.destroy(notComplete());
  });
  copy.on('error', () => undefined);
  stream.pipe(copy);
  return copy;
};

/**
 * Takes mail from the mail server of the city by LMTP (RFC 2033) or SMTP (RFC 5321). A mail is answered with 250 only
 * when its bytes are durable and its item is committed; LMTP answers for each recipient. What cannot be taken now is
 * refused for now, so that it stays in the queue of the mail server; its next attempt is recognised by its bytes.
 */
export const createLmtpServer = async (deps: IntakeDeps & { log: Log }) => {
  const { config, clock, log } = deps;
  const { protocol, maxMegabytes, maxConnections } = config.lmtp;
  const maxBytes = maxMegabytes * bytesPerMegabyte;
  const intake = createMailIntake(deps);
  const handling = createVerschlussannahme(deps);
  const book = createAddressBook(config.lmtp.addresses);
  const networks = networksOf(config.lmtp.clients);
  const tally = createTally({ ...deps, quelle: protocol });

  /** The recipients with what the handling rules say of each, before the first byte of the mail is read. */
  const recipientsOf = ({ mailFrom, rcptTo }: SMTPServerSession['envelope']) =>
    Promise.all(
      rcptTo.map(async ({ address }) => {
        const known = book.find(address);
        const verschluss = await handling.decide({
          empfaengeradressen: [address],
          absenderadresse: mailFrom === false ? '' : mailFrom.address,
        });
        const einheit = known?.einheit ?? null;
        // What stays closed is nobody else's: a group, and so an item, of its own.
        const gruppe = verschluss === undefined ? `offen:${einheit ?? ''}` : `zu:${address}`;
        return { address, known, einheit, verschluss, gruppe };
      }),
    );

  /** One group for each unit that is addressed and each closed address, and for each recipient the group that answers for it. */
  const groupsOf = async (session: SMTPServerSession, empfangenAm: Date) => {
    const { mailFrom } = session.envelope;
    const recipients = await recipientsOf(session.envelope);
    const gruppen = [...new Set(recipients.map(({ gruppe }) => gruppe))];
    const groups = gruppen.map((gruppe): MailGroup => {
      const own = recipients.filter((one) => one.gruppe === gruppe);
      const einheit = own[0]?.einheit ?? null;
      return {
        einheit,
        verschluss: own[0]?.verschluss,
        zustellungen: own.map(({ address, known }) => ({
          quelle: protocol,
          postfach: known?.adresse ?? address,
          einheit,
          umschlagVon: mailFrom === false ? '' : mailFrom.address,
          umschlagAn: own.map((one) => one.address),
          ...clientOf(session),
          empfangenAm,
        })),
      };
    });
    return {
      groups,
      groupOf: recipients.map(({ gruppe }) => gruppen.indexOf(gruppe)),
    };
  };

  /** The answer for each recipient, in their order. */
  const receive = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<(Refusal | string)[]> => {
    const at = clock.now();
    const { groups, groupOf } = await groupsOf(session, at);
    const results = await intake.takeIn(copyOf(stream), { maxBytes, groups: () => groups });
    return groupOf.map((index) => {
      const result = results[index];
      if (result?.status === 'fulfilled') {
        tally.acknowledged(at);
        return `2.0.0 OK ${result.value.eingangsnummer}`;
      }
      log.warn({ err: result?.reason }, 'a mail could not be taken in; it stays with the sender');
      return refusalOf(result?.reason);
    });
  };

  const onData = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    answer: (error?: Error | null, message?: string) => void,
  ): Promise<void> => {
    try {
      const replies = await receive(stream, session);
      const refusal = replies.find((reply) => reply instanceof Refusal);
      // A list is the way of the library to answer for each recipient; its types know only one text.
      if (protocol === 'lmtp') answer(null, replies as unknown as string);
      else if (refusal !== undefined) answer(refusal);
      else answer(null, String(replies[0]));
    } catch (error) {
      await drain(stream);
      const refusal = refusalOf(error);
      if (refusal.responseCode === 451 || refusal.responseCode === 452)
        log.warn({ err: error }, 'a mail could not be taken in; it stays with the sender');
      else tally.refused();
      answer(refusal);
    }
  };

  const server = new SMTPServer({
    ...(await tlsOf(config.lmtp)),
    lmtp: protocol === 'lmtp',
    name: 'poststelle',
    banner: 'Poststelle',
    size: maxBytes,
    authOptional: true,
    disableReverseLookup: true,
    useXForward: true,
    maxClients: maxConnections,
    socketTimeout: idleMs,
    closeTimeout: closeMs,
    onConnect: (session, done) =>
      done(includes(networks, session.remoteAddress) ? undefined : foreignClient()),
    onMailFrom: ({ args }, _session, done) => {
      // What the other side announces (RFC 1870); nothing is said where it does not.
      intake.requireSpace(Number(Reflect.get(args || {}, 'SIZE')) || 0).then(
        () => done(),
        (error: unknown) => done(refusalOf(error)),
      );
    },
    onRcptTo: ({ address }, session, done) => {
      const { rcptTo } = session.envelope;
      if (rcptTo.some((one) => one.address.toLowerCase() === address.toLowerCase()))
        return done(sameRecipient());
      if (book.find(address) !== undefined) return done();
      tally.refused();
      done(unknownRecipient());
    },
    onData: (stream, session, answer) => void onData(stream, session, answer),
  });
  server.on('error', (error) => log.debug({ err: error }, 'a connection of a mail server broke'));

  const showState = (zustand: 'verbunden' | 'getrennt'): Promise<unknown> =>
    asSystem(deps.db, (tx) =>
      savePostfach(tx, {
        quelle: protocol,
        zustand,
        stoerung: '',
        kontakt: zustand === 'verbunden',
      }),
    ).catch((error: unknown) => log.warn({ err: error }, 'the state of the receiver is not noted'));
  let signs: NodeJS.Timeout | undefined;

  return {
    /** Begins to listen; the port that was given. */
    listen: async (): Promise<number> => {
      server.listen(config.lmtp.port, config.lmtp.host);
      await once(server.server, 'listening');
      const address = server.server.address();
      const given = typeof address === 'object' && address !== null ? address.port : 0;
      log.info({ port: given, protocol }, 'mail is taken from mail servers');
      await showState('verbunden');
      signs = setInterval(() => void showState('verbunden'), signOfLifeMs);
      return given;
    },
    /** Takes no more; what has not been answered stays with the sender. */
    close: async (): Promise<void> => {
      clearInterval(signs);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await tally.stop();
      await showState('getrennt');
    },
  };
};

export type LmtpServer = Awaited<ReturnType<typeof createLmtpServer>>;
