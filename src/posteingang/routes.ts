import type { Config } from '#config/schema.js';
import type { Route } from '#http/route.js';
import type { Clock } from '#infrastructure/clock.js';
import type { EventStream } from '#infrastructure/database/events.js';
import type { Db } from '#infrastructure/database/pool.js';
import type { BlobStore } from '#infrastructure/storage/blob-store.js';
import type { Permission, Principal } from '#organisation/index.js';
import { createClearingRoutes } from './clearing.routes.js';
import { createInhaltRoutes } from './inhalt.routes.js';
import { createRegisterRoutes } from './posteingang.routes.js';
import { createPostkorbRoutes } from './postkorb.routes.js';
import type { Receiver } from './receive.js';

export interface PosteingangRouteDeps {
  db: Db;
  blobs: BlobStore;
  config: Config;
  clock: Clock;
  receiver: Receiver;
  events: EventStream;
  /** Wakes workers after a commit; best effort. */
  afterCommit: (queues: readonly string[]) => void;
}

/** All routes of the way in; fixed paths come before those with an id. */
export const createPosteingangRoutes = (
  deps: PosteingangRouteDeps,
): Route<Principal, Permission>[] => [
  ...createRegisterRoutes(deps),
  ...createPostkorbRoutes(deps),
  ...createClearingRoutes(deps),
  ...createInhaltRoutes(deps),
];
