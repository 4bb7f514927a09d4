import { count, type RulesIn, section, stated } from '../../shared';

export const pushRules = section({
  /** Counted from the decision date. */
  deadlineWorkingDays: stated(count),
});
export type PushRules = RulesIn<typeof pushRules>;
