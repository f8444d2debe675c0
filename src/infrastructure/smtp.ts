import { Transform } from 'node:stream';
import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { InvalidInput } from '#errors.js';

/** A mail address with the name that is shown; both are checked, neither is parsed. */
export interface MailAddress {
  name: string;
  address: string;
}

/** One mail to one recipient; what is not in these fields is not sent. */
export interface Mail {
  from: MailAddress;
  to: MailAddress;
  replyTo?: MailAddress;
  subject: string;
  text: string;
  /** With angle brackets; the same for each attempt at the same letter. */
  messageId: string;
  date: Date;
  /** For what a machine answers: an empty envelope sender, so that nothing comes back, and the marks of RFC 3834. */
  automaticReply?: {
    /** Message-IDs with angle brackets, the mail that is answered last; empty where it has none. */
    references: readonly string[];
  };
  attachments: readonly { fileName: string; contentType: string; content: Buffer }[];
  /** Who gets reports about the delivery; default: the sender that is shown. */
  envelopeFrom?: string;
  /** Certificate of the recipient in PEM, for which the mail is encrypted. */
  encryptFor?: string;
  /** Asks relays that can (RFC 3461) to report a success as well; failures and delays are always asked for. */
  reportSuccess?: boolean;
}

/** How a handing over to the relay ended. */
export type MailOutcome =
  /** The relay has taken responsibility. */
  | { outcome: 'accepted'; response: string }
  /** The relay has refused in words, so it has not taken the mail. */
  | { outcome: 'refused'; permanent: boolean; status: number; response: string }
  /** The end of the mail was never sent, so no relay can have taken it. */
  | { outcome: 'not-sent'; reason: string }
  /** The end of the mail was sent and no answer came: nobody here can know. */
  | { outcome: 'unknown'; reason: string };

export interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user and password if needed. */
  url: string;
  /** For connecting, for the greeting and for silence, in milliseconds. */
  timeoutMs: number;
  /** For the whole exchange, in milliseconds; shorter than the lease under which a letter is sent. */
  totalTimeoutMs: number;
  /** Sends nothing over a connection that is not encrypted; otherwise STARTTLS is used where the relay offers it. */
  requireTls?: boolean;
  /** Signs and encrypts a built mail; what it rejects with is what `send` rejects with. */
  finish?: (raw: Buffer, mail: Mail) => Promise<Buffer>;
}

export interface SendHooks {
  /**
   * Awaited when all of the mail except its end has been handed to the connection; when it rejects, the
   * end is not sent and `send` rejects with its error.
   */
  beforeEnd: () => Promise<void>;
  signal?: AbortSignal;
}

const controls = /[\p{Cc}\u2028\u2029]/u;
const singleAddress = /^[^\s<>()[\]\\,;:"@\p{Cc}]+@[^\s<>()[\]\\,;:"@\p{Cc}]+$/u;
/** One Message-ID in ASCII, short enough for a header line (RFC 5322 section 2.1.1). */
export const messageIdShape = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/;

const refuse = (field: string): InvalidInput =>
  new InvalidInput({
    code: 'mail-field-invalid',
    message: `The field ${field} of the mail holds control characters or more than one address.`,
    clerkMessage:
      'Empfänger, Betreff oder Dateiname der E-Mail enthalten unzulässige Zeichen. Bitte prüfen Sie die Angaben.',
    httpStatus: 422,
    details: { field },
  });

/** @throws InvalidInput unless every header field is one line and every address is one address. */
export const assertSingleLines = (mail: Mail): void => {
  const lines: Record<string, string> = {
    subject: mail.subject,
    messageId: mail.messageId,
    from: mail.from.name,
    to: mail.to.name,
    replyTo: mail.replyTo?.name ?? '',
  };
  for (const [field, value] of Object.entries(lines)) if (controls.test(value)) throw refuse(field);
  for (const { fileName } of mail.attachments)
    if (controls.test(fileName)) throw refuse('fileName');
  for (const id of mail.automaticReply?.references ?? [])
    if (!messageIdShape.test(id)) throw refuse('references');
  const addresses = [mail.from, mail.to, ...(mail.replyTo === undefined ? [] : [mail.replyTo])].map(
    ({ address }) => address,
  );
  if (mail.envelopeFrom !== undefined) addresses.push(mail.envelopeFrom);
  for (const address of addresses) if (!singleAddress.test(address)) throw refuse('address');
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const toOutcome = (error: unknown, endSent: boolean): MailOutcome => {
  const fact = (name: string): unknown =>
    error instanceof Error ? Reflect.get(error, name) : undefined;
  const status = fact('responseCode');
  if (typeof status === 'number' && status >= 400) {
    return {
      outcome: 'refused',
      permanent: status >= 500,
      status,
      response: textOf(fact('response')),
    };
  }
  const reason = `${textOf(fact('code')) || 'ERROR'} ${textOf(fact('command'))}`.trim();
  return { outcome: endSent ? 'unknown' : 'not-sent', reason };
};

/** Holds back the end of the mail until the hook has been heard. */
const gate = (hook: () => Promise<void>): Transform =>
  new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: (done) => {
      hook().then(
        () => done(),
        (error: unknown) => done(error instanceof Error ? error : new Error('hook failed')),
      );
    },
  });

/** Reports about the delivery go to the sender of the envelope; without one nobody asks for any. */
const envelopeOf = (mail: Mail) =>
  mail.automaticReply === undefined
    ? {
        // The envelope is asserted: nothing in a header can add a recipient.
        envelope: { from: mail.envelopeFrom ?? mail.from.address, to: [mail.to.address] },
        dsn: {
          id: mail.messageId.slice(1, -1),
          return: 'headers' as const,
          notify: [
            ...(mail.reportSuccess === true ? ['success' as const] : []),
            ...(['failure', 'delay'] as const),
          ],
          recipient: mail.to.address,
        },
      }
    : { envelope: { from: '', to: [mail.to.address] } };

/** RFC 3834 section 3.1.7 and 5; the last one is for Exchange, which knows the others not everywhere. */
const replyFieldsOf = ({ automaticReply }: Mail) => {
  if (automaticReply === undefined) return {};
  const { references } = automaticReply;
  const answered = references.at(-1);
  return {
    ...(answered === undefined ? {} : { inReplyTo: answered, references: [...references] }),
    headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
  };
};

const toNodemailer = (mail: Mail) => ({
  from: mail.from,
  to: mail.to,
  ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
  subject: mail.subject,
  text: mail.text,
  messageId: mail.messageId,
  date: mail.date,
  attachments: mail.attachments.map(({ fileName, contentType, content }) => ({
    filename: fileName,
    contentType,
    content,
  })),
  ...replyFieldsOf(mail),
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** The bytes of a mail, built before any connection: what is signed is what is sent. */
const buildMail = async (mail: Mail, finish: SmtpOptions['finish']): Promise<Buffer> => {
  const raw = await new MailComposer(toNodemailer(mail)).compile().build();
  return finish === undefined ? raw : finish(raw, mail);
};

/** Sends mails through one relay, each on its own connection; never writes contents to a log. */
export const createSmtp = (options: SmtpOptions) => {
  const { url, timeoutMs } = options;
  const connection = {
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    ...(options.requireTls === true ? { requireTLS: true } : {}),
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as const;

  /**
   * Sends one mail and tells how it ended; network and relay faults are outcomes, not errors.
   * @throws InvalidInput for an unsafe field, and whatever `beforeEnd` and `finish` reject with.
   */
  const send = async (mail: Mail, hooks: SendHooks): Promise<MailOutcome> => {
    assertSingleLines(mail);
    const raw = await buildMail(mail, options.finish);
    const transport = nodemailer.createTransport(connection);
    let endSent = false;
    let hookFault: { error: unknown } | undefined;
    const beforeEnd = async (): Promise<void> => {
      try {
        await hooks.beforeEnd();
        hooks.signal?.throwIfAborted();
        endSent = true;
      } catch (error) {
        hookFault = { error };
        throw error;
      }
    };
    transport.use('stream', (built, done) => {
      built.message?.transform(() => gate(beforeEnd));
      done();
    });
    try {
      const info = await transport.sendMail({
        ...envelopeOf(mail),
        raw,
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.timeout(options.totalTimeoutMs),
      });
      return { outcome: 'accepted', response: textOf(info.response) };
    } catch (error) {
      if (hookFault !== undefined) throw hookFault.error;
      return toOutcome(error, endSent);
    } finally {
      transport.close();
    }
  };

  return { send };
};

/** A relay for outgoing mail. */
export type Smtp = ReturnType<typeof createSmtp>;
