import { z } from 'zod';
import { AuthResult } from './authentication-results.js';
import { DnsQuestion, mostQuestions } from './dns-questions.js';

/** Who handed a mail in, for SPF (RFC 7208); an empty sender is that of a bounce. */
export interface SmtpClient {
  ip: string;
  helo: string;
  sender: string;
}

/** What a check came to: results so far, and which questions to the DNS are open. */
export const CheckOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('too-much') }),
  z.object({
    kind: z.literal('checked'),
    questions: z.array(DnsQuestion).max(mostQuestions),
    results: z.array(AuthResult).max(100),
  }),
]);
export type CheckOutcome = z.infer<typeof CheckOutcome>;
