export { createAuswertung } from './auswertung.js';
export { createAuswertungRoutes } from './auswertung.routes.js';
export { createBerechnung } from './berechnung.js';
export { openAuswertung } from './open-auswertung.js';
