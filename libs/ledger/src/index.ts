export * from './access';
export * from './application';
export { BidderCheckModule, XLSX } from './bidder-check';
export { BlacklistModule, blacklistRegister, ExpiredListingsSweep, ListingCandidatesPolicy } from './blacklist';
export { CommitmentModule } from './commitment';
export { creditDossiers } from './credit-dossier';
export { CreditStatusModule } from './credit-status';
export { CreditSubjectModule } from './credit-subject';
export { eventCatalogue, type LedgerEvent } from './event-catalogue';
export { ErasedKeysPolicy, ErasureModule } from './erasure';
export { type IntakeCounts, type IntakeLine, IntakeModule, registerIntakeBody } from './intake';
export { MajorFireHazardModule, openHazards, OverdueHazardsSweep } from './major-fire-hazard';
export { PenaltyDecisionModule } from './penalty-decision';
export {
  about,
  type BodyId,
  type Column,
  columnOf,
  type From,
  PushModule,
  pushOutbox,
  PushRecorder,
  type PushSources,
  type ReceivingBody,
  type RedrivenPushes,
  type Row,
  told,
  type ToldTable,
} from './push';
export { kindOf, messageOf } from './refusal-messages';
export { publishedRules, type RuleBook } from './rule-set';
export { SealsModule } from './seals';
export { containsCitizenNumber, type CreditFact, Refusal } from './shared';
export { SpotCheckModule } from './spot-check';
export { SubjectHistoryModule, subjectHistory } from './subject-history';
