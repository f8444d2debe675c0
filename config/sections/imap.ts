import { z } from 'zod';
import { port, whole } from './values.js';

const folder = z.string().min(1).max(200);

/** Sign-in by token instead of a password, as Exchange Online demands it (client credentials, RFC 6749 §4.4). */
const Oauth = z
  .strictObject({
    tokenUrl: z
      .string()
      .regex(/^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost)[:/]/, 'must start with https://'),
    clientId: z.string().min(1),
    clientSecret: z.string().optional(),
    clientSecretFile: z.string().optional(),
    scope: z.string().default('https://outlook.office365.com/.default'),
  })
  .refine((one) => (one.clientSecret === undefined) !== (one.clientSecretFile === undefined), {
    message: 'needs either clientSecretFile or clientSecret',
  });

const ways = (box: { password?: unknown; passwordFile?: unknown; oauth?: unknown }): number =>
  [box.password, box.passwordFile, box.oauth].filter((one) => one !== undefined).length;

/** A mailbox that Poststelle empties. */
const Mailbox = z
  .strictObject({
    name: z.string().regex(/^[\w .@-]{1,60}$/, 'must be up to 60 letters, digits, blanks or .@-_'),
    host: z.string().min(1),
    port: port.default(993),
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    /** PEM of the authority that signed the server's certificate, where it is the city's own. */
    caFile: z.string().optional(),
    user: z.string().min(1),
    password: z.string().optional(),
    passwordFile: z.string().optional(),
    oauth: Oauth.optional(),
    folder: folder.default('INBOX'),
    doneFolder: folder.default('Verarbeitet'),
    failedFolder: folder.default('Nicht verarbeitet'),
    address: z.string().default(''),
    einheit: z.string().optional(),
  })
  .refine((one) => ways(one) === 1, {
    message: 'needs one of passwordFile, password and oauth',
  });
export type MailboxSettings = z.infer<typeof Mailbox>;

const fromText = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const differ = (boxes: readonly MailboxSettings[]): boolean =>
  new Set(boxes.map((one) => one.name)).size === boxes.length;

/** Mailboxes that are read by IMAP. */
export const imap = z.object({
  mailboxes: z
    .preprocess(fromText, z.array(Mailbox).refine(differ, 'two mailboxes have the same name'))
    .default([])
    .describe(
      'Mailboxes that are emptied, as a list (in the environment as JSON): name, host, port (993), security (tls, starttls, none), caFile, user, passwordFile or password or oauth (tokenUrl, clientId, clientSecretFile, scope), folder (INBOX), doneFolder (Verarbeitet), failedFolder (Nicht verarbeitet), address, einheit.',
    ),
  pollSeconds: whole
    .min(1)
    .max(3_600)
    .default(60)
    .describe(
      'How often a mailbox is looked into, besides what the server reports by itself (IDLE).',
    ),
  maxAttempts: whole
    .min(1)
    .max(20)
    .default(5)
    .describe('Attempts after which a message is put into the folder failedFolder, with an alarm.'),
  retrySeconds: whole
    .min(0)
    .max(3_600)
    .default(60)
    .describe('Pause before a message is tried again; it grows with each attempt.'),
  maxMegabytes: whole
    .min(1)
    .max(2_000)
    .default(100)
    .describe('Largest message that is taken, in MB; larger ones go to failedFolder.'),
});
