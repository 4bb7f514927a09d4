import { count, section, stated } from '../../shared';

export const pushRules = section({
  /** Counted from the decision date. */
  deadlineWorkingDays: stated(count),
});
