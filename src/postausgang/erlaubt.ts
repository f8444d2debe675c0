import {
  can,
  hasPermission,
  hasRolle,
  type Postausgangsschutz,
  type Principal,
} from '#organisation/index.js';
import type { Brief, findItemState } from './brief.repository.js';
import type { Erlaubt } from './postausgang.schema.js';
import type { Vorlagen } from './vorlagen.js';

type ItemState = Awaited<ReturnType<typeof findItemState>>;

/** The facts of a letter that decide who may do what with it. */
export const schutzOf = (brief: Brief, vorlagen: Vorlagen): Postausgangsschutz => ({
  organisationseinheitId: brief.organisationseinheitId,
  vertraulichkeit: brief.vertraulichkeit,
  bearbeiterId: brief.bearbeiterId,
  zustand: brief.zustand,
  authorId: brief.authorId,
  // A template that nobody knows any more asks for the stricter rule.
  vierAugen: vorlagen.find(brief)?.vierAugen ?? true,
});

/**
 * What the principal may do with the letter now. Who wrote in a letter that needs a second person is not
 * that person, whoever its author is.
 */
export const erlaubtOf = (
  principal: Principal,
  facts: { brief: Brief; vorlagen: Vorlagen; itemState: ItemState },
): Erlaubt => {
  const { brief, itemState } = facts;
  const schutz = schutzOf(brief, facts.vorlagen);
  const { zustand } = brief;
  const waits = zustand === 'zur_freigabe' && itemState === 'waiting';
  const edited = brief.bearbeitetVon.includes(principal.personId);
  const write = can(principal, 'postausgang:write', schutz);
  const release =
    waits && can(principal, 'postausgang:release', schutz) && !(schutz.vierAugen && edited);
  // The right to write in the unit, in whatever state the letter is.
  const own =
    hasPermission(principal, 'postausgang:write') && can(principal, 'vorgang:read', schutz);
  const resolve = can(principal, 'postausgang:resolve', schutz);
  // Who sends the city's mail may stop a letter as well, and let it go on.
  const queued =
    zustand === 'queued' &&
    (own || (hasRolle(principal, 'postausgang') && can(principal, 'postausgang:read', schutz)));
  const held = brief.angehaltenAt !== null;
  const failed = zustand === 'failed' && itemState === 'clearing';
  return {
    bearbeiten: write,
    abgeben: write,
    freigeben: release,
    zurueckgeben: release,
    anhalten: queued && !held,
    fortsetzen: queued && held,
    // A released letter has to be held first, so that nobody takes it while its author makes up their mind.
    zurueckholen: own && (waits || failed || (queued && held)),
    wiederholen: failed && (own || resolve),
    stornieren: own && (zustand === 'entwurf' || waits || failed || zustand === 'queued'),
    klaeren: resolve && zustand === 'unknown',
    erneutSenden: own && (zustand === 'sent' || failed),
  };
};
