export { createFristenRoutes } from './fristen.routes.js';
export { ortOf } from './fristen-deps.js';
export { mahneFristen } from './mahnung.js';
export { geltenderEingangstag, saveVorschlaege } from './vorschlagen.js';
