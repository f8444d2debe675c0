import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { deliveryReport, type ReportAction, type ReportedMail } from './delivery-report.js';

/** Where the relay breaks off or says no; `none` takes the mail. */
export const relayFaults = [
  'none',
  'cut-at-connect',
  'cut-at-mail',
  'cut-at-rcpt',
  'cut-in-data',
  'cut-before-end',
  'cut-after-end-taken',
  'cut-after-end-dropped',
  'busy-at-connect',
  'later-at-rcpt',
  'no-at-rcpt',
  'later-after-end',
  'no-after-end',
] as const;
export type RelayFault = (typeof relayFaults)[number] | 'hang-in-data' | 'hang-after-end';

/** A mail that the relay has taken responsibility for. */
export interface TakenMail extends ReportedMail {
  from: string;
  to: string[];
  raw: string;
}

/** How a relay reports on what it takes, where it is asked to (RFC 3461); without this it offers no reports. */
export interface Reporting {
  /** Hands a report over to the envelope sender, e.g. `reportTo(port)`. */
  deliver: (to: string, raw: Buffer) => Promise<void>;
  /** What it reports of a mail; default: that it was relayed. undefined for nothing. */
  action?: (mail: TakenMail) => ReportAction | undefined;
}

/** A real SMTP server on this machine that misbehaves as it is told. */
export interface Relay {
  url: string;
  taken: TakenMail[];
  /** How many connections there were. */
  connections(): number;
  /** Message-IDs of the mails that were taken. */
  takenIds(): string[];
  /** Faults of the next connections, in their order; then none. */
  plan(faults: readonly RelayFault[]): void;
  /** Resolves when all reports have been handed over. @throws when one was not taken */
  reported(): Promise<void>;
  /** Resolves when a connection hangs where its fault says so. */
  hung(): Promise<void>;
  close(): Promise<void>;
}

class Refusal extends Error {
  constructor(readonly responseCode: number) {
    super('as planned');
  }
}

const messageIdOf = (raw: string): string => /^Message-ID:\s+(<[^>]+>)/im.exec(raw)?.[1] ?? '';

const wishOf: Readonly<Record<ReportAction, string>> = {
  delivered: 'SUCCESS',
  relayed: 'SUCCESS',
  expanded: 'SUCCESS',
  delayed: 'DELAY',
  failed: 'FAILURE',
};

/** Starts the relay on a free port. */
export const startRelay = async (reporting?: Reporting): Promise<Relay> => {
  const taken: TakenMail[] = [];
  let reports: Promise<void> = Promise.resolve();

  const report = (mail: TakenMail): void => {
    const action = (reporting?.action ?? (() => 'relayed' as const))(mail);
    if (reporting === undefined || action === undefined || !mail.notify.includes(wishOf[action]))
      return;
    const one = reporting.deliver(mail.from, deliveryReport(mail, action));
    reports = Promise.all([reports, one]).then(() => undefined);
    // Whoever awaits `reported` hears of it.
    reports.catch(() => undefined);
  };
  const planned: RelayFault[] = [];
  const faultOf = new Map<string, RelayFault>();
  let connections = 0;
  let tellHung: () => void = () => undefined;
  let hanging = new Promise<void>((resolve) => {
    tellHung = resolve;
  });

  const cut = (sessionId: string): void => {
    const open = (server as unknown as { connections: Set<{ id: string; _socket: Socket }> })
      .connections;
    for (const connection of open) {
      if (connection.id === sessionId) connection._socket.destroy();
    }
  };
  const at = (sessionId: string): RelayFault => faultOf.get(sessionId) ?? 'none';

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    hideDSN: reporting === undefined,
    disableReverseLookup: true,
    onConnect: (session, done) => {
      connections += 1;
      const fault = planned.shift() ?? 'none';
      faultOf.set(session.id, fault);
      if (fault === 'cut-at-connect') return cut(session.id);
      done(fault === 'busy-at-connect' ? new Refusal(421) : undefined);
    },
    onMailFrom: (_address, session, done) => {
      if (at(session.id) === 'cut-at-mail') return cut(session.id);
      done();
    },
    onRcptTo: (_address, session, done) => {
      const fault = at(session.id);
      if (fault === 'cut-at-rcpt') return cut(session.id);
      if (fault === 'later-at-rcpt') return done(new Refusal(451));
      done(fault === 'no-at-rcpt' ? new Refusal(550) : undefined);
    },
    onData: (stream, session, done) => {
      const fault = at(session.id);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (fault === 'cut-in-data') cut(session.id);
        if (fault === 'hang-in-data') {
          stream.pause();
          tellHung();
        }
        const text = Buffer.concat(chunks.slice(-2)).toString('latin1').trimEnd();
        if (fault === 'cut-before-end' && text.endsWith('--')) cut(session.id);
      });
      stream.on('error', () => undefined);
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const takes = ['none', 'cut-after-end-taken', 'hang-after-end'].includes(fault);
        if (takes) {
          const wishes = rcptTo[0]?.dsn;
          const mail: TakenMail = {
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map((one) => one.address),
            raw: Buffer.concat(chunks).toString('utf8'),
            ret: session.envelope.dsn?.ret ?? null,
            envid: session.envelope.dsn?.envid ?? null,
            notify: wishes?.notify ?? [],
            orcpt: wishes?.orcpt ?? null,
          };
          taken.push(mail);
          report(mail);
        }
        if (fault.startsWith('cut-after-end')) return cut(session.id);
        if (fault === 'hang-after-end') return tellHung();
        if (fault === 'later-after-end') return done(new Refusal(451));
        done(fault === 'no-after-end' ? new Refusal(554) : null);
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    connections: () => connections,
    takenIds: () => taken.map((mail) => messageIdOf(mail.raw)),
    plan: (faults) => {
      planned.splice(0, planned.length, ...faults);
      hanging = new Promise<void>((resolve) => {
        tellHung = resolve;
      });
    },
    reported: () => reports,
    hung: () => hanging,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
