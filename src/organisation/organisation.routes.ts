import type { Route } from '#http/route.js';
import { createTokenRoutes } from './api-token.routes.js';
import type { OrganisationDeps } from './organisation-deps.js';
import { createOrganisationseinheitRoutes } from './organisationseinheit.routes.js';
import { createPersonRoutes } from './person.routes.js';
import type { Permission, Principal } from './principal.js';
import { createSignInRoutes } from './sign-in.routes.js';

/** All routes of people, units, sign-in and tokens. */
export const createOrganisationRoutes = (
  deps: OrganisationDeps,
): Route<Principal, Permission>[] => [
  ...createSignInRoutes(deps),
  ...createOrganisationseinheitRoutes(deps),
  ...createPersonRoutes(deps),
  ...createTokenRoutes(deps),
];
