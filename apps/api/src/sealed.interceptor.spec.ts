import type { Sealer, Seals } from '@app/sealing';
import type { ExecutionContext } from '@nestjs/common';
import { lastValueFrom, of } from 'rxjs';
import { refusalOf } from '../../../test/support/given-when-then';
import { SealedInterceptor } from './sealed.interceptor';

/** Entry 6 stands at position 7; a checkpoint covers it after it was asked for `after` times. */
function asked(query: object, { knowsKeys = true, after = 0, method = 'POST', answer = {} } = {}) {
  let times = 0;
  const seals = { knowsKeys, entryAt: () => Promise.resolve(6) } as unknown as Seals;
  const newest = () => Promise.resolve({ size: times++ >= after ? 9 : 6, keyId: '', signedAt: new Date(), note: '' });
  const interceptor = new SealedInterceptor(seals, { newest } as unknown as Sealer);
  const context = { switchToHttp: () => ({ getRequest: () => ({ method, query }) }) } as unknown as ExecutionContext;
  return interceptor.intercept(context, { handle: () => of(answer) });
}
const receipt = { id: 'x', position: 7 };

describe('an order that asks to be sealed', () => {
  it('is answered with the checkpoint that covers it, at once or when it has come', async () => {
    const sealed = { entry: 6, size: 9 };
    expect(await lastValueFrom(asked({ sealed: 'true' }, { answer: receipt }))).toEqual({ ...receipt, sealed });
    expect(await lastValueFrom(asked({ sealed: 'true' }, { answer: receipt, after: 3 }))).toEqual({
      ...receipt,
      sealed,
    });
  });

  it('waits for nothing when it does not, asks something, or has nothing to wait for', async () => {
    expect(await lastValueFrom(asked({}, { answer: receipt }))).toEqual(receipt);
    expect(await lastValueFrom(asked({ sealed: 'false' }, { answer: receipt }))).toEqual(receipt);
    expect(await lastValueFrom(asked({ sealed: 'true' }, { answer: receipt, method: 'GET' }))).toEqual(receipt);
    expect(await lastValueFrom(asked({ sealed: 'true' }, { answer: 'text' }))).toBe('text');
  });

  it('is refused before it is carried out when it asks otherwise, or nobody signs', () => {
    expect(refusalOf(() => asked({ sealed: 'yes' })).code).toBe('sealed-invalid');
    expect(refusalOf(() => asked({ sealed: ['true', 'true'] })).code).toBe('sealed-invalid');
    expect(refusalOf(() => asked({ sealed: 'true' }, { knowsKeys: false })).code).toBe('seal-key-missing');
  });
});
