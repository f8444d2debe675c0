export { type Actor, type AuditEvent, appendAudit, system } from './audit.js';
