import { aPush } from '../../../outbox/src/push.examples';
import type { Dossiers } from '../credit-dossier';
import { faultIn, RegisterCheck } from './register-check';

const uscc = '91131022MA0Y00067B';

describe('name and code against the register', () => {
  it.each([
    ['the registered name', '甲物流有限公司', ['甲物流有限公司']],
    ['the same name in another spelling', '甲物流（廊坊）有限公司', ['甲物流(廊坊)有限公司']],
    ['a former name', '甲物流有限公司', ['甲物流有限公司', '乙物流有限公司']],
    ['nobody is registered', '甲物流有限公司', []],
    ['a sealed name', { sealed: 'x' }, ['甲物流有限公司']],
  ])('finds nothing: %s', (_what, printed, registered) => {
    expect(faultIn(printed, registered)).toBeUndefined();
  });

  it('finds a name that the unit never had, and says the one it has', () => {
    expect(faultIn('丙物流有限公司', ['甲物流有限公司', '乙物流有限公司'])).toEqual({
      rule: 'register-1/1001',
      sentence: expect.stringMatching(/“丙物流有限公司”.*“乙物流有限公司”.*1001/) as string,
    });
  });
});

describe('what is about to leave', () => {
  const asked: unknown[] = [];
  const checkOver = (known: boolean) =>
    new RegisterCheck({
      upTo: (...question: unknown[]) => {
        asked.push(question);
        const value = { names: [{ source: 'registered', name: '甲物流有限公司' }] };
        return Promise.resolve({ of: () => (known ? { known, value } : { known, why: 'read-model-behind' }) });
      },
    } as unknown as Dossiers);
  const named = (position: number, effect: 'states' | 'withdraws' = 'states') =>
    aPush({ position, effect, subjectId: uscc, document: { subjectName: '丙物流有限公司' } });
  beforeEach(() => asked.splice(0));

  it('is looked at in one question, as of the newest of it', async () => {
    const [first, second] = [named(7), named(9)];
    expect([...(await checkOver(true).faultsOf([first, second])).keys()]).toEqual([first.pushId, second.pushId]);
    expect(asked).toEqual([[9, [uscc], { waitMs: 50 }]]);
  });

  it('is not looked at when it only speaks of what was stated', async () => {
    expect(await checkOver(true).faultsOf([named(7, 'withdraws')])).toEqual(new Map());
    expect(asked).toEqual([]);
  });

  it('leaves when nothing is known of the unit now', async () => {
    expect(await checkOver(false).faultsOf([named(7)])).toEqual(new Map());
  });
});
