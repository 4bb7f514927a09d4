export * from './access';
export * from './application';
export { XLSX } from './bidder-check';
export { ExpiredListingsSweep } from './blacklist';
export { capabilities, creditDossiers, type LedgerEvent, whoIsToldWhat } from './capabilities';
export type { Capability } from './capability';
export { eventCatalogue } from './event-catalogue';
export { type IntakeCounts, type IntakeLine, registerIntakeBody } from './intake';
export { OverdueHazardsSweep } from './major-fire-hazard';
export {
  about,
  type BodyId,
  type Column,
  columnOf,
  type From,
  pushOutbox,
  PushRecorder,
  type PushSources,
  type ReceivingBody,
  type RedrivenPushes,
  type Row,
  type ToldTable,
} from './push';
export { kindOf, messageOf } from './refusal-messages';
export { containsCitizenNumber, type CreditFact, Refusal } from './shared';
export { subjectHistory } from './subject-history';
