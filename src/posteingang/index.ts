export { createModelSource, type ModelSource } from './modell.js';
export { createPosteingangPipeline, type PosteingangDeps } from './pipeline.js';
export { createReceiver, type Receiver } from './receive.js';
export { createPosteingangRoutes } from './routes.js';
