import type { RecentFailures } from './login-attempt.repository.js';

// Figures for one hour: 5 free tries and one every two minutes make fewer than 50 evaluated tries for each
// of the two kinds of places, so never more than 100 for an account.
const freeTriesAtAccount = 5;
const longestPauseAtAccount = 120;
// A whole town hall may stand behind one address, so an address is slowed down much later.
const freeTriesFromAddress = 300;
const pauseForAddress = 10;

const left = (pause: number, age: number | null): number =>
  age === null ? 0 : Math.max(0, Math.ceil(pause - age));

/** Seconds to wait before the next try is looked at; 0 for at once. It ends by itself, always. */
export const secondsToWait = (failures: RecentFailures): number => {
  const over = failures.account - freeTriesAtAccount;
  const pause = over < 0 ? 0 : Math.min(longestPauseAtAccount, 2 ** (over + 1));
  const forAccount = left(pause, failures.accountAge);
  const addressIsNoisy = failures.address >= freeTriesFromAddress && !failures.knownPlace;
  return Math.max(forAccount, addressIsNoisy ? left(pauseForAddress, failures.addressAge) : 0);
};
