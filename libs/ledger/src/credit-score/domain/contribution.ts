import type { Day } from '../../shared';

/** One reason for points, with everything an officer or a court needs to check it. */
export interface Contribution {
  /** The event it comes from; null for what the rule set itself gives. */
  readonly eventId: string | null;
  readonly rule: ContributionRule;
  readonly points: number;
  /** Number of the paper; null for what the rule set itself gives. */
  readonly document: string | null;
  /** First day on which the points count. */
  readonly from: Day;
  /** First day on which they no longer count; null while that is open. */
  readonly until: Day | null;
  /** One sentence in Chinese: paper, rule, days. */
  readonly sentence: string;
}

/** Stable codes and what people call them. */
export const CONTRIBUTION_RULES = {
  base: '基准分',
  'penalty-warning': '警告类处罚',
  'penalty-fine': '罚款',
  'penalty-stop': '停产停业类处罚',
  'refusal-to-correct': '拒不改正',
  'false-document': '出具虚假文件',
  'false-commitment': '承诺失实',
  'no-commitment': '未作承诺',
  'hazard-overdue': '重大火灾隐患逾期未整改',
  'hazard-closed': '逾期隐患整改销案',
  floor: '最低分',
  cap: '最高分',
} as const;
export type ContributionRule = keyof typeof CONTRIBUTION_RULES;
