export { createModelSource, type ModelSource } from './modell.js';
export { createPosteingangPipeline } from './pipeline.js';
export type { PosteingangDeps } from './posteingang-deps.js';
export { createReceiver, type Receiver } from './receive.js';
export { createPosteingangRoutes } from './routes.js';
export { createHotfolder } from './sources/hotfolder.js';
export { sweepTransfers } from './sources/uebertragung.js';
export { createTrennregeln } from './trennung/regeln.js';
export { loadBlattSchluessel } from './trennung/schluessel.js';
