import { describe, expect, it } from 'vitest';
import { runLetters } from './run-letters.js';

/** `npm run chaos:letters` runs it at full size. */
const isFull = (import.meta as { env?: { MODE?: string } }).env?.MODE === 'full';
const size = isFull ? { letters: 2_000, kills: 60 } : { letters: 60, kills: 4 };
const anHour = 3_600_000;

describe('letters over e-mail, IPP and SFTP on lines that break, sent by workers that are killed', () => {
  it(
    'leave at most once, none is lost, and every uncertain one is flagged',
    async () => {
      const figures = await runLetters({ ...size, seed: 7 });
      process.stdout.write(`${JSON.stringify(figures)}\n`);
      expect(figures).toMatchObject({ ...size, sentTwice: 0, lost: 0, leftUnflagged: 0 });
      // Printer and print service give evidence; of an e-mail only a report of the relay would.
      const { ipp, sftp } = figures.byWay;
      expect((ipp?.unknown ?? 0) + (sftp?.unknown ?? 0)).toBeLessThanOrEqual(size.letters / 100);
    },
    anHour,
  );
});
