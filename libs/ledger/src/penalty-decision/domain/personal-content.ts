import { isPerson, type PersonalContent, representativeIsPublic } from '../../shared';
import type {
  PenaltyDecisionChanged,
  PenaltyDecisionCorrected,
  PenaltyDecisionRecorded,
  PenaltyDecisionRevoked,
} from './penalty-decision.events';

type PersonalInDecision = Pick<
  PenaltyDecisionRecorded['data'],
  'subjectId' | 'subjectName' | 'legalRepresentative' | 'person' | 'facts' | 'penaltyContent' | 'licence' | 'remark'
>;

/**
 * A natural person's decision: name, document number, and every text in which an officer tells what happened or was
 * imposed. The violation, the law, kinds and amounts stay in plain, so that the decision can be accounted for after an
 * erasure. A unit's decision: its representative, where no public register (国家企业信用信息公示系统) publishes the name.
 */
export const personalInDecision: PersonalContent<PersonalInDecision> = {
  whose: ({ subjectId, legalRepresentative: name }) => {
    if (isPerson(subjectId)) return { kind: 'person', subjectId };
    if (name === null || representativeIsPublic(subjectId)) return null;
    return { kind: 'representative', subjectId, name };
  },
  said: (decision, say) => {
    const { person, legalRepresentative } = decision;
    const representative = legalRepresentative === null ? null : say('representative', legalRepresentative);
    if (person === null) return { ...decision, legalRepresentative: representative };
    const text = (written: string | null) => (written === null ? null : say('text', written));
    return {
      ...decision,
      subjectName: say('name', decision.subjectName),
      legalRepresentative: representative,
      facts: say('text', decision.facts),
      penaltyContent: say('text', decision.penaltyContent),
      licence: text(decision.licence),
      remark: text(decision.remark),
      person: { ...person, identityNumber: say('identity-number', person.identityNumber) },
    };
  },
};

/** Name and number of the person whose text it holds: no field that stays readable may hold them. */
export function namesIn(
  decision: Pick<PersonalInDecision, 'subjectId' | 'subjectName' | 'legalRepresentative' | 'person'>,
): readonly string[] {
  const { subjectId, subjectName, legalRepresentative, person } = decision;
  if (person !== null) return [subjectName, person.identityNumber];
  return legalRepresentative === null || representativeIsPublic(subjectId) ? [] : [legalRepresentative];
}

/** What an outcome of a decision adds: the reason, in words. The decision it names is sealed already. */
type InOutcome = Pick<PenaltyDecisionRevoked['data'], 'subjectId' | 'reason'>;
export const personalInOutcome: PersonalContent<InOutcome> = {
  whose: ({ subjectId }) => (isPerson(subjectId) ? { kind: 'person', subjectId } : null),
  said: (outcome, say) => ({ ...outcome, reason: say('text', outcome.reason) }),
};

/** What a correction of a unit's decision adds: the representative, where no public register publishes the name. */
type InCorrection = Pick<PenaltyDecisionCorrected['data'], 'subjectId' | 'legalRepresentative'>;
export const personalInCorrection: PersonalContent<InCorrection> = {
  whose: ({ subjectId, legalRepresentative: name }) =>
    name === null || representativeIsPublic(subjectId) ? null : { kind: 'representative', subjectId, name },
  said: (correction, say) => ({
    ...correction,
    legalRepresentative:
      correction.legalRepresentative === null ? null : say('representative', correction.legalRepresentative),
  }),
};

/** What a change adds: the reason, and what is imposed now. */
type InChange = Pick<PenaltyDecisionChanged['data'], 'subjectId' | 'reason' | 'penaltyContent'>;
export const personalInChange: PersonalContent<InChange> = {
  whose: ({ subjectId }) => (isPerson(subjectId) ? { kind: 'person', subjectId } : null),
  said: (change, say) => ({
    ...change,
    reason: say('text', change.reason),
    penaltyContent: say('text', change.penaltyContent),
  }),
};
