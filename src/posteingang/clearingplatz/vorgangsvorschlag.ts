import type { z } from 'zod';
import { findAkteFor } from '#eakte/index.js';
import type { Tx } from '#infrastructure/database/transaction.js';
import { getItem } from '../inhalt.repository.js';
import type { VorgangsVorschlag } from './clearingplatz.schema.js';

const longestBetreff = 300;

/**
 * Where a new Vorgang for an item would be made in a unit, and what it would be called: the Akte with the most similar
 * Vorgänge, the subject of the letter with its sender. A proposal; nothing is made.
 */
export const proposeVorgang = async (
  tx: Tx,
  wanted: { id: string; organisationseinheitId: string },
): Promise<z.infer<typeof VorgangsVorschlag>> => {
  const { betreff, absender } = await getItem(tx, wanted.id);
  if (betreff === null || betreff.trim().length < 3) return { vorschlag: null };
  const { organisationseinheitId } = wanted;
  const akte = await findAkteFor(tx, { organisationseinheitId, betreff });
  if (akte === undefined) return { vorschlag: null };
  const named = absender === null ? betreff : `${betreff}, ${absender}`;
  return {
    vorschlag: {
      akteId: akte.id,
      akte: `${akte.kennzeichen} ${akte.betreff}`,
      position: akte.position,
      betreff: named.slice(0, longestBetreff),
      grund:
        akte.aehnliche === 0
          ? 'Der Betreff passt zur Akte.'
          : akte.aehnliche === 1
            ? 'In dieser Akte liegt ein ähnlicher Vorgang.'
            : `In dieser Akte liegen ${akte.aehnliche} ähnliche Vorgänge.`,
    },
  };
};
