export { createBetriebRoutes, mountChecks } from './betrieb.routes.js';
export { type Empfang, empfangOf } from './empfang.js';
export { createMetrics, type Metrics } from './metrics.js';
export { type BetriebDeps, createStatus, type StatusReader } from './status.js';
