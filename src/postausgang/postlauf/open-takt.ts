import { mittelOf, type PostausgangDeps } from '../postausgang-deps.js';
import { postlaufDepsOf } from './postlauf-deps.js';
import { createTakt } from './takt.js';

/** What the keeper does for postal runs. */
export const createPostlaufTakt = (deps: PostausgangDeps): ReturnType<typeof createTakt> =>
  createTakt(postlaufDepsOf(deps, mittelOf(deps)));
