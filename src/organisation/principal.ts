import type { Actor } from '#audit/index.js';
import { routesFor } from '#http/route.js';
import type { ViewSettings } from '#infrastructure/database/transaction.js';
import { PermissionName, RolleName } from './organisation.schema.js';

/** The roles of the customer's organisation; each holds for one Organisationseinheit. */
export const rollen = RolleName.options;
export type Rolle = (typeof rollen)[number];

/** Who asks: a signed-in person or the person behind an API token, with what they may see right now. */
export interface Principal {
  kind: 'person' | 'token';
  personId: string;
  /** Id of the token when `kind` is token. */
  tokenId?: string;
  login: string;
  name: string;
  rollen: readonly { rolle: Rolle; organisationseinheitId: string }[];
  /** Units whose content the person may read: own ones, and for the Leitung those below. */
  einheiten: readonly string[];
  /** Units that the person leads, with those below. */
  leitung: readonly string[];
  /** Permissions that a token is limited to; undefined for a signed-in person. */
  scopes?: readonly Permission[];
  mustChangePassword: boolean;
}

/** What a route may ask for. Which rows a person then sees is decided by the visibility predicate. */
export const permissions = ['public', 'signed-in', ...PermissionName.options] as const;
export type Permission = (typeof permissions)[number];

/** Declares a route of this project. */
export const defineRoute = routesFor<Principal, Permission>();

/** The settings that row-level security reads for this principal. */
export const viewOf = (principal: Principal): ViewSettings => ({
  'app.scope': 'person',
  'app.person': principal.personId,
  'app.einheiten': principal.einheiten.join(','),
  'app.leitung': principal.leitung.join(','),
  'app.rollen': [...new Set(principal.rollen.map((held) => held.rolle))].join(','),
});

/** The principal as the audit trail names it. */
export const actorOf = (principal: Principal): Actor => ({
  kind: principal.kind,
  personId: principal.personId,
});
