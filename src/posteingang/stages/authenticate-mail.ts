import { isIP } from 'node:net';
import { MailroomError } from '#errors.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { Stage } from '#pipeline/stage.js';
import { createDns } from '#tools/mail-auth/ask-dns.js';
import { checkInRounds } from '#tools/mail-auth/check-in-rounds.js';
import type { CheckOutcome, SmtpClient } from '#tools/mail-auth/check-outcome.js';
import { checkedDomain } from '#tools/mail-auth/sender-domain.js';
import { getItem, type Item } from '../inhalt.repository.js';
import { StoredMail, saveAbsenderdomain } from '../mail.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { includes, networksOf } from '../sources/networks.js';
import { type Delivery, findZustellung } from '../sources/zustellung.repository.js';

/** Addresses that no foreign mail server has: a mail from them was passed on by an own one. */
const ownNetworks = [
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.168.0.0/16', '::1', 'fc00::/7', 'fe80::/10'],
];

/** Who handed the mail in, where SPF can say something of it: not for mailboxes, uploads and own servers. */
const smtpClientOf = (
  delivery: Delivery | undefined,
  own: ReturnType<typeof networksOf>,
): SmtpClient | undefined => {
  const ip = delivery?.clientIp ?? '';
  if (delivery === undefined || isIP(ip) === 0 || includes(own, ip)) return undefined;
  return { ip, helo: delivery.helo ?? '', sender: delivery.umschlagVon };
};

const storedMail = (item: Item): StoredMail | undefined => StoredMail.safeParse(item.mailkopf).data;

/**
 * Checks the sender's domain by SPF, DKIM, DMARC and ARC, where the own mail server has said nothing of it. What it
 * finds is shown and decides nothing about the mail itself (an acknowledgement is not sent to an unconfirmed domain), so no failure
 * of it stops a mail.
 */
export const authenticateMail = (deps: PosteingangDeps): Stage => {
  const { db, blobs, parser, config } = deps;
  const askDns = createDns({ servers: config.mail.dnsServers });
  // Where the own mail server does not tell who its client was, its own address says nothing of the sender.
  const own = networksOf([...ownNetworks, ...config.lmtp.clients]);

  const check = (
    item: Item,
    client: SmtpClient | undefined,
    signal: AbortSignal,
  ): Promise<CheckOutcome> =>
    blobs.withLocalFile(item.sha256, (path) => {
      const facts = { path, key: `${item.sha256}:sender`, client, signal };
      return checkInRounds((answers) => parser.authenticateMail({ ...facts, answers }), askDns);
    });

  return {
    name: 'authenticateMail',
    queue: 'heavy',
    appliesTo: async (tx, itemId) => {
      if (config.mail.authentication !== 'dns') return false;
      const item = await getItem(tx, itemId);
      const mail = storedMail(item);
      return (
        item.mediaType === 'message/rfc822' &&
        mail !== undefined &&
        mail.absenderdomain === undefined
      );
    },
    run: async ({ itemId, signal, attempt }) => {
      const { item, delivery } = await asSystem(db, async (tx) => ({
        item: await getItem(tx, itemId),
        delivery: await findZustellung(tx, itemId),
      }));
      const from = storedMail(item)?.head.from[0]?.address ?? '';
      const outcome = await check(item, smtpClientOf(delivery, own), signal).catch(
        (error: unknown) => {
          // What may be better in a moment is tried once more; then the mail goes on unchecked.
          const again =
            !(error instanceof MailroomError) || (error.retry === 'later' && attempt < 2);
          if (again || signal.aborted) throw error;
          return undefined;
        },
      );
      const found = checkedDomain(outcome, from);
      return {
        write: async (tx) => {
          await saveAbsenderdomain(tx, itemId, { ...found, herkunft: 'poststelle' });
        },
      };
    },
  };
};
