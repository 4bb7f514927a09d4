import {
  count,
  dayOrNull,
  forEach,
  inTurn,
  listOf,
  orNull,
  PENALTY_KINDS,
  type RulesIn,
  section,
  SEVERITIES,
  stated,
  text,
  word,
  yesNo,
} from '../shared';

/**
 * Ways by which a record leaves the authority, each with a law and a clock of its own: the Hebei node of 全国信用信息共享平台, 信用中国(河北),
 * 国家企业信用信息公示系统(河北). A channel is not a receiving body: a body may feed several.
 */
export const CHANNELS = ['credit-node', 'credit-china', 'enterprise-publicity'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** From which day publicity runs: that of the document, or that of the publication, which the receipt names. */
export const PUBLICITY_CLOCKS = ['from-document', 'from-publication'] as const;

/** May it be told at all? What is collected and shared need not be shown to the public. */
const reported = section({
  simpleProcedure: stated(yesNo),
  tiers: forEach(SEVERITIES, stated(yesNo)),
  /** How the papers of natural persons are masked there; null: nobody has entered it, and they wait. */
  personMasking: stated(orNull(text)),
});

/** What is shown to the public of documents of some days, and for how long. */
const publicity = section({
  /** First day of the documents; null: all that the rule set covers before the next. */
  documentsFrom: dayOrNull,
  clock: stated(word(PUBLICITY_CLOCKS)),
  tiers: forEach(
    SEVERITIES,
    section({
      published: stated(yesNo),
      /** At most so long; null: the term of the tier in `publicity`. */
      months: orNull(stated(count)),
    }),
  ),
  /** What goes by the kinds of the penalty before its tier; null: the tier alone decides. */
  byKind: orNull(
    section({
      /** A decision of nothing but these is not shown. */
      withheld: stated(listOf(word(PENALTY_KINDS))),
      /** A decision of nothing but these, or with a small fine beside them, is shown for a shorter time. */
      lighter: stated(listOf(word(PENALTY_KINDS))),
      lighterMonths: stated(count),
      /** 较低数额罚款; null: not known, then no fine is small. */
      smallFineMaxFen: stated(orNull(count)),
      /** Where these last longer than the term, they are shown as long as they last. */
      ownLength: stated(listOf(word(PENALTY_KINDS))),
    }),
  ),
});
export type ChannelPublicity = RulesIn<typeof publicity>;

export const channelRules = forEach(
  CHANNELS,
  section({
    reported,
    /** Null: the channel shows nothing to the public. */
    publicity: orNull(inTurn('documentsFrom', publicity)),
  }),
);
