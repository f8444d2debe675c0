export {
  type BekannterAbsender,
  findKorrespondent,
} from './korrespondenten/find-korrespondent.js';
export { recordBeteiligte } from './korrespondenten/record-korrespondenten.js';
export type { ModelSource } from './lernen/model-source.js';
export { createModelSource } from './lernen/modell.js';
export { createPosteingangPipeline } from './pipeline.js';
export type { CoverMail, PosteingangDeps } from './posteingang-deps.js';
export { createReceiver, type Receiver } from './receive.js';
export { createPosteingangRoutes } from './routes.js';
export { stichprobenSchluesselAus } from './selbstannahme/annahme.js';
export { selbstannahmeChore } from './selbstannahme/chore.js';
export { listKlassen, listWegZahlen } from './selbstannahme/uebersicht.repository.js';
export { createHotfolder } from './sources/hotfolder.js';
export { createMailSources, type MailSources } from './sources/mail-sources.js';
export { sweepTransfers } from './sources/uebertragung.js';
export { createTrennregeln } from './trennung/regeln.js';
export { loadBlattSchluessel } from './trennung/schluessel.js';
export { openVirenpruefung } from './virenpruefung/pruefung.js';
export { resumeUnchecked } from './virenpruefung/quarantaene.js';
