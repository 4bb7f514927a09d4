import type { RuleBook, RuleSet } from '../rule-set';
import { type Day, isPerson, type PenaltyKind, type Severity, termEnd } from '../shared';
import type { ChannelName, ChannelPublicity } from './channels.rules';
import { lastDayOfTerm } from './readings';

/** What has to be known of a penalty decision to say where it is told and shown. */
export interface PublishablePenalty {
  readonly subjectId: string;
  readonly severity: Severity;
  readonly procedure: 'ordinary' | 'simple';
  readonly penaltyKinds: readonly PenaltyKind[];
  readonly fineFen: number | null;
  readonly decidedOn: Day;
  /** 处罚有效期: last day of a time-limited effect. */
  readonly effectiveUntil: Day | null;
  /** 公示截止期 as printed. */
  readonly publicUntil: Day | null;
  readonly ruleSetId: string;
}

export type Reported = { readonly reported: true } | { readonly reported: false; readonly why: string };

/**
 * May the channel be told of it at all? Simple procedure: no channel collects it (S39). 轻微 is collected and shared like all others.
 * Papers of natural persons wait until somebody enters how the channel masks them. Pure. Refusal: `rule-set-unknown`.
 */
export function reportedOf(
  rules: RuleBook,
  channel: ChannelName,
  {
    subjectId,
    severity,
    procedure,
    ruleSetId,
  }: Pick<PublishablePenalty, 'subjectId' | 'severity' | 'procedure' | 'ruleSetId'>,
): Reported {
  const { simpleProcedure, tiers, personMasking } = rules.byId(ruleSetId).channels[channel].reported;
  if (procedure === 'simple' && !simpleProcedure.value)
    return { reported: false, why: '简易程序作出的处罚不归集、不公示' };
  if (!tiers[severity].value) return { reported: false, why: '该失信程度的处罚不归集' };
  if (isPerson(subjectId) && personMasking.value === null)
    return { reported: false, why: '自然人信息的脱敏规则尚未录入，暂不报送' };
  return { reported: true };
}

/** Whether a channel shows a record to the public, and until when. */
export type PublicityOn =
  | { readonly published: false; readonly why: string }
  | {
      readonly published: true;
      readonly from: 'document' | 'publication';
      /** Last day, of the printed and the legal end the earlier; null: open until the receipt names the day of publication. */
      readonly through: Day | null;
      /** The last day that the law allows; null while that is open. */
      readonly legalThrough: Day | null;
      /** The printed end, where it is later than the law allows: it is not followed, and somebody has to look at the paper. */
      readonly beyondMaximum: Day | null;
    };

/**
 * How long a channel shows a penalty decision to the public, by the tables of the rule set that the decision names. Pure.
 * Refusal: `rule-set-unknown`.
 *
 * @param recordedOn the day on which the decision was recorded: a term from the document is read as it was read then. One from the
 *   publication is set by the receipt, and no such term was ever read otherwise
 * @param publishedOn the day of publication that the receipt names; null: there is no receipt yet
 */
export function publicityOn(
  rules: RuleBook,
  channel: ChannelName,
  penalty: PublishablePenalty,
  recordedOn: Day,
  publishedOn: Day | null = null,
): PublicityOn {
  const reported = reportedOf(rules, channel, penalty);
  if (!reported.reported) return { published: false, why: reported.why };
  const ruleSet = rules.byId(penalty.ruleSetId);
  const table = tableOf(ruleSet, channel, penalty.decidedOn);
  if (table === undefined) return { published: false, why: '该渠道只归集共享，不向社会公示' };
  if (table.byKind !== null && isNothingBut(penalty.penaltyKinds, table.byKind.withheld.value))
    return { published: false, why: `仅${penalty.penaltyKinds.join('、')}的处罚不公示` };
  if (!table.tiers[penalty.severity].published.value) return { published: false, why: '轻微失信原则上不公示' };

  const months = monthsOf(ruleSet, table, penalty);
  const own = ownEnd(table, penalty);
  if (table.clock.value === 'from-document') {
    const term = lastDayOfTerm(ruleSet, recordedOn, penalty.decidedOn, months);
    return { published: true, from: 'document', ...ends(later(term, own), penalty.publicUntil) };
  }
  const open = { through: null, legalThrough: null, beyondMaximum: null };
  const term = publishedOn === null ? null : termEnd(publishedOn, months);
  return {
    published: true,
    from: 'publication',
    ...(term === null ? open : ends(later(term, own), penalty.publicUntil)),
  };
}

const ends = (legalThrough: Day, printed: Day | null) => ({
  through: printed !== null && printed < legalThrough ? printed : legalThrough,
  legalThrough,
  beyondMaximum: printed !== null && printed > legalThrough ? printed : null,
});

/** The table of a channel for documents of this day; undefined: it shows nothing to the public. */
const tableOf = ({ channels }: RuleSet, channel: ChannelName, documentOn: Day): ChannelPublicity | undefined =>
  channels[channel].publicity?.findLast(({ documentsFrom }) => documentsFrom === null || documentsFrom <= documentOn);

/** At most so long, in months. */
function monthsOf(ruleSet: RuleSet, { byKind, tiers }: ChannelPublicity, penalty: PublishablePenalty): number {
  if (byKind !== null && isLighter(byKind, penalty)) return byKind.lighterMonths.value;
  const { severity } = penalty;
  return (tiers[severity].months ?? ruleSet.publicity[severity].maxMonths).value;
}

type ByKind = NonNullable<ChannelPublicity['byKind']>;

/** A fine is small only where somebody said how much that is. */
function isLighter({ lighter, smallFineMaxFen }: ByKind, { penaltyKinds, fineFen }: PublishablePenalty): boolean {
  if (isNothingBut(penaltyKinds, lighter.value)) return true;
  const small = smallFineMaxFen.value !== null && fineFen !== null && fineFen <= smallFineMaxFen.value;
  return small && isNothingBut(penaltyKinds, [...lighter.value, '罚款']);
}

const isNothingBut = (found: readonly PenaltyKind[], kinds: readonly PenaltyKind[]): boolean =>
  found.length > 0 && found.every((kind) => kinds.includes(kind));

/** The last day of an effect that is shown as long as it lasts; null: there is none. */
const ownEnd = ({ byKind }: ChannelPublicity, { penaltyKinds, effectiveUntil }: PublishablePenalty): Day | null =>
  penaltyKinds.some((kind) => byKind?.ownLength.value.includes(kind)) ? effectiveUntil : null;

const later = (day: Day, other: Day | null): Day => (other !== null && other > day ? other : day);
