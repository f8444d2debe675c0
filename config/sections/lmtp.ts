import { z } from 'zod';
import { listOf, port, whole } from './values.js';

/** One address, or `*@domain`, at which mail is taken, with the unit to which it belongs. */
export interface Empfangsadresse {
  adresse: string;
  einheit: string | undefined;
}

const addressLine = /^(\*|[^\s@*=,]+)@([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?:=(\S.*))?$/i;

const toAddress = (text: string, context: z.RefinementCtx): Empfangsadresse => {
  const [, local = '', domain = '', einheit] = addressLine.exec(text) ?? [];
  if (domain === '') {
    const message = `"${text}" is neither name@domain nor *@domain, with =Organisationseinheit behind it where wished`;
    context.addIssue({ code: 'custom', message });
  }
  return { adresse: `${local}@${domain}`.toLowerCase(), einheit: einheit?.trim() };
};

/** Mail that the mail server of the city hands over. */
export const lmtp = z.object({
  port: port
    .optional()
    .describe('Port at which mail is taken, e.g. 2424. Without it no mail server can deliver.'),
  host: z.string().default('127.0.0.1').describe('Address at which mail is taken.'),
  protocol: z
    .enum(['lmtp', 'smtp'])
    .default('lmtp')
    .describe(
      'LMTP answers for each recipient; take smtp only where the mail server knows no LMTP.',
    ),
  addresses: z
    .string()
    .default('')
    .transform((text, context) => listOf(text).map((one) => toAddress(one, context)))
    .describe(
      'Recipient addresses that are accepted, separated by commas; *@domain stands for all of a domain; =63 behind an address names its Organisationseinheit by its sign.',
    ),
  maxMegabytes: whole
    .min(1)
    .max(2_000)
    .default(100)
    .describe('Largest mail that is accepted, in MB; larger ones are refused for good (552).'),
  maxConnections: whole
    .min(1)
    .max(1_000)
    .default(50)
    .describe('Most connections at the same time.'),
  clients: z
    .string()
    .default('127.0.0.0/8,::1')
    .transform(listOf)
    .describe('Networks of the mail servers that may deliver, separated by commas.'),
  tlsCertFile: z
    .string()
    .optional()
    .describe('Certificate in PEM for STARTTLS; without it mail comes in the clear.'),
  tlsKeyFile: z.string().optional().describe('Key in PEM of this certificate.'),
});
