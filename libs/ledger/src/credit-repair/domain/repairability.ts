import type { RuleBook } from '../../rule-set';
import { addDays, type Day, type Stated, termEnd } from '../../shared';
import type { RepairedRecord } from './credit-repair.events';

/** What has to be known of a record to say when it can be repaired. */
export type Repairable = Pick<
  RepairedRecord,
  'foundOn' | 'severity' | 'effectUntil' | 'ruleSetId' | 'procedure' | 'penaltyKinds'
>;

/** From which day a repair may be approved, and on what basis; or why there is nothing to repair. */
export type Repairability =
  | { readonly repairable: 'from'; readonly eligibleOn: Day; readonly basis: string }
  /** 轻微: as soon as the duties are done, which only a person can see. */
  | { readonly repairable: 'duties-done'; readonly eligibleOn: Day; readonly basis: string }
  | { readonly repairable: 'no'; readonly basis: string };

/**
 * When a record can be repaired, known from its first day (令36, 令58; regulations 5.1, 5.2): from the day after the minimum
 * term of its tier, counted from the day of the document that made the finding, and never before a time-limited effect has
 * ended. A tier without a minimum term waits for the duties only. Pure.
 *
 * @param day the day asked about: its rule set says how records of earlier worlds are treated. Across a change of the law the
 *   shorter of both terms counts (our default: no transition text was found).
 */
export function repairability(rules: RuleBook, record: Repairable, day: Day): Repairability {
  const own = rules.byId(record.ruleSetId);
  const { repair, publicity } = rules.inForce(day);
  if (record.procedure === 'simple') return { repairable: 'no', basis: '简易程序处罚不归集、不公示，无需修复' };
  const never = record.penaltyKinds.find((kind) => repair.neverRepaired.value.includes(kind));
  if (never !== undefined) return { repairable: 'no', basis: `${never}不予修复：${repair.neverRepaired.basis}` };

  const minimum = shorter(
    own.publicity[record.severity].minMonths,
    repair.earlierRecords.value === 'shorter-of-both' ? publicity[record.severity].minMonths : undefined,
  );
  const afterMinimum = addDays(termEnd(record.foundOn, minimum.value), minimum.value === 0 ? 0 : 1);
  const afterEffect = record.effectUntil === null ? afterMinimum : addDays(record.effectUntil, 1);
  const eligibleOn = afterEffect > afterMinimum ? afterEffect : afterMinimum;
  return { repairable: minimum.value === 0 ? 'duties-done' : 'from', eligibleOn, basis: minimum.basis };
}

function shorter(one: Stated<number>, other: Stated<number> | undefined): Stated<number> {
  return other !== undefined && other.value < one.value ? other : one;
}
