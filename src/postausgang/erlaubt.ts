import {
  can,
  hasPermission,
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
  // A template that has disappeared asks for the stricter rule.
  vierAugen: vorlagen.find(brief.vorlage)?.vierAugen ?? true,
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
  const failed = zustand === 'failed' && itemState === 'clearing';
  return {
    bearbeiten: write,
    abgeben: write,
    freigeben: release,
    zurueckgeben: release,
    zurueckholen: own && (waits || failed),
    wiederholen: failed && (own || resolve),
    stornieren: own && (zustand === 'entwurf' || waits || failed || zustand === 'queued'),
    klaeren: resolve && zustand === 'unknown',
  };
};
