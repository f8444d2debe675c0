import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { plusTage } from '#understanding/index.js';
import {
  berechneTage,
  ersterTag,
  listUnberechnete,
  type Spanne,
  warteAufBerechnung,
} from './tag.repository.js';

/** The present day is counted again when its figures are older than this. */
const haltbarSekunden = 60;

/** Days that are counted in one transaction. */
const mostDays = 31;

/** The first run of days without a gap, at most so many. */
export const ersterLauf = (tage: readonly string[], most: number): Spanne | undefined => {
  const [von] = tage;
  if (von === undefined) return undefined;
  let bis = von;
  for (const tag of tage.slice(1, most)) {
    if (tag !== plusTage(bis, 1)) break;
    bis = tag;
  }
  return { von, bis };
};

/** Keeps the daily figures up to date; whoever counts, the same day is in the table once. */
export const createBerechnung = (deps: { db: Db }) => {
  /** Counts one run of days of the range that lack figures; false when there was none. */
  const countSome = (spanne: Spanne): Promise<boolean> =>
    asSystem(deps.db, async (tx) => {
      const first = await ersterTag(tx);
      if (first === undefined) return false;
      const asked = { von: spanne.von < first ? first : spanne.von, bis: spanne.bis };
      if ((await listUnberechnete(tx, asked, haltbarSekunden)).length === 0) return false;
      await warteAufBerechnung(tx);
      const lauf = ersterLauf(await listUnberechnete(tx, asked, haltbarSekunden), mostDays);
      if (lauf === undefined) return false;
      await berechneTage(tx, lauf);
      return true;
    });

  return {
    /** Counts what is missing of the range; what is there already is not touched. */
    ensure: async (spanne: Spanne): Promise<void> => {
      let more = true;
      while (more) more = await countSome(spanne);
    },
    /** A piece of everything that is missing, for the keeper: after an update it takes a few beats to catch up. */
    pass: async (heute: string): Promise<void> => {
      const all = { von: '0001-01-01', bis: heute };
      for (let pieces = 0; pieces < 3; pieces += 1) if (!(await countSome(all))) return;
    },
  };
};

export type Berechnung = ReturnType<typeof createBerechnung>;
