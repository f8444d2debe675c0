export { type Anliegen, type AnliegenOptions, generateAnliegen } from './anliegen/anliegen.js';
export { letterOfAnliegen } from './anliegen/anliegen-letter.js';
export { type AnliegenEinheit, anliegenEinheiten } from './anliegen/einheiten.js';
export type { Contact } from './contacts.js';
export type { SampleAktenplaneinheit } from './data/aktenplan.js';
export type { SampleOrganisationseinheit } from './data/organisationseinheit.js';
export { fixtureSeed } from './fixture-plan.js';
export { encryptedPdfPassword } from './hostile/hostile-files.js';
export { type Block, type GeneratedLetter, type LetterTruth, textOf } from './letter.js';
export { generateLetters, type LetterOptions, streamLetters } from './letters.js';
export type { ExpectedAttachment, MailForm } from './mail-form.js';
export { type GeneratedMail, generateMails, type MailTruth, streamMails } from './mails.js';
export {
  createMunicipality,
  type Municipality,
  type SampleAkte,
  type SampleBeteiligter,
  type SampleVorgang,
  sampleToday,
} from './municipality.js';
export type { SamplePerson, SampleRole } from './personen.js';
export { createRandom, type Random } from './random.js';
export { type RechnungsBeispiel, rechnungsBeispiele } from './rechnung/vorfuehrung.js';
export { type Degradation, degradations } from './render/condition.js';
export { type FileForm, type RenderedLetter, type RenderedTruth, renderLetter } from './render.js';
export { type LetterKind, letterKinds } from './texts/letter-kind.js';
export type { SenderArt } from './texts/thema.js';
