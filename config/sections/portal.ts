import { z } from 'zod';

/** The mailbox of the user account (BundID) over FIT-Connect. */
export const portal = z.object({
  url: z
    .url()
    .optional()
    .describe(
      'Submission API of FIT-Connect, e.g. https://submission-api-testing.fit-connect.fitko.dev. Without it the portal is off. Proven against a stub of the specification only, never against the real service.',
    ),
  tokenUrl: z.url().optional().describe('Where FIT-Connect gives tokens.'),
  clientId: z.string().optional().describe('Client of the city as a sender.'),
  clientSecretFile: z.string().optional().describe('File with the secret of the client.'),
  destinationId: z.uuid().optional().describe('Destination of the Zentrales Bürgerpostfach.'),
  keyFile: z
    .string()
    .optional()
    .describe('File in PEM with the private key that signs messages to the mailbox.'),
  certificateFile: z
    .string()
    .optional()
    .describe('File in PEM with the certificate of that key, as the BundID knows it.'),
  leistung: z
    .string()
    .max(200)
    .default('Schreiben der Verwaltung')
    .describe('Name of the service as the user reads it in the mailbox.'),
  vertrauensniveau: z
    .number()
    .int()
    .min(1)
    .max(4)
    .default(3)
    .describe('Level of trust that reading a message asks for; 3 is substantial.'),
});
