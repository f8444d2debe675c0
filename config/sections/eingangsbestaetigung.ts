import { z } from 'zod';
import { listOf, whole } from './values.js';

const addressOrDomain = /^(?:\*|[^\s@*=,]+)@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i;

const toAddress = (text: string, context: z.RefinementCtx): string => {
  if (!addressOrDomain.test(text))
    context.addIssue({
      code: 'custom',
      message: `"${text}" is neither name@domain nor *@domain`,
    });
  return text.toLowerCase();
};

/** Acknowledgements of receipt for mails that came by themselves. */
export const eingangsbestaetigung = z.object({
  addresses: z
    .string()
    .default('')
    .transform((text, context) => listOf(text).map((one) => toAddress(one, context)))
    .describe(
      'Receiving addresses whose mails are acknowledged with their Eingangsnummer, separated by commas; *@domain stands for all of a domain. Without any it is off. Needs outbound.smtpUrl.',
    ),
  fromAddress: z
    .email()
    .optional()
    .describe('Sender address in acknowledgements; default: outbound.mailFrom.'),
  perSenderPerDay: whole
    .min(1)
    .max(100)
    .default(1)
    .describe('Most acknowledgements to the same address within 24 hours.'),
  perHour: whole
    .min(1)
    .max(10_000)
    .default(200)
    .describe('Most acknowledgements within an hour; what exceeds it is not sent later either.'),
  perHourPerDomain: whole
    .min(1)
    .max(10_000)
    .default(20)
    .describe('Most acknowledgements within an hour to addresses of the same domain.'),
  textFile: z
    .string()
    .optional()
    .describe(
      'File with a text of your own in UTF-8, with the placeholders {eingangsnummer} and {datum}.',
    ),
});
