import { firstDayAfterTerm } from '../../libs/ledger/src/publicity';
import { publishedRules } from '../../libs/ledger/src/rule-set';
import { type Day, dayOfInstant } from '../../libs/ledger/src/shared';

/** The first day after a term of months from `day`, as a ledger counts it that records it by the clock of this machine. */
export const afterMonthsAsCountedToday = (day: Day, months: number): Day =>
  firstDayAfterTerm(publishedRules.inForce(day), dayOfInstant(new Date()), day, months);
