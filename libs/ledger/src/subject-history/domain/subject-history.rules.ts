import { count, section, stated } from '../../shared';

export const historyRules = section({
  /** A step of a procedure that is recorded more than so many days after the day on its paper is shown as recorded late. */
  lateAfterDays: stated(count),
});
