import { accessRecordCapability } from './access-record/capability';
import { apiKeyCapability } from './api-key/capability';
import { bidderCheckCapability } from './bidder-check/capability';
import { blacklistCapability } from './blacklist/capability';
import type { Capability, EventsIn } from './capability';
import { commitmentCapability } from './commitment/capability';
import { creditDossierCapability } from './credit-dossier/capability';
import { judgeUnder } from './credit-score/domain';
import { creditRepairCapability } from './credit-repair/capability';
import { creditStatusCapability } from './credit-status/capability';
import { creditSubjectCapability } from './credit-subject/capability';
import { dueWorkCapability } from './due-work/capability';
import { erasureCapability } from './erasure/capability';
import { intakeCapability } from './intake/capability';
import { majorFireHazardCapability } from './major-fire-hazard/capability';
import { penaltyDecisionCapability } from './penalty-decision/capability';
import { personalDataCapability } from './personal-data/capability';
import { printedPublicityCapability } from './printed-publicity/capability';
import { pushCapability } from './push/capability';
import { told as toldTable } from './push/told';
import { publishedRules } from './rule-set';
import { reconciliationCapability } from './reconciliation/capability';
import { sealsCapability } from './seals/capability';
import { spotCheckCapability } from './spot-check/capability';
import { subjectHistoryCapability } from './subject-history/capability';
import { workingDayCalendarCapability } from './working-day-calendar/capability';

/** What people record and ask, in the order in which it is listed and rebuilt. A new capability is a line here. */
const told = [
  creditSubjectCapability,
  penaltyDecisionCapability,
  commitmentCapability,
  majorFireHazardCapability,
  spotCheckCapability,
  blacklistCapability,
  creditRepairCapability,
  printedPublicityCapability,
  creditStatusCapability,
  subjectHistoryCapability,
  bidderCheckCapability,
  pushCapability,
  reconciliationCapability,
  erasureCapability,
  sealsCapability,
  personalDataCapability,
  workingDayCalendarCapability,
  apiKeyCapability,
] as const satisfies readonly Capability[];

const dossiers = creditDossierCapability(told, judgeUnder(publishedRules));

const all = [
  dossiers,
  ...told,
  dueWorkCapability(told),
  accessRecordCapability,
  intakeCapability(told),
] as const satisfies readonly Capability[];

/** Every capability of the ledger. The apps take what they know of them from here. */
export const capabilities: readonly Capability[] = all;

/** Every fact the ledger records. */
export type LedgerEvent = EventsIn<(typeof all)[number]>;

/** The table of who is told what, complete: a capability whose events have no row in it does not compile here. */
export const whoIsToldWhat = toldTable satisfies Readonly<Record<LedgerEvent['type'], unknown>>;

export const [creditDossiers] = dossiers.readModels;
