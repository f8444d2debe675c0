import type { z } from 'zod';
import { findBezeichnungen, type VorgangBezeichnung } from '#eakte/index.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { type Principal, zuordenbarerVorgang } from '#organisation/index.js';
import type { Entscheidung } from './posteingang.schema.js';

type Shown = z.infer<typeof Entscheidung>;

const forReader = (decision: Shown, vorgaenge: ReadonlyMap<string, VorgangBezeichnung>): Shown => {
  if (decision.art !== 'vorgang') return decision;
  const isOpen = (id: string | null): boolean =>
    id === null || typeof vorgaenge.get(id)?.betreff === 'string';
  const kandidaten = decision.kandidaten.flatMap((one) => {
    const vorgang = vorgaenge.get(one.wert);
    if (vorgang === undefined) return [];
    const { geschaeftszeichen, betreff, organisationseinheitId } = vorgang;
    const named = { ...one, organisationseinheitId };
    return betreff === null
      ? [{ ...named, anzeige: `${geschaeftszeichen} (vertraulich)`, gruende: [] }]
      : [{ ...named, anzeige: `${geschaeftszeichen} ${betreff}` }];
  });
  return { ...decision, kandidaten, gruende: isOpen(decision.wert) ? decision.gruende : [] };
};

/**
 * Decisions as the principal may see them. What is stored names Vorgänge by their ids; their Betreff, and the
 * reasons that speak of who takes part, are shown by today's rights. Confidential ones keep only their
 * Geschäftszeichen.
 */
export const decisionsFor = async (
  db: Db,
  principal: Principal,
  decisions: readonly Shown[],
): Promise<Shown[]> => {
  const ids = decisions
    .filter((one) => one.art === 'vorgang')
    .flatMap((one) => [
      ...one.kandidaten.map(({ wert }) => wert),
      ...(one.wert === null ? [] : [one.wert]),
    ]);
  if (ids.length === 0) return [...decisions];
  const found = await asSystem(db, (tx) =>
    findBezeichnungen(tx, ids, zuordenbarerVorgang(principal, 'v')),
  );
  const vorgaenge = new Map(found.map((one) => [one.id, one]));
  return decisions.map((one) => forReader(one, vorgaenge));
};
