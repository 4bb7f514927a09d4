export * from './access';
export * from './application';
export { XLSX } from './bidder-check';
export { ExpiredListingsSweep } from './blacklist';
export { capabilities, creditDossiers, type LedgerEvent, whoIsToldWhat } from './capabilities';
export type { Capability } from './capability';
export type { CreditFact } from './credit-dossier';
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
export {
  containsCitizenNumber,
  type FactKind,
  kindOf,
  messageOf,
  Refusal,
  REFUSAL_CODES,
  type RefusalCode,
  type RefusalKind,
  REFUSALS,
  shanghaiHour,
} from './shared';
export { subjectHistory } from './subject-history';
