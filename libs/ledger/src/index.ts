export * from './access';
export * from './application';
export { BIDDER_FILES, BidderCheckModule } from './bidder-check';
export { BlacklistModule, blacklistRegister, ExpiredListingsSweep, ListingCandidatesPolicy } from './blacklist';
export { CommitmentModule } from './commitment';
export { creditDossiers } from './credit-dossier';
export { CreditStatusModule } from './credit-status';
export { CreditSubjectModule } from './credit-subject';
export {
  FEED_MEDIA_TYPES,
  FEED_PATH,
  type IntakeCounts,
  type IntakeException,
  type IntakeLine,
  IntakeModule,
} from './intake';
export { MajorFireHazardModule, openHazards, OverdueHazardsSweep } from './major-fire-hazard';
export { PenaltyDecisionModule } from './penalty-decision';
export { PushModule, pushOutbox, PushRecorder } from './push';
export { kindOf, messageOf } from './refusal-messages';
export { Refusal } from './shared';
export { SpotCheckModule } from './spot-check';
export { SubjectHistoryModule, subjectHistory } from './subject-history';
