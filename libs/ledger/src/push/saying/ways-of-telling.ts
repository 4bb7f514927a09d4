import type { PenaltyDocument } from '@app/exchange';
import type {
  PenaltyDecisionRecorded,
  PenaltyDecisionRevoked,
} from '../../penalty-decision/domain/penalty-decision.events';
import { type ChannelName, publicityEnd, publicityOn, readingOf, reportedOf } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import { addDays, type Day, type PenaltyKind } from '../../shared';
import type { Reason } from '../told-table';

export type Decision = PenaltyDecisionRecorded['data'];

/** By which rules a body is told of penalty decisions. */
export interface Way {
  /** Why it is not told of a decision that was recorded on this day; undefined: it is. */
  readonly whyNot: (rules: RuleBook, decision: Decision, recordedOn: Day) => Reason | undefined;
  /** The same of a revocation whose decision is not on record: all that is known is the copy in it. */
  readonly whyNotAlone: (decision: PenaltyDecisionRevoked['data']['decision']) => Reason | undefined;
  /** What it is told of how long the decision is shown. */
  readonly shown: (
    rules: RuleBook,
    decision: Decision,
    recordedOn: Day,
  ) => Pick<PenaltyDocument, 'publicUntil' | 'publicity'>;
}

/** The Hebei node: it collects and shares, and is told until when 信用中国, which it may feed, shows the decision. */
export const asNode: Way = {
  whyNot: (rules, decision, recordedOn) => {
    if (!byChannel(rules, decision, recordedOn)) return whyNotThen(decision);
    const reported = reportedOf(rules, 'credit-node', decision);
    return reported.reported ? undefined : reported.why;
  },
  whyNotAlone: whyNotThen,
  shown: (rules, decision, recordedOn) => ({ publicUntil: shownThrough(rules, decision, recordedOn) }),
};

/**
 * A site that shows to the public whatever it is told, by the table of its channel: what may not be shown there is not told at all, because
 * neither of them has a field that would keep it from view.
 */
export const asSite = (channel: ChannelName): Way => ({
  whyNot: (rules, decision, recordedOn) => {
    const publicity = publicityOn(rules, channel, decision, recordedOn);
    return publicity.published ? undefined : publicity.why;
  },
  whyNotAlone: () => '台账中没有该处罚决定，无从认定是否公示过',
  shown: (rules, decision, recordedOn) => {
    const publicity = publicityOn(rules, channel, decision, recordedOn);
    if (!publicity.published) return { publicUntil: null };
    const from = publicity.from === 'document' ? decision.decidedOn : null;
    return { publicUntil: publicity.through, publicity: { from, until: publicity.through } };
  },
});

/** Told before the channels had tables of their own; kept for what was recorded then. */
const simple = '简易程序作出的处罚不公示';
const onlyWarns = '仅警告、通报批评的处罚不公示';

/** Why the node was not told of a decision in those days. */
function whyNotThen({ procedure, penaltyKinds }: Pick<Decision, 'procedure' | 'penaltyKinds'>): Reason | undefined {
  if (procedure !== 'ordinary') return simple;
  return penaltyKinds.every(isWarning) ? onlyWarns : undefined;
}

/** 警告, 通报批评: MINOR by 令36. */
const isWarning = (kind: PenaltyKind): boolean => kind === '警告' || kind === '通报批评';

/**
 * 公示截止期: until when 信用中国 shows the decision; null: it is not shown. Before the channels had tables, the printed one, or that of its
 * tier.
 */
function shownThrough(rules: RuleBook, decision: Decision, recordedOn: Day): Day | null {
  const { severity, decidedOn, publicUntil } = decision;
  if (byChannel(rules, decision, recordedOn)) {
    const publicity = publicityOn(rules, 'credit-china', decision, recordedOn);
    return publicity.published ? publicity.through : null;
  }
  return publicUntil ?? addDays(publicityEnd(rules.byId(decision.ruleSetId), severity, decidedOn, recordedOn), -1);
}

const byChannel = (rules: RuleBook, { ruleSetId }: Decision, recordedOn: Day): boolean =>
  readingOf(rules.byId(ruleSetId), recordedOn).told.value === 'channel-tables';
