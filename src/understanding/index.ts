export type { ClassPhase, ClassState, Review } from './acceptance/class-state.js';
export { newClass, reviewClass } from './acceptance/class-state.js';
export type { ClassThreshold, ConfirmedAnswer } from './acceptance/class-threshold.js';
export { classThreshold, fewestConfirmed } from './acceptance/class-threshold.js';
export type { MatchCandidate, MatchResult } from './aktenzeichen/match-register.js';
export { matchGeschaeftszeichen } from './aktenzeichen/match-register.js';
export type {
  RegisterBeteiligter,
  RegisterEntry,
  VorgangRegister,
} from './aktenzeichen/register.js';
export type {
  LetterClassifier,
  ModelState,
  Prediction,
  Question,
  TrainingExample,
} from './classify/classifier.js';
export { createClassifier } from './classify/classifier.js';
export type { AcceptanceThreshold, JudgedAnswer } from './classify/error-bound.js';
export { acceptNothing, chooseThreshold, upperErrorBound } from './classify/error-bound.js';
export type { Ranked } from './classify/linear-head.js';
export { deserialiseClassifier, serialiseClassifier } from './classify/model-file.js';
export { addOcrNoise, dropSentences } from './classify/ocr-noise.js';
export type { Participant } from './classify/participants.js';
export type { UnitDescription } from './classify/train.js';
export { coldStartExamples, trainDefaultModel } from './classify/train.js';
export type { ClearingCode, ClearingReason } from './decide/clearing-texts.js';
export type {
  Decision,
  RoutingDecision,
  RoutingInput,
  RoutingThresholds,
} from './decide/decide-routing.js';
export { decideRouting, defaultThresholds } from './decide/decide-routing.js';
export type { Choice, RoutingHint, RoutingUnit, VorgangCandidate } from './decide/rank-units.js';
export type { AcceptanceRules, AcceptanceVerdict } from './decide/weigh-acceptance.js';
export type { AddressedUnit } from './decide/weigh-address.js';
export {
  type ComparedPage,
  comparePages,
  type LetterFacts,
  type PageLikeness,
} from './doppel/compare-pages.js';
export { fingerprintOf, type PageFingerprint } from './doppel/page-fingerprint.js';
export type { ExtractionContext } from './extract/extract-fields.js';
export { extractFields } from './extract/extract-fields.js';
export type { NumberedPage } from './extract/layout.js';
export { ibanIsValid } from './extract/money.js';
export type {
  Deadline,
  Enclosure,
  Extraction,
  GeschaeftszeichenReading,
  LegalRemedy,
  LegalRemedyKind,
  Reading,
  Sender,
  SenderKind,
} from './extract/reading.js';
export type { MailHeader } from './extract/sender.js';
export * from './fristen/index.js';
export {
  compareSender,
  knownFrom,
  nameLikeness,
  type SenderFacts,
  type SenderLikeness,
} from './korrespondent/compare-sender.js';
export { type KnownTown, repairByKnown, repairTown } from './korrespondent/repair-sender.js';
export { nameKeyOf, soundKeyOf, streetKeyOf } from './korrespondent/sender-keys.js';
export type {
  FailureClass,
  MailFacts,
  MailKind,
  MailKindReason,
  RecognisedMailKind,
  ReportedRecipient,
} from './mailart/mail-kind.js';
export { failureClasses, mailKinds } from './mailart/mail-kind.js';
export { recogniseMailKind } from './mailart/recognise-mail-kind.js';
export { ansichtOf } from './rechnung/ansicht.js';
export { type Befund, countRules, profileOf, pruefeRechnung } from './rechnung/pruefe-rechnung.js';
export { kopfOf, type Rechnungskopf } from './rechnung/rechnungskopf.js';
export type { Schwere } from './rechnung/regel.js';
export { german, groupsOf, parseDecimal, textOf } from './rechnung/zugriff.js';
export type { ResponsibilityFacts, ResponsibilityRule } from './zustaendigkeit/rules.js';
export { responsibilityHints } from './zustaendigkeit/rules.js';
