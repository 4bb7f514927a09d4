import { refusalOf } from '../../../../../test/support/given-when-then';
import { readRedrive, readRedriveOfMany } from './redrive-paper';

const today = '2026-06-09';

it('reads why', () => {
  expect(readRedrive({ reason: '主体名称已在登记机关更正' }, today)).toEqual({ reason: '主体名称已在登记机关更正' });
});

it.each([
  ['nothing', '', 'required'],
  ['nothing but blanks', '  ', 'required'],
  ['a number of a person', '张三 110101199003077715 的更正', 'citizen-number-in-text'],
])('refuses %s', (_what, reason, code) => {
  expect(refusalOf(() => readRedrive({ reason }, today))).toMatchObject({ code, field: 'reason' });
});

describe('of many', () => {
  const reason = '主体名称已在登记机关更正';

  it('reads whose and which, when it says so', () => {
    const any = { reason, endpoint: null, kind: null, refusalCode: null, uscc: null };
    expect(readRedriveOfMany({ reason }, today)).toEqual(any);
    expect(readRedriveOfMany({ reason, kind: ' penalty ' }, today)).toEqual({ ...any, kind: 'penalty' });
    expect(readRedriveOfMany({ reason, uscc: '91131002mabbqnqg8x' }, today)).toMatchObject({
      uscc: '91131002MABBQNQG8X',
    });
  });

  it('refuses a code that is none', () => {
    expect(refusalOf(() => readRedriveOfMany({ reason, uscc: '1' }, today))).toMatchObject({
      code: 'uscc-length',
      field: 'uscc',
    });
  });
});
