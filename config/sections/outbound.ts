import { z } from 'zod';

/** How letters leave. */
export const outbound = z.object({
  typesetters: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe(
      'Processes that set letters in type, each of up to 600 MB. Default: as many as there are cores.',
    ),
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
  requireTls: z
    .boolean()
    .default(false)
    .describe(
      'Hands mails over only by an encrypted connection with a valid certificate; without it STARTTLS is used where the relay offers it.',
    ),
  dkimSelector: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'must be a DNS label')
    .optional()
    .describe(
      'Signs mails with DKIM for the domain of mailFrom; its public key stands in the DNS under <selector>._domainkey. Only where the relay does not sign itself.',
    ),
  dkimKeyFile: z
    .string()
    .optional()
    .describe('File in PEM with the RSA key (2048 bits or more) of the DKIM signature.'),
  smimeCertFile: z
    .string()
    .optional()
    .describe(
      'File in PEM with the S/MIME certificate for mailFrom, and those of its authorities below it; letters by e-mail are signed with it.',
    ),
  smimeKeyFile: z
    .string()
    .optional()
    .describe('File in PEM with the private key of that certificate, without password.'),
  bounceAddress: z
    .email()
    .max(85)
    .refine(
      (address) => address.lastIndexOf('@') <= 22,
      'may have at most 22 characters before the @',
    )
    .optional()
    .describe(
      'Address below which each letter has its own envelope sender (rueck+…@stadt.example), so that reports of mail servers come back to it. It must arrive here with what stands behind the plus sign: lmtp.addresses or imap.mailboxes. Default: mailFrom, and reports are found by what they quote.',
    ),
  zustellberichte: z
    .boolean()
    .default(true)
    .describe(
      'Asks the relay to report that an e-mail was delivered as well (RFC 3461). Such a report settles by itself a letter of which it is uncertain whether it left.',
    ),
  stornofristMinuten: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_440)
    .default(10)
    .describe(
      'Minutes between the release of a letter and its dispatch, in which it can still be stopped; 0 sends at once.',
    ),
  printFolder: z
    .string()
    .optional()
    .describe('Folder that receives letters to print; default: "druck" below dataDir.'),
});
