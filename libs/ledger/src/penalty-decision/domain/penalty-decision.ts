import { severityOf } from '../../publicity';
import type { RuleBook } from '../../rule-set';
import {
  type Day,
  derivedId,
  documentNumberKey,
  isSameNumber,
  type PenaltyKind,
  Refusal,
  sameContent,
  saysTheSame,
  type Severity,
  spellingsOf,
} from '../../shared';
import { amountContradictionIn } from './contradictions';
import {
  type PenaltyDecisionChanged,
  type PenaltyDecisionCorrected,
  type PenaltyDecisionEvent,
  penaltyDecisionEvents,
  type PenaltyDecisionFoundUnlawful,
  type PenaltyDecisionFoundVoid,
  type PenaltyDecisionRecorded,
  type PenaltyDecisionRevoked,
} from './penalty-decision.events';

const idUnder = (authorityCode: string, spelling: string): string =>
  derivedId('penaltyDecision', authorityCode, spelling);
/** One paper, one stream: authority and document number name it, whoever sends it, how often, and in which spelling. */
export const decisionIdOf = (authorityCode: string, documentNumber: string): string =>
  idUnder(authorityCode, documentNumberKey(documentNumber));
/** Under which ids it may be on record: older versions took the number as it was written. */
export const decisionIdsOf = (authorityCode: string, documentNumber: string): readonly string[] =>
  spellingsOf(documentNumber).map((spelling) => idUnder(authorityCode, spelling));
export const streamOf = (decisionId: string): string => `${penaltyDecision.category}-${decisionId}`;

/** The decision as it was recorded first, and what changed and corrected it since, in the order in which that was recorded. */
interface Taken {
  readonly decision: PenaltyDecisionRecorded['data'];
  readonly changes: readonly PenaltyDecisionChanged['data'][];
  readonly corrections: readonly PenaltyDecisionCorrected['data'][];
}
/** The situations a decision can be in. What ended it ended it for good. */
export type PenaltyDecisionState =
  | { readonly status: 'absent' }
  | (Taken & { readonly status: 'in-effect' })
  | (Taken & { readonly status: 'revoked'; readonly revocation: PenaltyDecisionRevoked['data'] })
  | (Taken & { readonly status: 'found-unlawful'; readonly finding: PenaltyDecisionFoundUnlawful['data'] })
  | (Taken & { readonly status: 'found-void'; readonly finding: PenaltyDecisionFoundVoid['data'] });

const initial: PenaltyDecisionState = { status: 'absent' };

function evolve(state: PenaltyDecisionState, event: PenaltyDecisionEvent): PenaltyDecisionState {
  if (event.type === 'PenaltyDecisionRecorded')
    return { status: 'in-effect', decision: event.data, changes: [], corrections: [] };
  if (state.status === 'absent') return state;
  const { decision, changes, corrections } = state;
  const taken = { decision, changes, corrections };
  switch (event.type) {
    case 'PenaltyDecisionChanged':
      return { ...state, changes: [...changes, event.data] };
    case 'PenaltyDecisionCorrected':
      return { ...state, corrections: [...corrections, event.data] };
    case 'PenaltyDecisionRevoked':
      return { status: 'revoked', ...taken, revocation: event.data };
    case 'PenaltyDecisionFoundUnlawful':
      return { status: 'found-unlawful', ...taken, finding: event.data };
    case 'PenaltyDecisionFoundVoid':
      return { status: 'found-void', ...taken, finding: event.data };
  }
}

export const penaltyDecision = {
  category: 'penaltyDecision',
  initial: initial as PenaltyDecisionState,
  evolve,
  ...penaltyDecisionEvents,
};

const correctable = [
  'subjectName',
  'legalRepresentative',
  'violationType',
  'facts',
  'legalBasis',
  'licence',
  'authorityName',
  'sourceName',
  'remark',
] as const;
const readsIn = (correction: PenaltyDecisionCorrected['data']) =>
  Object.fromEntries(
    correctable.flatMap((field) => (correction[field] === null ? [] : [[field, correction[field]]])),
  ) as Partial<PenaltyDecisionRecorded['data']>;

/** The decision as the paper says it, by the last word on each field. What it imposes is that of the day on which it was taken. */
export const correctedDecision = ({ decision, corrections }: Taken): PenaltyDecisionRecorded['data'] =>
  corrections.reduce((sofar, correction) => ({ ...sofar, ...readsIn(correction) }), decision);

/**
 * A paper that is on record meets itself, as it was recorded or as it was corrected, whatever is said of it today. Refusals in this order: `exists-with-different-content`; the
 * contradiction.
 *
 * @param inPlain the same paper as the ledger wrote it down before personal text was sealed.
 * @param contradiction what cannot be true on the paper, if anything; see `contradictionIn`.
 */
export const record =
  (wanted: PenaltyDecisionRecorded['data'], inPlain = wanted, contradiction?: Refusal) =>
  (state: PenaltyDecisionState): PenaltyDecisionEvent[] => {
    if (state.status !== 'absent') {
      if (saysTheSame(correctedDecision(state), wanted)) return [];
      return sameContent(state.decision, wanted, 'documentNumber', inPlain);
    }
    if (contradiction) throw contradiction;
    return [{ type: 'PenaltyDecisionRecorded', data: wanted }];
  };

export type Revocation = Omit<PenaltyDecisionRevoked['data'], 'subjectId' | 'decision'>;

/**
 * 撤销. Refusals in this order: `penalty-decision-not-found`; `exists-with-different-content` (revoked by another paper);
 * `penalty-decision-ended` {outcome, documentNumber}; `revoked-before-decided`; `outcome-before-change` {changedOn}.
 */
export const revoke =
  (wanted: Revocation) =>
  (state: PenaltyDecisionState): PenaltyDecisionEvent[] => {
    const taken = takenIn(state, wanted);
    const { subjectId, decidedOn } = taken.decision;
    const data = { ...wanted, subjectId, decision: recognisable(correctedDecision(taken)) };
    if (taken.status === 'revoked') return sameContent(taken.revocation, data, 'documentNumber');
    mustBeInEffect(taken);
    if (wanted.revokedOn < decidedOn) throw new Refusal('revoked-before-decided', { decidedOn }, 'revokedOn');
    notBeforeChange(taken, wanted.revokedOn, 'revokedOn');
    return [{ type: 'PenaltyDecisionRevoked', data }];
  };

export type Change = Omit<PenaltyDecisionChanged['data'], 'subjectId' | 'severity'>;

/**
 * 变更: what is imposed from its day on. A decision may be changed more than once, by the authority and on appeal.
 *
 * Refusals in this order: `penalty-decision-not-found`; `exists-with-different-content` (this paper said something else);
 * `penalty-decision-ended` {outcome, documentNumber}; `outcome-before-decided` {decidedOn}; `outcome-before-change`
 * {changedOn}; `date-before-decision` {decidedOn} (the end of its effect); those of `amountContradictionIn`;
 * `change-changes-nothing`.
 *
 * @param inPlain what is imposed, as it was written down before personal text was sealed.
 */
export const change =
  (rules: RuleBook, wanted: Change, inPlain = wanted.penaltyContent) =>
  (state: PenaltyDecisionState): PenaltyDecisionEvent[] => {
    const taken = takenIn(state, wanted);
    const { subjectId, decidedOn } = taken.decision;
    const data = { ...wanted, subjectId, severity: severityNow(rules, taken.decision, wanted.penaltyKinds) };
    const known = taken.changes.find(({ documentNumber }) => isSameNumber(documentNumber, wanted.documentNumber));
    if (known) return sameContent(known, data, 'documentNumber');
    mustBeInEffect(taken);
    notBeforeDecided(taken, wanted.changedOn, 'changedOn');
    notBeforeChange(taken, wanted.changedOn, 'changedOn');
    if (wanted.effectiveUntil !== null && wanted.effectiveUntil < decidedOn)
      throw new Refusal('date-before-decision', { decidedOn }, 'effectiveUntil');
    const contradiction = amountContradictionIn(rules, { ...imposed(wanted), penaltyContent: inPlain, decidedOn });
    if (contradiction) throw contradiction;
    if (saysTheSame(imposedIn(taken), imposed(wanted)))
      throw new Refusal('change-changes-nothing', {}, 'penaltyContent');
    return [{ type: 'PenaltyDecisionChanged', data }];
  };

export type Correction = Omit<PenaltyDecisionCorrected['data'], 'subjectId'>;

/**
 * 更正: what was recorded otherwise than the paper says. Authority, number, subject and day of the decision name the paper, and what it imposes is
 * changed by a paper: neither is corrected. The same correction again is quiet.
 *
 * Refusals in this order: `penalty-decision-not-found`; `penalty-decision-ended` {outcome, documentNumber}; `correction-changes-nothing`; that
 * of the name.
 *
 * @param otherName why the name is not one that the unit has borne
 */
export const correct =
  (wanted: Correction, otherName?: Refusal) =>
  (state: PenaltyDecisionState): PenaltyDecisionEvent[] => {
    const taken = takenIn(state, wanted);
    const data = { ...wanted, subjectId: taken.decision.subjectId };
    const last = taken.corrections.at(-1);
    if (last && saysTheSame({ ...last, correctedOn: data.correctedOn }, data)) return [];
    mustBeInEffect(taken);
    const now = correctedDecision(taken);
    if (saysTheSame(now, { ...now, ...readsIn(data) })) throw new Refusal('correction-changes-nothing', {}, 'reason');
    if (otherName) throw otherName;
    return [{ type: 'PenaltyDecisionCorrected', data }];
  };

export type Unlawfulness = Omit<PenaltyDecisionFoundUnlawful['data'], 'subjectId'>;

/**
 * 确认违法: the decision stays in effect, and is public no longer. Refusals in this order: `penalty-decision-not-found`;
 * `exists-with-different-content` (found by another paper); `penalty-decision-ended` {outcome, documentNumber};
 * `outcome-before-decided` {decidedOn}; `outcome-before-change` {changedOn}.
 */
export const findUnlawful =
  (wanted: Unlawfulness) =>
  (state: PenaltyDecisionState): PenaltyDecisionEvent[] => {
    const taken = takenIn(state, wanted);
    const data = { ...wanted, subjectId: taken.decision.subjectId };
    if (taken.status === 'found-unlawful') return sameContent(taken.finding, data, 'documentNumber');
    mustBeInEffect(taken);
    notBeforeDecided(taken, wanted.foundOn, 'foundOn');
    notBeforeChange(taken, wanted.foundOn, 'foundOn');
    return [{ type: 'PenaltyDecisionFoundUnlawful', data }];
  };

export type Voidness = Omit<PenaltyDecisionFoundVoid['data'], 'subjectId'>;

/** 确认无效. Refusals: as of `findUnlawful`. */
export const findVoid =
  (wanted: Voidness) =>
  (state: PenaltyDecisionState): PenaltyDecisionEvent[] => {
    const taken = takenIn(state, wanted);
    const data = { ...wanted, subjectId: taken.decision.subjectId };
    if (taken.status === 'found-void') return sameContent(taken.finding, data, 'documentNumber');
    mustBeInEffect(taken);
    notBeforeDecided(taken, wanted.foundOn, 'foundOn');
    notBeforeChange(taken, wanted.foundOn, 'foundOn');
    return [{ type: 'PenaltyDecisionFoundVoid', data }];
  };

/** What a decision imposes. */
type Imposed = Pick<
  PenaltyDecisionChanged['data'],
  'penaltyKinds' | 'penaltyContent' | 'fineFen' | 'confiscatedFen' | 'effectiveUntil'
>;
const imposed = ({ penaltyKinds, penaltyContent, fineFen, confiscatedFen, effectiveUntil }: Imposed): Imposed => ({
  penaltyKinds,
  penaltyContent,
  fineFen,
  confiscatedFen,
  effectiveUntil,
});
/** What it imposes by the last paper about it. */
const imposedIn = ({ decision, changes }: Taken): Imposed => imposed(changes.at(-1) ?? decision);

/** By the rule set of the decision: its terms run from its own day, whatever is changed later. Our default. */
function severityNow(
  rules: RuleBook,
  { procedure, violationCode, ruleSetId }: PenaltyDecisionRecorded['data'],
  penaltyKinds: readonly PenaltyKind[],
): Severity {
  return procedure === 'simple' ? 'MINOR' : severityOf(rules.byId(ruleSetId), penaltyKinds, violationCode);
}

type Present = Exclude<PenaltyDecisionState, { readonly status: 'absent' }>;

function takenIn(state: PenaltyDecisionState, { decisionId }: { readonly decisionId: string }): Present {
  if (state.status === 'absent') throw new Refusal('penalty-decision-not-found', { decisionId });
  return state;
}

/** What ended a decision, for people. */
const outcomes = { revoked: '被撤销', 'found-unlawful': '被确认违法', 'found-void': '被确认无效' } as const;

function mustBeInEffect(taken: Present): void {
  if (taken.status === 'in-effect') return;
  const { documentNumber } = taken.status === 'revoked' ? taken.revocation : taken.finding;
  throw new Refusal('penalty-decision-ended', { outcome: outcomes[taken.status], documentNumber });
}

function notBeforeDecided({ decision: { decidedOn } }: Taken, day: Day, field: string): void {
  if (day < decidedOn) throw new Refusal('outcome-before-decided', { decidedOn }, field);
}

function notBeforeChange({ changes }: Taken, day: Day, field: string): void {
  const changedOn = changes.at(-1)?.changedOn;
  if (changedOn !== undefined && day < changedOn) throw new Refusal('outcome-before-change', { changedOn }, field);
}

function recognisable(decision: PenaltyDecisionRecorded['data']): PenaltyDecisionRevoked['data']['decision'] {
  const { subjectName, documentNumber, procedure, penaltyKinds, authorityName, authorityCode, sourceName, sourceCode } =
    decision;
  return { subjectName, documentNumber, procedure, penaltyKinds, authorityName, authorityCode, sourceName, sourceCode };
}
