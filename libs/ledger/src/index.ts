export * from './access';
export * from './application';
export { XLSX } from './bidder-check';
export { capabilities, creditDossiers, type LedgerEvent, whoIsToldWhat } from './capabilities';
export type { Capability } from './capability';
export { type CreditFact, DossierMemory } from './credit-dossier';
export { CalendarPolicy, DueWork, type DueWorkOutlook } from './due-work';
export { CreditStatusReader } from './credit-status';
export { eventCatalogue } from './event-catalogue';
export { type IntakeCounts, type IntakeLine, registerIntakeBody } from './intake';
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
  clocksAgreeMs,
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
export { type KnownYear, type LoadedYear, publishWorkingDays, yearsOfWorkingDays } from './working-day-calendar';
