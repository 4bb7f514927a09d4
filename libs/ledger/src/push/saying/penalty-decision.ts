import type { Told } from '@app/exchange';
import type { PenaltyDecisionState } from '../../penalty-decision';
import type {
  PenaltyDecisionChanged,
  PenaltyDecisionFoundUnlawful,
  PenaltyDecisionFoundVoid,
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

/** The decision as it stands after these changes: what it imposes, and how grave that is. */
function asChanged(decision: Decision, changes: readonly PenaltyDecisionChanged['data'][]): Decision {
  const last = changes.at(-1);
  if (!last) return decision;
  const { penaltyKinds, penaltyContent, fineFen, confiscatedFen, effectiveUntil, severity } = last;
  return { ...decision, penaltyKinds, penaltyContent, fineFen, confiscatedFen, effectiveUntil, severity };
}

/** As it stands now; undefined: an event that stands alone knows nothing of it. */
const present = (state: PenaltyDecisionState): Decision | undefined =>
  state.status === 'absent' ? undefined : asChanged(state.decision, state.changes);

/** Withdraws what was told, naming both papers. The decision is that of the stream; an event that stands alone brought a copy with it. */
export function penaltyWithdrawal(
  rules: RuleBook,
  state: PenaltyDecisionState,
  data: PenaltyDecisionRevoked['data'],
  recordedOn: Day,
): Told | Reason {
  const decision = present(state);
  const reason = decision ? whyNot(rules, decision, recordedOn) : whyNotThen(data.decision);
  const named = { ...(decision ?? data.decision), subjectId: data.subjectId };
  return reason ?? withdrawal(named, data.revokedOn, data);
}

function withdrawal(
  decision: Named,
  withdrawnOn: Day,
  { reason, documentNumber }: Pick<PenaltyDecisionRevoked['data'], 'reason' | 'documentNumber'>,
): Told {
  return {
    kind: 'penalty-withdrawal',
    document: {
      ...named(decision),
      withdrawnOn,
      reason,
      withdrawalDocumentNumber: documentNumber,
      ...sourceOf(decision),
    },
  };
}

/**
 * What the decision imposes now, to whom was told what it imposed before. A decision that is to be public only since it was changed is told as
 * it is now; one that is so no longer is withdrawn.
 */
export function penaltyChange(
  rules: RuleBook,
  state: PenaltyDecisionState,
  data: PenaltyDecisionChanged['data'],
  recordedOn: Day,
): Told | Reason {
  if (state.status === 'absent') return unknown;
  const decision = asChanged(state.decision, state.changes);
  const before = asChanged(state.decision, state.changes.slice(0, -1));
  const [whyNotBefore, whyNotNow] = [before, decision].map((one) => whyNot(rules, one, recordedOn));
  if (whyNotBefore !== undefined) return penalty(rules, state, decision, recordedOn);
  if (whyNotNow !== undefined) return withdrawal(decision, data.changedOn, data);
  return {
    kind: 'penalty-change',
    document: {
      ...named(decision),
      changedOn: data.changedOn,
      reason: data.reason,
      changeDocumentNumber: data.documentNumber,
      changeBody: data.authorityName,
      changeBodyCode: data.authorityCode,
      penaltyKinds: decision.penaltyKinds,
      penaltyContent: decision.penaltyContent,
      fineFen: decision.fineFen,
      confiscatedFen: decision.confiscatedFen,
      effectiveUntil: decision.effectiveUntil,
      publicUntil: shownThrough(rules, decision, recordedOn),
      severity: severities[decision.severity],
      ...sourceOf(decision),
    },
  };
}

/** Found unlawful, or void: it is to be shown no longer. */
const found =
  (kind: 'penalty-unlawful' | 'penalty-void') =>
  (
    rules: RuleBook,
    state: PenaltyDecisionState,
    data: PenaltyDecisionFoundUnlawful['data'] | PenaltyDecisionFoundVoid['data'],
    recordedOn: Day,
  ): Told | Reason => {
    const decision = present(state);
    if (!decision) return unknown;
    return (
      whyNot(rules, decision, recordedOn) ?? {
        kind,
        document: {
          ...named(decision),
          foundOn: data.foundOn,
          reason: data.reason,
          findingDocumentNumber: data.documentNumber,
          findingBody: data.authorityName,
          findingBodyCode: data.authorityCode,
          ...sourceOf(decision),
        },
      }
    );
  };
export const penaltyUnlawful = found('penalty-unlawful');
export const penaltyVoid = found('penalty-void');

const unknown = '台账中没有该处罚决定，无从认定是哪条记录';

type Named = PenaltyDecisionRevoked['data']['decision'] & Pick<Decision, 'subjectId'>;

const named = ({ subjectName, subjectId: uscc, documentNumber, authorityName, authorityCode }: Named) => ({
  subjectName,
  uscc,
  documentNumber,
  authorityName,
  authorityCode,
});
const sourceOf = ({ sourceName, sourceCode }: Named) => ({ sourceName, sourceCode });
