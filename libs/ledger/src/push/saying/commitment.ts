import type { CommitmentDocument, Told } from '@app/exchange';
import type { CommitmentState } from '../../commitment';
import type { RuleBook } from '../../rule-set';
import { authorityOf } from '../../shared';
import type { Reason } from '../told-table';

const unknown = '台账中没有该承诺，无从认定是哪条记录';

/** 信用承诺 with the state it is in now: the same message after each step. Who received it is who recorded it. */
export function commitmentState(rules: RuleBook, state: CommitmentState): Told | Reason {
  if (state.status === 'absent') return unknown;
  const { made } = state;
  const authority = authorityOf(made.recordingAuthority, rules.inForce(made.madeOn).telling.assumedAuthority);
  return {
    kind: 'commitment',
    document: {
      subjectName: made.subjectName,
      uscc: made.subjectId,
      commitmentNumber: made.commitmentNumber,
      matter: made.matter,
      madeOn: made.madeOn,
      verificationDueOn: made.verificationDueOn,
      ...performance(state),
      authorityName: authority.name,
      authorityCode: authority.code,
      sourceName: authority.name,
      sourceCode: authority.code,
    },
  };
}

type Performance = Pick<
  CommitmentDocument,
  'state' | 'stateOn' | 'falseDetail' | 'serious' | 'withdrawalNumber' | 'withdrawalReason'
>;

function performance(state: Exclude<CommitmentState, { readonly status: 'absent' }>): Performance {
  const nothing = { falseDetail: null, serious: null, withdrawalNumber: null, withdrawalReason: null };
  switch (state.status) {
    case 'made':
      return { ...nothing, state: 'made', stateOn: state.made.madeOn };
    case 'verified':
      return { ...nothing, state: 'kept', stateOn: state.verification.data.verifiedOn };
    case 'found-false': {
      const { foundOn, detail, serious } = state.verification.data;
      return { ...nothing, state: 'found-false', stateOn: foundOn, falseDetail: detail, serious };
    }
    case 'finding-withdrawn': {
      const { withdrawnOn, documentNumber, reason } = state.withdrawal;
      const paper = { withdrawalNumber: documentNumber, withdrawalReason: reason };
      return { ...nothing, ...paper, state: 'finding-withdrawn', stateOn: withdrawnOn };
    }
  }
}
