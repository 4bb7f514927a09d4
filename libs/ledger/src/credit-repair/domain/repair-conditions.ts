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

/** What people read of an unmet condition. */
export const unmetInWords: Readonly<Record<UnmetCondition['condition'], (detail: string) => string>> = {
  'minimum-not-reached': (day) => `最短公示期未满，自${day}起方可修复`,
  'duty-open': (duty) => `义务尚未履行完毕：${duty}`,
  'not-corrected': (document) => `${document}认定的失信行为尚未纠正`,
  'repair-commitment-missing': () => '尚未作出信用承诺',
  'new-same-kind': (document) => `又有同类失信行为：${document}`,
  'barred-until': (day) => `因前次修复弄虚作假，${day}前不予修复`,
};
