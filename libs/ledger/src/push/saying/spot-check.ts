import type { Told } from '@app/exchange';
import type { RuleBook } from '../../rule-set';
import type { SpotCheckState } from '../../spot-check';
import type {
  SpotCheckRecorded,
  SpotCheckResultReplaced,
  SpotCheckResultWithdrawn,
} from '../../spot-check/domain/spot-check.events';
import { authorityOf } from '../domain/telling';
import type { Reason } from '../told-table';

type Check = SpotCheckRecorded['data'];

/** The check, and who recorded it: papers print the name of the authority that checked, and no code. */
function checkOf(rules: RuleBook, check: Check) {
  const { name, code } = authorityOf(rules, check.recordingAuthority, check.checkedOn);
  return {
    subjectName: check.subjectName,
    uscc: check.subjectId,
    planNumber: check.planNumber,
    taskNumber: check.taskNumber,
    checkedOn: check.checkedOn,
    result: check.result,
    checkedBy: check.authorityName,
    authorityName: name,
    authorityCode: code,
    sourceName: name,
    sourceCode: code,
  };
}

export const spotCheckResult = (rules: RuleBook, _state: SpotCheckState, data: Check): Told => ({
  kind: 'spot-check',
  document: { ...checkOf(rules, data), replaces: null },
});

/** The right result, naming the one in whose place it stands. It is known by the unit that recorded the check first. */
export const spotCheckReplacement = (
  rules: RuleBook,
  state: SpotCheckState,
  { replaces, ...check }: SpotCheckResultReplaced['data'],
): Told => ({ kind: 'spot-check', document: { ...checkOf(rules, asRecordedFirst(state, check)), replaces } });

/** Names the result that is withdrawn. */
export function spotCheckWithdrawal(
  rules: RuleBook,
  state: SpotCheckState,
  { withdrawnOn, reason, documentNumber }: SpotCheckResultWithdrawn['data'],
): Told | Reason {
  if (state.status === 'absent') return '台账中没有该抽查结果，无从认定是哪条记录';
  const check = checkOf(rules, asRecordedFirst(state, state.check));
  return {
    kind: 'spot-check-withdrawal',
    document: { ...check, withdrawnOn, reason, withdrawalNumber: documentNumber },
  };
}

/** One check is one record of the body, under one authority, whoever records its later results. */
function asRecordedFirst(state: SpotCheckState, check: Check): Check {
  if (state.status === 'absent') return check;
  const { recordingAuthority } = state.earlier[0]?.check ?? state.check;
  return { ...check, recordingAuthority };
}
