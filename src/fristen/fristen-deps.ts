import type { Config } from '#config/schema.js';
import { NotFound } from '#errors.js';
import { type Clock, germanDay } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import type { Ort } from '#understanding/index.js';

/** What this feature is made from. */
export interface FristenDeps {
  db: Db;
  config: Config;
  clock: Clock;
}

/** The place of this authority, by its settings. */
export const ortOf = ({ config }: Pick<FristenDeps, 'config'>): Ort => ({
  land: config.fristen.land,
  gemeinde: config.fristen.gemeindefeiertage,
});

/** The days from which on a Frist counts as near; `heute` in Germany. */
export const grenzenOf = ({ config, clock }: Pick<FristenDeps, 'config' | 'clock'>) => ({
  heute: germanDay(clock.now()),
  vorwarnungTage: config.fristen.vorwarnungTage,
  eskalationTage: config.fristen.eskalationTage,
});
export type Grenzen = ReturnType<typeof grenzenOf>;

/** The Frist does not exist or is hidden; the answer tells neither from the other. */
export const noSuchFrist = (): NotFound =>
  new NotFound({
    code: 'frist-unbekannt',
    message: 'There is no such Frist, or the person may not know of it.',
    clerkMessage: 'Diese Frist gibt es nicht, oder Sie sind dafür nicht zuständig.',
  });
