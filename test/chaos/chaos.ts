import { flagOf, hasFlag, report } from '../bench/flags.js';
import { runChaos } from './run-chaos.js';

/*
 * npm run chaos -- --items 10000 --faults 200 [--letters 500] [--redis] [--seed 1] [--json]
 * Random kills of API, workers, keeper, PostgreSQL and Redis under load; prints counts and the bound that
 * a run without a fault supports (rule of three, 95 %). Exit code 1 when anything was lost or doubled.
 */

const items = Number(flagOf('items', '300'));
const result = await runChaos({
  items,
  faults: Number(flagOf('faults', '15')),
  letters: Number(flagOf('letters', '40')),
  redis: hasFlag('redis'),
  seed: Number(flagOf('seed', '1')),
  say: (text) => void process.stdout.write(`${text}\n`),
});
const broken = Object.values(result.verdict).some((count) => count !== 0);
report(`Störungslauf, Warteschlange in ${hasFlag('redis') ? 'Redis' : 'PostgreSQL'}`, {
  items,
  seed: Number(flagOf('seed', '1')),
  ...result.verdict,
  ...result.tally,
  faults: result.faults,
  brokenMail: result.brokenMail,
  seconds: result.seconds,
  drainSeconds: result.drainSeconds,
  upperBoundOfLoss: broken ? null : Number((3 / items).toFixed(5)),
});
process.exit(broken ? 1 : 0);
