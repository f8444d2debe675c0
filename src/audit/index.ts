export { type Actor, type AuditEvent, appendAudit, system } from './audit.js';
export { createAuditRoutes } from './audit.routes.js';
