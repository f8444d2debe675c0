import type { Principal } from '#organisation/index.js';

/** Whose turn it is in a lane: one key for each person of a unit. */
export const fairnessKeyOf = (principal: Principal): string =>
  `${principal.einheiten[0] ?? principal.rollen[0]?.organisationseinheitId ?? ''}:${principal.personId}`;
