import type { Told } from '@app/exchange';
import type { PenaltyDecisionState } from '../../penalty-decision';
import type {
  PenaltyDecisionRecorded,
  PenaltyDecisionRevoked,
} from '../../penalty-decision/domain/penalty-decision.events';
import { publicityEnd } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import { addDays, type PenaltyKind } from '../../shared';
import type { Reason } from '../told-table';

type Decision = PenaltyDecisionRecorded['data'];

/** 令45, 令36 (regulations 13, trap 6): sourced. */
const simple = '简易程序作出的处罚不公示';
const onlyWarns = '仅警告、通报批评的处罚不公示';

function whyNot({ procedure, penaltyKinds }: Pick<Decision, 'procedure' | 'penaltyKinds'>): Reason | undefined {
  if (procedure !== 'ordinary') return simple;
  return penaltyKinds.every(isWarning) ? onlyWarns : undefined;
}

/** 警告, 通报批评: MINOR by 令36. */
const isWarning = (kind: PenaltyKind): boolean => kind === '警告' || kind === '通报批评';

const severities = { MINOR: 'minor', GENERAL: 'general', SERIOUS: 'serious' } as const;

/** The double-publicity record. The end of publicity is the printed one, or that of the rule set the decision names. */
export function penalty(rules: RuleBook, _state: PenaltyDecisionState, data: Decision): Told | Reason {
  const reason = whyNot(data);
  if (reason !== undefined) return reason;
  const ruled = addDays(publicityEnd(rules.byId(data.ruleSetId), data.severity, data.decidedOn), -1);
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
      publicUntil: data.publicUntil ?? ruled,
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
  _rules: RuleBook,
  state: PenaltyDecisionState,
  data: PenaltyDecisionRevoked['data'],
): Told | Reason {
  const decision = state.status === 'absent' ? data.decision : state.decision;
  const reason = whyNot(decision);
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
