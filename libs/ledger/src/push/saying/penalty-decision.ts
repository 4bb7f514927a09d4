import type { PenaltyDocument, Told } from '@app/exchange';
import type { StoredEvent } from '@app/event-store';
import { correctedDecision, penaltyDecision, type PenaltyDecisionState } from '../../penalty-decision';
import type {
  PenaltyDecisionChanged,
  PenaltyDecisionCorrected,
  PenaltyDecisionFoundUnlawful,
  PenaltyDecisionFoundVoid,
  PenaltyDecisionRevoked,
} from '../../penalty-decision/domain/penalty-decision.events';
import { type ChannelName, publicityOn } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import { type Day, dayOfInstant } from '../../shared';
import type { Reason } from '../told-table';
import type { Decision, Way } from './ways-of-telling';

const severities = { MINOR: 'minor', GENERAL: 'general', SERIOUS: 'serious' } as const;

/** What a body that is told in this way hears of a penalty decision and of what becomes of it: a mapping for each type of event. */
export const penaltySaying = (way: Way) => ({
  penalty: recorded(way),
  penaltyWithdrawal: revoked(way),
  penaltyChange: changed(way),
  penaltyCorrection: corrected(way),
  penaltyUnlawful: found(way, 'penalty-unlawful'),
  penaltyVoid: found(way, 'penalty-void'),
});

/** The decision with all that it imposes, and how long it may be shown. */
const recorded =
  (way: Way) =>
  (rules: RuleBook, _state: PenaltyDecisionState, data: Decision, recordedOn: Day): Told | Reason =>
    way.whyNot(rules, data, recordedOn) ?? { kind: 'penalty', document: documentOf(way, rules, data, recordedOn) };

/** All of it, as it stands now: it takes the place of whatever the body has of it, or was yet to be told. */
const corrected =
  (way: Way) =>
  (
    rules: RuleBook,
    state: PenaltyDecisionState,
    { correctedOn, reason }: PenaltyDecisionCorrected['data'],
    recordedOn: Day,
  ): Told | Reason => {
    const decision = present(state);
    if (!decision) return unknown;
    return (
      way.whyNot(rules, decision, recordedOn) ?? {
        kind: 'penalty-correction',
        document: { ...documentOf(way, rules, decision, recordedOn), correctedOn, correctionReason: reason },
      }
    );
  };

const documentOf = ({ shown }: Way, rules: RuleBook, data: Decision, recordedOn: Day): PenaltyDocument => ({
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
  ...shown(rules, data, recordedOn),
  authorityName: data.authorityName,
  authorityCode: data.authorityCode,
  sourceName: data.sourceName,
  sourceCode: data.sourceCode,
  remark: data.remark,
  severity: severities[data.severity],
});

/** The decision as it stands after these changes: what it imposes, and how grave that is. */
function asChanged(decision: Decision, changes: readonly PenaltyDecisionChanged['data'][]): Decision {
  const last = changes.at(-1);
  if (!last) return decision;
  const { penaltyKinds, penaltyContent, fineFen, confiscatedFen, effectiveUntil, severity } = last;
  return { ...decision, penaltyKinds, penaltyContent, fineFen, confiscatedFen, effectiveUntil, severity };
}

/**
 * The last day on which a channel shows a decision as it stands after these events of its stream, when it was published on this day; null: it
 * does not show it, or the stream is not that of a decision. Pure.
 */
export function shownThrough(
  rules: RuleBook,
  channel: ChannelName,
  history: readonly StoredEvent[],
  publishedOn: Day,
): Day | null {
  const events = history.flatMap((stored) => penaltyDecision.eventIn(stored) ?? []);
  const decision = present(events.reduce(penaltyDecision.evolve, penaltyDecision.initial));
  const [first] = history;
  if (!decision || !first) return null;
  const publicity = publicityOn(rules, channel, decision, dayOfInstant(first.recordedAt), publishedOn);
  return publicity.published ? publicity.through : null;
}

/** As it stands now; undefined: an event that stands alone knows nothing of it. */
const present = (state: PenaltyDecisionState): Decision | undefined =>
  state.status === 'absent' ? undefined : asChanged(correctedDecision(state), state.changes);

/** Withdraws what was told, naming both papers. The decision is that of the stream; an event that stands alone brought a copy with it. */
const revoked =
  ({ whyNot, whyNotAlone }: Way) =>
  (
    rules: RuleBook,
    state: PenaltyDecisionState,
    data: PenaltyDecisionRevoked['data'],
    recordedOn: Day,
  ): Told | Reason => {
    const decision = present(state);
    const reason = decision ? whyNot(rules, decision, recordedOn) : whyNotAlone(data.decision);
    const named = { ...(decision ?? data.decision), subjectId: data.subjectId };
    return reason ?? withdrawal(named, data.revokedOn, data);
  };

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
const changed =
  (way: Way) =>
  (
    rules: RuleBook,
    state: PenaltyDecisionState,
    data: PenaltyDecisionChanged['data'],
    recordedOn: Day,
  ): Told | Reason => {
    if (state.status === 'absent') return unknown;
    const taken = correctedDecision(state);
    const decision = asChanged(taken, state.changes);
    const before = asChanged(taken, state.changes.slice(0, -1));
    const [whyNotBefore, whyNotNow] = [before, decision].map((one) => way.whyNot(rules, one, recordedOn));
    if (whyNotBefore !== undefined) return recorded(way)(rules, state, decision, recordedOn);
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
        ...way.shown(rules, decision, recordedOn),
        severity: severities[decision.severity],
        ...sourceOf(decision),
      },
    };
  };

/** Found unlawful, or void: it is to be shown no longer. */
const found =
  ({ whyNot }: Way, kind: 'penalty-unlawful' | 'penalty-void') =>
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
