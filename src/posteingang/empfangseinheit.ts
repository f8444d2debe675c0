import type { Tx } from '#infrastructure/database/transaction.js';
import type { listEinheiten } from '#organisation/index.js';
import type { AddressedUnit } from '#understanding/index.js';
import { listEmpfang } from './sources/zustellung.repository.js';

type Einheit = Awaited<ReturnType<typeof listEinheiten>>[number];

/**
 * The unit to whose address or mailbox a mail came. Undefined where the operator has named none, or one that does not
 * exist, and where it is the Poststelle: that one distributes.
 */
export const empfangseinheit = async (
  tx: Tx,
  itemId: string,
  units: readonly Einheit[],
): Promise<AddressedUnit | undefined> => {
  const empfang = await listEmpfang(tx, itemId);
  const [first] = empfang;
  if (first === undefined || empfang.some((one) => one.einheit !== first.einheit)) return undefined;
  const einheit = units.find(({ kuerzel }) => kuerzel === first.einheit);
  if (einheit === undefined || einheit.istPoststelle) return undefined;
  const { postfach } = first;
  const named = `der Einheit ${einheit.kuerzel} ${einheit.name}`;
  return {
    einheit: einheit.kuerzel,
    reason: postfach.includes('@')
      ? `An die Adresse ${postfach} ${named} gerichtet`
      : `Im Postfach „${postfach}“ ${named} eingegangen`,
  };
};
