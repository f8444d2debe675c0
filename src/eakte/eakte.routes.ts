import type { Route } from '#http/route.js';
import type { Permission, Principal } from '#organisation/index.js';
import { createAktenplanRoutes } from './aktenplan.routes.js';
import { createDokumentRoutes } from './dokument.routes.js';
import type { EakteDeps } from './eakte-deps.js';
import { createEmpfangRoutes } from './empfang/empfang.routes.js';
import { createSucheRoutes } from './suche.routes.js';
import { createVorgangRoutes } from './vorgang.routes.js';
import { createVorgangInhaltRoutes } from './vorgang-inhalt.routes.js';

/** All routes of the E-Akte. */
export const createEakteRoutes = (deps: EakteDeps): Route<Principal, Permission>[] => [
  ...createAktenplanRoutes(deps),
  ...createVorgangRoutes(deps),
  ...createVorgangInhaltRoutes(deps),
  ...createEmpfangRoutes(deps),
  ...createDokumentRoutes(deps),
  ...createSucheRoutes(deps),
];
