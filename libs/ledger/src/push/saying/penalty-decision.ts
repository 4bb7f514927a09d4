import type { Told } from '@app/exchange';
import type { PenaltyDecisionState } from '../../penalty-decision';
import type {
  PenaltyDecisionRecorded,
  PenaltyDecisionRevoked,
} from '../../penalty-decision/domain/penalty-decision.events';
import { publicityEnd, publicityOn, readingOf, reportedOf } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import { addDays, type Day, type PenaltyKind } from '../../shared';
import type { Reason } from '../told-table';

type Decision = PenaltyDecisionRecorded['data'];

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

/** Why the node is not told of a decision that was recorded on this day. */
function whyNot(rules: RuleBook, decision: Decision, recordedOn: Day): Reason | undefined {
  if (!byChannel(rules, decision, recordedOn)) return whyNotThen(decision);
  const reported = reportedOf(rules, 'credit-node', decision);
  return reported.reported ? undefined : reported.why;
}

/**
 * 公示截止期: until when 信用中国 shows the decision, which the node feeds; null: it is not shown. Before the channels had tables, the
 * printed one, or that of its tier.
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

const severities = { MINOR: 'minor', GENERAL: 'general', SERIOUS: 'serious' } as const;

/** The double-publicity record: what the node collects and shares, and until when it may be shown. */
export function penalty(rules: RuleBook, _state: PenaltyDecisionState, data: Decision, recordedOn: Day): Told | Reason {
  const reason = whyNot(rules, data, recordedOn);
  if (reason !== undefined) return reason;
  return {
    kind: 'penalty',
    document: {
      subjectName: data.subjectName,
      uscc: data.subjectId,
      legalRepresentative: data.legalRepresentative,
      documentNumber: data.documentNumber,
      violationType: data.violationType,
      facts: data.facts,
      legalBasis: data.legalBasis,
      penaltyKinds: data.penaltyKinds,
      penaltyContent: data.penaltyContent,
      fineFen: data.fineFen,
      confiscatedFen: data.confiscatedFen,
      licence: data.licence,
      decidedOn: data.decidedOn,
      effectiveUntil: data.effectiveUntil,
      publicUntil: shownThrough(rules, data, recordedOn),
      authorityName: data.authorityName,
      authorityCode: data.authorityCode,
      sourceName: data.sourceName,
      sourceCode: data.sourceCode,
      remark: data.remark,
      severity: severities[data.severity],
    },
  };
}

/** Withdraws what was told, naming both papers. The decision is that of the stream; an event that stands alone brought a copy with it. */
export function penaltyWithdrawal(
  rules: RuleBook,
  state: PenaltyDecisionState,
  data: PenaltyDecisionRevoked['data'],
  recordedOn: Day,
): Told | Reason {
  const decision = state.status === 'absent' ? data.decision : state.decision;
  const reason = state.status === 'absent' ? whyNotThen(data.decision) : whyNot(rules, state.decision, recordedOn);
  if (reason !== undefined) return reason;
  return {
    kind: 'penalty-withdrawal',
    document: {
      subjectName: decision.subjectName,
      uscc: data.subjectId,
      documentNumber: decision.documentNumber,
      authorityName: decision.authorityName,
      authorityCode: decision.authorityCode,
      withdrawnOn: data.revokedOn,
      reason: data.reason,
      withdrawalDocumentNumber: data.documentNumber,
      sourceName: decision.sourceName,
      sourceCode: decision.sourceCode,
    },
  };
}
