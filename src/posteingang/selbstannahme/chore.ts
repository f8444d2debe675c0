import type { Config } from '#config/schema.js';
import type { Db } from '#infrastructure/database/pool.js';
import { reviewKlassen } from './klassen.js';
import { lapseStichproben } from './stichprobe.js';

const everyMs = 5_000;

/** What the keeper does for acceptance alone: reviews classes, lets go on what nobody has answered in the sample. */
export const selbstannahmeChore = (deps: { db: Db; config: Config }) => ({
  name: 'review acceptance',
  everyMs,
  run: async (): Promise<void> => {
    await reviewKlassen(deps);
    await lapseStichproben(deps);
  },
});
