import { z } from 'zod';

/** How letters leave. */
export const outbound = z.object({
  smtpUrl: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional()
    .describe(
      'Mail relay for outgoing letters, e.g. smtp://relay.stadt.example:25. Without it the e-mail channel is off.',
    ),
  mailFrom: z
    .email()
    .default('poststelle@stadt.example')
    .describe('Sender address of outgoing e-mails.'),
  messageIdDomain: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a domain name')
    .default('poststelle.stadt.example')
    .describe('Domain of the Message-IDs that Poststelle gives.'),
  messageIdSchluessel: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Signs the Message-IDs, by which answers and bounces find their letter. Default: a key in dataDir, made at the first start. Several machines need the same one here.',
    ),
  printFolder: z
    .string()
    .optional()
    .describe('Folder that receives letters to print; default: "druck" below dataDir.'),
});
