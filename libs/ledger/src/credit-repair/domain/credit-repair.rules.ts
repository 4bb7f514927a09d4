import { count, listOf, PENALTY_KINDS, type RulesIn, section, stated, word } from '../../shared';

/** Which minimum term counts for a record that was judged by an earlier rule set: its own, or the shorter of its own and today's. */
export const EARLIER_RECORDS = ['own-term', 'shorter-of-both'] as const;

/** 信用修复: the clocks of the procedure and what bounds it. The terms of the records themselves stand in `publicity`. */
export const repairRules = section({
  /** 受理: working days from receipt of the application. */
  acceptanceWorkingDays: stated(count),
  /** 答复: working days from the application. */
  answerWorkingDays: stated(count),
  /** The one extension of the answer, from the day it was due. */
  extensionWorkingDays: stated(count),
  /** In which every body that was told of the record must have confirmed. */
  confirmationWorkingDays: stated(count),
  /** After a repair that was obtained by fraud no other is approved for so many months. */
  barMonths: stated(count),
  earlierRecords: stated(word(EARLIER_RECORDS)),
  /** Kinds of penalty whose record is never repaired. */
  neverRepaired: stated(listOf(word(PENALTY_KINDS))),
});
export type RepairRules = RulesIn<typeof repairRules>;
