import type { RuleBook } from '../../rule-set';
import type { Day } from '../../shared';
import type { CreditRepairVerified, RepairedRecord, RepairPapers, UnmetCondition } from './credit-repair.events';
import { repairability } from './repairability';

/** What lies outside of the application: as the dossier of the subject has it on the day of the decision. */
export interface Circumstances {
  /** The record still stands: neither revoked nor withdrawn nor ended by its maximum term. */
  readonly stands: boolean;
  /** Papers of the same kind about later conduct. */
  readonly newSameKind: readonly string[];
  /** First day on which a repair may be approved again after an earlier one was obtained by fraud; null: no bar. */
  readonly barredUntil: Day | null;
}

/** What the authority has before it. */
export interface Assessed {
  readonly record: RepairedRecord;
  readonly papers: RepairPapers;
  readonly verification: Pick<CreditRepairVerified['data'], 'openDuties' | 'corrected'>;
}

/**
 * Every condition that is not met on `day` (令36: minimum term reached, misconduct corrected, duties done, public credit
 * commitment; a new paper of the same kind and a bar after fraud: regulations 5.3, P70). In a fixed order; empty: all are met.
 */
export function unmetConditions(
  rules: RuleBook,
  { record, papers, verification }: Assessed,
  { newSameKind, barredUntil }: Circumstances,
  day: Day,
): readonly UnmetCondition[] {
  const found: UnmetCondition[] = [];
  const repairable = repairability(rules, record, day);
  if (repairable.repairable !== 'no' && day < repairable.eligibleOn) {
    found.push({ condition: 'minimum-not-reached', detail: repairable.eligibleOn });
  }
  if (verification.openDuties !== null) found.push({ condition: 'duty-open', detail: verification.openDuties });
  if (!verification.corrected) found.push({ condition: 'not-corrected', detail: record.documentNumber });
  if (papers.commitmentOn === null)
    found.push({ condition: 'repair-commitment-missing', detail: record.documentNumber });
  for (const document of newSameKind) found.push({ condition: 'new-same-kind', detail: document });
  if (barredUntil !== null && day < barredUntil) found.push({ condition: 'barred-until', detail: barredUntil });
  return found;
}
