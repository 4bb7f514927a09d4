export * from './access';
export { AccessRecorder, AccessRecords, type Reading, recorderLimits, type RecorderLimits } from './access-record';
export * from './application';
export {
  adoptApiKeys,
  allKeysOnFile,
  apiKey,
  compareKeys,
  foundInUse,
  issueApiKey,
  type KeyFinding,
  type KeyHolder,
  type KeyOnFile,
  KeysInLog,
  keyStreamOf,
  type PersonKeyOnFile,
  revokeKey,
} from './api-key';
export { capabilities, creditDossiers, type LedgerEvent, whoIsToldWhat } from './capabilities';
export type { Capability } from './capability';
export { type CreditFact, DossierMemory } from './credit-dossier';
export { CalendarPolicy, DueWork, type DueWorkOutlook } from './due-work';
export { CreditStatusReader, type WrittenAnswer } from './credit-status';
export { destroyErased } from './erasure';
export { eventCatalogue } from './event-catalogue';
export { INTAKE_PATH, type IntakeCounts, type IntakeLine, registerIntakeBody } from './intake';
export {
  about,
  Adopter,
  type AdoptionLine,
  adoptionLines,
  type AdoptionOf,
  AdoptionSummary,
  afterReceiptOf,
  assertReceiptsCome,
  BATCH_WORKBOOKS,
  type BatchWorkbooks,
  BODY_IDS,
  type BodyId,
  BodyStandings,
  type Column,
  columnOf,
  ExchangeDatabases,
  fedColumn,
  feeders,
  type From,
  PublicationEnds,
  pushDeadlines,
  pushDeadlinesName,
  PushFlows,
  pushOutbox,
  pushOutboxName,
  PushRecorder,
  type PushSources,
  type ReceivingBody,
  type RedrivenPushes,
  RegisterCheck,
  EndedPublicity,
  type Row,
  type SettledBody,
  ToldBodies,
  type ToldBodyView,
  type ToldOverview,
  type ToldTable,
} from './push';
export {
  DIFFERENCE_LABELS,
  type DifferenceFound,
  type Fed,
  FedHoldings,
  heldAgainstTold,
  Reconciler,
  type ReconciliationOf,
  type ReconciliationOutlook,
  ReconciliationOutlooks,
} from './reconciliation';
export {
  beginRestore,
  closeRestore,
  compareRestoredBody,
  declareLogBranch,
  introducedSealKeys,
  introduceSealKey,
  isWhole,
  LedgerAudits,
  mayHaveLeft,
  type Restoration,
  Restorations,
  sealedUntil,
  sequenceAt,
  settleRestoredKeys,
  shiftFor,
  type SignedTree,
  verifyRestoredLog,
} from './seals';
export {
  beginningOf,
  clocksAgreeMs,
  containsCitizenNumber,
  looksLikeTravelDocument,
  type FactKind,
  kindOf,
  messageOf,
  Refusal,
  REFUSAL_CODES,
  type RefusalCode,
  type RefusalKind,
  REFUSALS,
  shanghaiHour,
  storableText,
} from './shared';
export { openFile } from './sheet-file';
export { subjectHistory } from './subject-history';
export { type KnownYear, type LoadedYear, publishWorkingDays, yearsOfWorkingDays } from './working-day-calendar';
