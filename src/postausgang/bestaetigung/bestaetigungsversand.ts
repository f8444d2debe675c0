import { randomUUID } from 'node:crypto';
import { appendAudit, system } from '#audit/index.js';
import type { Config } from '#config/schema.js';
import { InvalidInput } from '#errors.js';
import type { Clock } from '#infrastructure/clock.js';
import { publish } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import type { Log } from '#infrastructure/log.js';
import { createSmtp, type Mail, type MailOutcome } from '#infrastructure/smtp.js';
import { loadMailschutz } from '#tools/mail-out/mailschutz.js';
import type { MessageIds } from '../own-message-id.js';
import { ergebnisOf } from '../versandergebnis.js';
import {
  type Aufgegeben,
  type Bestaetigungsauftrag,
  type Bestaetigungsende,
  beginCommitBestaetigung,
  claimBestaetigung,
  finishBestaetigung,
  giveUpAlte,
  settleUngewisse,
} from './bestaetigung.repository.js';
import { createBestaetigungstext } from './bestaetigungstext.js';

export interface BestaetigungDeps {
  db: Db;
  config: Config;
  clock: Clock;
  log: Log;
  messageIds: MessageIds;
  /** How long one attempt may take before it is given up, in seconds; default 60. */
  leaseSeconds?: number;
}

const silenceMs = 20_000;
const smtpTotalMs = 45_000;
/** Longer than the longest exchange with a relay. */
const usualLeaseSeconds = 60;
/** A pass ends in between, so that a process that is to stop does not wait for a long queue. */
const mostPerPass = 20;

const uncertain: Bestaetigungsende = {
  ergebnis: 'unknown',
  antwort: '',
  grund: 'Die Verbindung brach ab, bevor der Mailserver geantwortet hat.',
};

const endeOf = (result: MailOutcome): Bestaetigungsende => {
  const ergebnis = ergebnisOf(result);
  const antwort = 'response' in result ? result.response : result.reason;
  switch (result.outcome) {
    case 'accepted':
      return { ergebnis, antwort, grund: null };
    case 'refused':
      return { ergebnis, antwort, grund: `Der Mailserver hat sie abgelehnt (${result.status}).` };
    case 'not-sent':
      return { ergebnis, antwort, grund: 'Der Mailserver war nicht erreichbar.' };
    case 'unknown':
      return { ...uncertain, antwort };
  }
};

const record = async (
  tx: Tx,
  { id, attempt }: Aufgegeben,
  ergebnis: Bestaetigungsende['ergebnis'],
): Promise<void> => {
  await appendAudit(tx, [
    {
      actor: system,
      action: 'posteingang.eingangsbestaetigung',
      objectType: 'posteingang',
      objectId: id,
      detail: { ergebnis, attempt },
    },
  ]);
  await publish(tx, [{ kind: 'posteingang', id }]);
};

/**
 * Sends the acknowledgements that the way in has ordered; nothing while no relay or no address is configured.
 * @throws ConfigInvalid for a text that cannot be used.
 */
export const createBestaetigungsversand = (deps: BestaetigungDeps) => {
  const { db, config, clock, log, messageIds } = deps;
  const { outbound, behoerde, eingangsbestaetigung } = config;
  const leaseSeconds = deps.leaseSeconds ?? usualLeaseSeconds;
  const textOf = createBestaetigungstext(config);
  const isOn = outbound.smtpUrl !== undefined && eingangsbestaetigung.addresses.length > 0;
  const smtp = createSmtp({
    url: outbound.smtpUrl ?? '',
    timeoutMs: silenceMs,
    totalTimeoutMs: smtpTotalMs,
    requireTls: outbound.requireTls,
    finish: loadMailschutz(deps),
  });

  const mailOf = (order: Bestaetigungsauftrag): Mail => ({
    from: { name: behoerde.name, address: eingangsbestaetigung.fromAddress ?? outbound.mailFrom },
    to: { name: '', address: order.empfaenger },
    subject: `Automatische Eingangsbestätigung ${order.eingangsnummer}`,
    text: textOf(order),
    messageId: messageIds.of(order.id),
    date: clock.now(),
    automaticReply: { references: order.bezug },
    attachments: [],
  });

  const deliver = async (order: Bestaetigungsauftrag): Promise<Bestaetigungsende> => {
    let committed = false;
    const beforeEnd = async (): Promise<void> => {
      const mine = await asSystem(db, (tx) =>
        beginCommitBestaetigung(tx, { ...order, leaseSeconds }),
      );
      if (!mine) throw new Error('the lease of this acknowledgement has ended');
      committed = true;
    };
    try {
      return endeOf(await smtp.send(mailOf(order), { beforeEnd }));
    } catch (error) {
      log.warn({ err: error, posteingangId: order.id }, 'acknowledgement interrupted');
      if (committed) return uncertain;
      return error instanceof InvalidInput
        ? { ergebnis: 'failed', antwort: error.code, grund: error.clerkMessage }
        : { ergebnis: 'retry', antwort: '', grund: 'Der Versand wurde unterbrochen.' };
    }
  };

  const settle = (): Promise<void> =>
    asSystem(db, async (tx) => {
      for (const one of await settleUngewisse(tx)) await record(tx, one, 'unknown');
      for (const one of await giveUpAlte(tx)) await record(tx, one, 'failed');
    });

  /** Sends one; undefined when none is due. */
  const sendOne = async (): Promise<Bestaetigungsende['ergebnis'] | undefined> => {
    const token = randomUUID();
    const order = await asSystem(db, (tx) => claimBestaetigung(tx, { token, leaseSeconds }));
    if (order === undefined) return undefined;
    const ende = await deliver(order);
    await asSystem(db, async (tx) => {
      if (await finishBestaetigung(tx, { ...order, ...ende }))
        await record(tx, order, ende.ergebnis);
    });
    return ende.ergebnis;
  };

  /** Settles what was interrupted and sends what is due; a relay that takes nothing ends the pass. */
  const pass = async (): Promise<void> => {
    await settle();
    for (let sent = 0; isOn && sent < mostPerPass; sent += 1) {
      const ergebnis = await sendOne();
      if (ergebnis === undefined || ergebnis === 'retry') return;
    }
  };

  return { pass };
};
