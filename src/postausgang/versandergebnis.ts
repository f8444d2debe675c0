import type { MailOutcome } from '#infrastructure/smtp.js';
import type { PostausgangZustand } from './postausgang.schema.js';

/** How an attempt ended, in the words of the log of attempts. */
export type Versandergebnis = 'sent' | 'unknown' | 'failed' | 'retry';

/** The state to which the end of an attempt leads. */
export const targetOf: Readonly<Record<Versandergebnis, PostausgangZustand>> = {
  sent: 'sent',
  unknown: 'unknown',
  failed: 'failed',
  retry: 'queued',
};

/**
 * The states in which an attempt may end so. Proof that something has left holds even when its worker was given up
 * in the meantime.
 */
export const sourcesOf: Readonly<Record<Versandergebnis, readonly PostausgangZustand[]>> = {
  sent: ['committing', 'unknown', 'queued'],
  unknown: ['committing'],
  failed: ['claimed', 'committing'],
  // Out of uncertainty only when the channel has made sure that nothing can leave any more.
  retry: ['claimed', 'committing', 'unknown'],
};

/** What the answer of a relay means for an attempt; it is believed, yes or no. */
export const ergebnisOf = (result: MailOutcome): Versandergebnis => {
  switch (result.outcome) {
    case 'accepted':
      return 'sent';
    case 'refused':
      return result.permanent ? 'failed' : 'retry';
    case 'not-sent':
      return 'retry';
    case 'unknown':
      return 'unknown';
  }
};
