import type { Ranked } from '../classify/linear-head.js';
import type { RoutingHint } from './rank-units.js';

/** The unit to whose address a mail was sent. */
export interface AddressedUnit {
  einheit: string;
  /** In German, for the clerk. */
  reason: string;
}

/** What the address of a mail means for its way. */
export interface AddressWeight {
  hint: RoutingHint;
  /** The other unit for which the classifier is sure; then a person decides. */
  elsewhere?: string;
}

/** `decisive` is more than all other signs together can weigh; `beside` weighs as the office in an address on paper. */
const factors = { decisive: 1_000_000, beside: 15 } as const;

/** The address decides, unless the classifier is sure (at least `sure`) of another unit. */
export const weighAddress = (
  { einheit, reason }: AddressedUnit,
  { predicted, sure }: { predicted: readonly Ranked[]; sure: number },
): AddressWeight => {
  const [first] = predicted;
  const contradicts =
    first !== undefined && first.value !== einheit && first.probability >= sure
      ? first.value
      : undefined;
  return contradicts === undefined
    ? { hint: { einheit, factor: factors.decisive, reason } }
    : { hint: { einheit, factor: factors.beside, reason }, elsewhere: contradicts };
};
