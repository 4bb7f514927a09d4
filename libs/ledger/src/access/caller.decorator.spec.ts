import { refusalOf } from '../../../../test/support/given-when-then';
import { contextOf, type Caller } from './caller.decorator';

const caller: Caller = {
  name: '王经办',
  unitName: '大队',
  unitCode: '1113100358CBJ3JHX9',
  role: 'officer',
  key: '1a2b3c4d5e6f7081',
  recordsFor: ['*'],
};
const { recordsFor, ...actor } = caller;
const request = (key?: string | string[]) => ({ id: 'request-1', headers: { 'idempotency-key': key }, caller });

describe('the context of a command', () => {
  const key = '7d4f4e0e-9d0e-4d6e-8a3e-0c6f0a7c1b11';

  it('has a command id of the key of the sender, in his own name space', () => {
    expect(contextOf(request(key.toUpperCase()))).toEqual({
      actor,
      recordsFor,
      commandId: 'a34f72a8-c83f-5acb-97d6-8580d4999159',
      formerCommandId: key,
      requestId: 'request-1',
      causeId: null,
    });
  });

  it('has another for the same key of another unit, or of another role', () => {
    const idOf = (change: Partial<Caller>) =>
      contextOf({ ...request(key), caller: { ...caller, ...change } }).commandId;
    const ids = [{}, { unitCode: '1113100001YMGCE72W' }, { role: 'approver' as const }].map(idOf);
    expect(new Set(ids).size).toBe(3);
    expect(idOf({ name: '李经办' })).toBe(ids[0]); // the unit's command, whoever says it again
  });

  it('has one of its own when the sender gave none, another each time', () => {
    const [one, other] = [contextOf(request()), contextOf(request())];
    expect(one.commandId).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.commandId).not.toBe(other.commandId);
  });

  it.each([['x'], ['7d4f4e0e9d0e4d6e8a3e0c6f0a7c1b11'], [['7d4f4e0e-9d0e-4d6e-8a3e-0c6f0a7c1b11', 'x']]])(
    'is refused for a command id that is no UUID: %j',
    (key) => {
      expect(refusalOf(() => contextOf(request(key)))).toMatchObject({
        code: 'idempotency-key-invalid',
        field: 'Idempotency-Key',
      });
    },
  );
});
