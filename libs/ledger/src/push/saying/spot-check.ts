import type { Publicity, Told } from '@app/exchange';
import type { RuleBook } from '../../rule-set';
import { authorityOf, termEnd } from '../../shared';
import type { SpotCheckState } from '../../spot-check';
import type {
  SpotCheckRecorded,
  SpotCheckResultReplaced,
  SpotCheckResultWithdrawn,
} from '../../spot-check/domain/spot-check.events';
import type { Reason } from '../told-table';

type Check = SpotCheckRecorded['data'];

/** For how long a body shows a result; null: it is told of none. */
export type Showing = (rules: RuleBook, check: Check) => Publicity | null;

const withoutTerm: Showing = () => null;

/** From the day of the check on, for as long as the rule set says; open until it is withdrawn where that says nothing. */
export const shownFromTheCheck: Showing = (rules, { checkedOn }) => {
  const months = rules.inForce(checkedOn).telling.spotCheckMonths.value;
  return { from: checkedOn, until: months === null ? null : termEnd(checkedOn, months) };
};

/** The check, and who recorded it: papers print the name of the authority that checked, and no code. */
function checkOf(rules: RuleBook, check: Check) {
  const { name, code } = authorityOf(check.recordingAuthority, rules.inForce(check.checkedOn).telling.assumedAuthority);
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

/** What a body hears of a check's result, and of the one that takes its place. */
export const spotCheckSaying = (showing: Showing = withoutTerm) => {
  const publicityOf = (rules: RuleBook, check: Check) => {
    const publicity = showing(rules, check);
    return publicity === null ? {} : { publicity };
  };
  return {
    spotCheckResult: (rules: RuleBook, _state: SpotCheckState, data: Check): Told => ({
      kind: 'spot-check',
      document: { ...checkOf(rules, data), replaces: null, ...publicityOf(rules, data) },
    }),
    /** The right result, naming the one in whose place it stands. It is known by the unit that recorded the check first. */
    spotCheckReplacement: (
      rules: RuleBook,
      state: SpotCheckState,
      { replaces, ...check }: SpotCheckResultReplaced['data'],
    ): Told => ({
      kind: 'spot-check',
      document: { ...checkOf(rules, asRecordedFirst(state, check)), replaces, ...publicityOf(rules, check) },
    }),
    spotCheckWithdrawal,
  };
};

/** Names the result that is withdrawn. */
function spotCheckWithdrawal(
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
