import type { Tx } from '#infrastructure/database/transaction.js';
import type { listEinheiten } from '#organisation/index.js';
import type { RoutingHint } from '#understanding/index.js';
import { listRechnungen } from './rechnung.repository.js';

type Einheit = Awaited<ReturnType<typeof listEinheiten>>[number];

/** More than all other signs together can weigh. */
const decisive = 1_000_000;

/** The unit to which the Leitweg-ID of an item's invoice belongs; undefined without one, or where two disagree. */
export const leitwegEinheit = async (
  tx: Tx,
  itemId: string,
  units: readonly Einheit[],
): Promise<{ einheit: Einheit; hint: RoutingHint } | undefined> => {
  const found = (await listRechnungen(tx, itemId)).flatMap(({ leitwegId }) => leitwegId ?? []);
  const [leitwegId] = found;
  if (leitwegId === undefined || new Set(found).size > 1) return undefined;
  const einheit = units.find((unit) => unit.leitwegId === leitwegId);
  if (einheit === undefined) return undefined;
  const reason = `Die Leitweg-ID ${leitwegId} der Rechnung gehört zu dieser Organisationseinheit`;
  return { einheit, hint: { einheit: einheit.kuerzel, factor: decisive, reason } };
};
