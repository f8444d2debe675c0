import { type Clock, germanDay } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import type { Chore } from '#pipeline/keeper.js';
import { createAuswertung } from './auswertung.js';
import { createAuswertungRoutes } from './auswertung.routes.js';
import { createBerechnung } from './berechnung.js';

const countDaysMs = 60_000;

/** The routes that read the figures, and the chore of the keeper that counts days beforehand. */
export const openAuswertung = (deps: { db: Db; clock: Clock }) => {
  const berechnung = createBerechnung(deps);
  const chore: Chore = {
    name: 'count days',
    everyMs: countDaysMs,
    run: () => berechnung.pass(germanDay(deps.clock.now())),
  };
  const read = createAuswertung({ ...deps, berechnung });
  return { routes: createAuswertungRoutes({ read }), chore };
};
