import type { Config } from '#config/schema.js';
import type { Db } from '#infrastructure/database/pool.js';

/** What the routes of this feature are made from. */
export interface OrganisationDeps {
  db: Db;
  config: Config;
}
