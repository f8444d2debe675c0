export { createBestaetigungsversand } from './bestaetigung/bestaetigungsversand.js';
export { loadMessageIds, type MessageIds } from './own-message-id.js';
export { createPostausgangPipeline } from './pipeline.js';
export { createPostausgangRoutes } from './postausgang.routes.js';
export type { PostausgangDeps } from './postausgang-deps.js';
export { createPostlaufTakt } from './postlauf/open-takt.js';
export { recoverDispatch } from './recover-dispatch.js';
export { createEigeneSchreiben } from './rueckmeldung.js';
export { askVersandstatus } from './versandstatus.js';
