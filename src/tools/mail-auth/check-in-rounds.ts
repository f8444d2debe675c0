import type { AskDns } from './ask-dns.js';
import type { CheckOutcome } from './check-outcome.js';
import { type DnsAnswers, mostQuestions, mostRounds, questionKey } from './dns-questions.js';

const allFailed = (answers: DnsAnswers): boolean =>
  Object.values(answers).every(({ kind }) => kind === 'failed');

/**
 * Checks a mail again and again with more answers until it has no further questions. The check has no network and the
 * asker sees no mail. After `mostRounds`, `mostQuestions`, or a round in which nothing was answered, what is still
 * open counts as unchecked.
 */
export const checkInRounds = async (
  check: (answers: DnsAnswers) => Promise<CheckOutcome>,
  ask: AskDns,
): Promise<CheckOutcome> => {
  let answers: DnsAnswers = {};
  let outcome = await check(answers);
  for (let round = 0; round < mostRounds && outcome.kind === 'checked'; round += 1) {
    const room = mostQuestions - Object.keys(answers).length;
    // The child is not trusted: what has an answer is not asked again, whatever it says.
    const known = answers;
    const open = outcome.questions
      .filter((one) => known[questionKey(one)] === undefined)
      .slice(0, room);
    if (open.length === 0) return outcome;
    const more = await ask(open);
    if (allFailed(more)) return outcome;
    answers = { ...answers, ...more };
    outcome = await check(answers);
  }
  return outcome;
};
