import {
  derivedId,
  documentNumberKey,
  type Due,
  notRecordedYet,
  Refusal,
  sameContent,
  spellingsOf,
} from '../../shared';
import {
  type CommitmentEvent,
  commitmentEvents,
  type CommitmentMade,
  type CommitmentVerified,
  type FalseCommitmentFindingWithdrawn,
  type FalseCommitmentFound,
} from './commitment.events';

/** One commitment, one stream: its number names it (it begins with the area and the year, so one city needs no more). */
export const commitmentIdOf = (commitmentNumber: string): string => idUnder(documentNumberKey(commitmentNumber));
/** Under which ids it may be on record: older versions took the number as it was written. */
export const commitmentIdsOf = (commitmentNumber: string): readonly string[] =>
  spellingsOf(commitmentNumber).map(idUnder);
const idUnder = (spelling: string): string => derivedId('commitment', spelling);
export const streamOf = (commitmentId: string): string => `${commitment.category}-${commitmentId}`;

/** What the verification on site came to. */
export type Verification = CommitmentVerified | FalseCommitmentFound;

export type CommitmentState =
  | { readonly status: 'absent' }
  | { readonly status: 'made'; readonly made: CommitmentMade['data'] }
  | { readonly status: 'verified'; readonly made: CommitmentMade['data']; readonly verification: CommitmentVerified }
  | {
      readonly status: 'found-false';
      readonly made: CommitmentMade['data'];
      readonly verification: FalseCommitmentFound;
    }
  | {
      readonly status: 'finding-withdrawn';
      readonly made: CommitmentMade['data'];
      readonly verification: FalseCommitmentFound;
      readonly withdrawal: FalseCommitmentFindingWithdrawn['data'];
    };

const initial: CommitmentState = { status: 'absent' };

function evolve(state: CommitmentState, event: CommitmentEvent): CommitmentState {
  switch (event.type) {
    case 'CommitmentMade':
      return { status: 'made', made: event.data };
    case 'CommitmentVerified':
      return state.status === 'absent' ? state : { status: 'verified', made: state.made, verification: event };
    case 'FalseCommitmentFound':
      return state.status === 'absent' ? state : { status: 'found-false', made: state.made, verification: event };
    case 'FalseCommitmentFindingWithdrawn':
      return state.status === 'found-false' ? { ...state, status: 'finding-withdrawn', withdrawal: event.data } : state;
  }
}

/** 核查期限: the last day on the paper. The ledger writes nothing when it passes: only a verification says what came of it. */
function due(state: CommitmentState): Due[] {
  if (state.status !== 'made') return [];
  const { madeOn, verificationDueOn } = state.made;
  return [
    {
      what: 'verification',
      title: '告知承诺现场核查',
      whose: 'officer',
      until: verificationDueOn,
      dueOpen: null,
      days: 'on-paper',
      basis: '《消防法》第十五条；承诺书载明的核查期限',
      since: madeOn,
      commandId: null,
    },
  ];
}

export const commitment = {
  category: 'commitment',
  initial: initial as CommitmentState,
  evolve,
  due,
  ...commitmentEvents,
};

/** The paper as a whole: the commitment, and what became of it so far (null: not verified yet). */
export interface CommitmentRecord {
  readonly made: CommitmentMade['data'];
  readonly verification: Verification | null;
}

/** The paper under the id by which it is on record. */
export const commitmentUnder = (commitmentId: string, { made, verification }: CommitmentRecord): CommitmentRecord => ({
  made: { ...made, commitmentId },
  verification: verification && resultOf(verification, { commitmentId }),
});

const resultOf = (
  result: Verification,
  named: Partial<Pick<CommitmentMade['data'], 'commitmentId' | 'commitmentNumber'>>,
): Verification =>
  result.type === 'CommitmentVerified'
    ? { ...result, data: { ...result.data, ...named } }
    : { ...result, data: { ...result.data, ...named } };

/**
 * A paper that knows more than we do is progress: only the result is recorded. One that knows less (sent before the
 * verification) says nothing new; a finding that was withdrawn stays recorded, and its paper stays quiet.
 *
 * Refusals in this order: `exists-with-different-content` (another commitment under this number, or another result); the
 * contradiction.
 *
 * @param contradiction what cannot be true on the paper, if anything: `otherNameIn`
 */
export const record =
  (wanted: CommitmentRecord, contradiction?: Refusal) =>
  (state: CommitmentState): CommitmentEvent[] => {
    const { made, verification } = wanted;
    const { commitmentNumber } = state.status === 'absent' ? made : state.made;
    const result = verification === null ? [] : [resultOf(verification, { commitmentNumber })];
    if (state.status === 'absent') {
      if (contradiction) throw contradiction;
      return [{ type: 'CommitmentMade', data: made }, ...result];
    }
    sameContent(state.made, made, 'commitmentNumber');
    if (state.status === 'made') return result;
    if (verification === null) return [];
    return sameContent(state.verification, verification, 'result');
  };

export type FindingWithdrawal = Omit<
  FalseCommitmentFindingWithdrawn['data'],
  'subjectId' | 'commitmentNumber' | 'recordingAuthority'
>;

/**
 * Refusals in this order: `commitment-not-found`; `false-commitment-finding-not-found`; `exists-with-different-content`
 * (withdrawn by another paper); `withdrawn-before-found`.
 */
export const withdrawFinding =
  (wanted: FindingWithdrawal) =>
  (state: CommitmentState): CommitmentEvent[] => {
    if (state.status === 'absent') throw new Refusal('commitment-not-found', { commitmentId: wanted.commitmentId });
    if (state.status === 'made' || state.status === 'verified') {
      throw new Refusal('false-commitment-finding-not-found', { commitmentId: wanted.commitmentId });
    }
    const { subjectId, commitmentNumber } = state.made;
    const data = { ...wanted, subjectId, commitmentNumber, ...notRecordedYet };
    if (state.status === 'finding-withdrawn') return sameContent(state.withdrawal, data, 'documentNumber');
    const { foundOn } = state.verification.data;
    if (wanted.withdrawnOn < foundOn) throw new Refusal('withdrawn-before-found', { foundOn }, 'withdrawnOn');
    return [{ type: 'FalseCommitmentFindingWithdrawn', data }];
  };
