import {
  derivedId,
  documentNumberKey,
  isSameNumber,
  notRecordedYet,
  Refusal,
  sameContent,
  saysTheSame,
  spellingsOfBoth,
} from '../../shared';
import {
  type SpotCheckEvent,
  spotCheckEvents,
  type SpotCheckRecorded,
  type SpotCheckResultWithdrawn,
} from './spot-check.events';

/** One checked unit of one task, one stream: a task may send inspectors to several units. */
export const spotCheckIdOf = (planNumber: string, taskNumber: string, subjectId: string): string =>
  derivedId('spotCheck', documentNumberKey(planNumber), documentNumberKey(taskNumber), subjectId);
/** Under which ids it may be on record: older versions took the numbers as they were written. */
export const spotCheckIdsOf = (planNumber: string, taskNumber: string, subjectId: string): readonly string[] =>
  spellingsOfBoth(planNumber, taskNumber).map((spellings) => derivedId('spotCheck', ...spellings, subjectId));
export const streamOf = (spotCheckId: string): string => `${spotCheck.category}-${spotCheckId}`;

/** What a result says, without what it stands in the place of. */
type Check = SpotCheckRecorded['data'];
interface WithdrawnResult {
  readonly check: Check;
  readonly withdrawal: SpotCheckResultWithdrawn['data'];
}
/** `earlier`: the results that were withdrawn and have another in their place, in their order. */
export type SpotCheckState =
  | { readonly status: 'absent' }
  | { readonly status: 'recorded'; readonly check: Check; readonly earlier: readonly WithdrawnResult[] }
  | ({ readonly status: 'withdrawn'; readonly earlier: readonly WithdrawnResult[] } & WithdrawnResult);

const initial: SpotCheckState = { status: 'absent' };

function evolve(state: SpotCheckState, event: SpotCheckEvent): SpotCheckState {
  switch (event.type) {
    case 'SpotCheckRecorded':
      return { status: 'recorded', check: event.data, earlier: [] };
    case 'SpotCheckResultWithdrawn':
      return state.status === 'recorded' ? { ...state, status: 'withdrawn', withdrawal: event.data } : state;
    case 'SpotCheckResultReplaced': {
      const { replaces: _, ...check } = event.data;
      return { status: 'recorded', check, earlier: withdrawnIn(state) };
    }
  }
}

export const spotCheck = { category: 'spotCheck', initial: initial as SpotCheckState, evolve, ...spotCheckEvents };

/** All results that were withdrawn, in their order. */
function withdrawnIn(state: SpotCheckState): readonly WithdrawnResult[] {
  if (state.status === 'absent') return [];
  const { earlier } = state;
  return state.status === 'withdrawn' ? [...earlier, { check: state.check, withdrawal: state.withdrawal }] : earlier;
}

/**
 * A result that was withdrawn does not come back: its paper, sent again, is quiet. Another result of the same check takes its place
 * and names it.
 *
 * Refusals in this order: `exists-with-different-content`; the contradiction.
 * @param contradiction what cannot be true on the paper, if anything: `otherNameIn`
 */
export const record =
  (wanted: Check, contradiction?: Refusal) =>
  (state: SpotCheckState): SpotCheckEvent[] => {
    if (withdrawnIn(state).some(({ check }) => saysTheSame(check, wanted))) return [];
    if (state.status === 'recorded') return sameContent(state.check, wanted, 'taskNumber');
    if (contradiction) throw contradiction;
    if (state.status === 'absent') return [{ type: 'SpotCheckRecorded', data: wanted }];
    const { check, withdrawal } = state;
    const replaces = {
      checkedOn: check.checkedOn,
      result: check.result,
      withdrawalNumber: withdrawal.documentNumber,
      withdrawnOn: withdrawal.withdrawnOn,
    };
    return [{ type: 'SpotCheckResultReplaced', data: { ...wanted, replaces } }];
  };

export type ResultWithdrawal = Omit<SpotCheckResultWithdrawn['data'], 'subjectId' | 'recordingAuthority'>;

/**
 * 撤回抽查结果. Refusals in this order: `spot-check-not-found`; `exists-with-different-content` (this paper said something else, or another
 * one withdrew the result); `withdrawn-before-checked` {checkedOn}.
 */
export const withdraw =
  (wanted: ResultWithdrawal) =>
  (state: SpotCheckState): SpotCheckEvent[] => {
    if (state.status === 'absent') throw new Refusal('spot-check-not-found', { spotCheckId: wanted.spotCheckId });
    const { subjectId, checkedOn } = state.check;
    const data = { ...wanted, subjectId, ...notRecordedYet };
    const known = withdrawnIn(state).find(({ withdrawal }) =>
      isSameNumber(withdrawal.documentNumber, wanted.documentNumber),
    );
    if (known) return sameContent(known.withdrawal, data, 'documentNumber');
    if (state.status === 'withdrawn') return sameContent(state.withdrawal, data, 'documentNumber');
    if (wanted.withdrawnOn < checkedOn) throw new Refusal('withdrawn-before-checked', { checkedOn }, 'withdrawnOn');
    return [{ type: 'SpotCheckResultWithdrawn', data }];
  };
