export { type AkteVorschlag, findAkteFor } from './akte-vorschlag.repository.js';
export {
  type AttachedDokument,
  attachDokument,
  type NewDatei,
  type NewDokument,
  withdrawDokument,
} from './attach-dokument.repository.js';
export { createEakteRoutes } from './eakte.routes.js';
export { type Empfang, findEmpfang } from './empfang/empfang.repository.js';
export {
  type Aktenzeichen,
  formatGeschaeftszeichen,
  type Geschaeftszeichen,
  type GeschaeftszeichenParts,
  geschaeftszeichenSchluessel,
  parseGeschaeftszeichen,
} from './geschaeftszeichen.js';
export { type EakteImport, importEakte } from './import.repository.js';
export {
  type CandidateQuery,
  findBezeichnungen,
  findCandidates,
  findVorgaengeBySchluessel,
  type VorgangBezeichnung,
  type VorgangCandidate,
  type VorgangMatch,
} from './matching.repository.js';
export {
  findRegisterByIds,
  findRegisterByKey,
  findRegisterNear,
  type RegisterVorgang,
} from './register.repository.js';
export { addVermerk, type NewVermerk } from './vermerk.repository.js';
export { findVorgang, type VorgangFakten } from './vorgang.repository.js';
export { createVorgang, insertBeteiligter, type NewVorgang } from './vorgang-write.repository.js';
