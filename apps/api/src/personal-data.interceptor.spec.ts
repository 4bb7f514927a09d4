import type { Role } from '@app/ledger';
import { GAPS, type PersonalData } from '@app/personal-data';
import { type CallHandler, type ExecutionContext, StreamableFile } from '@nestjs/common';
import { lastValueFrom, of } from 'rxjs';
import { aPersonalData } from '../../../test/support/personal-data';
import { PersonalDataInterceptor } from './personal-data.interceptor';

let personal: PersonalData;
let keyId: string;
let token: string;
beforeEach(async () => {
  personal = aPersonalData();
  const seal = await personal.sealOf(personal.personIdOf('identity', '身份证', '13100219000101001X'));
  if (seal.status === 'destroyed') throw new Error('destroyed');
  ({ keyId } = seal);
  token = seal.seal('name', '王示例');
});

async function answered(body: unknown, role?: Role) {
  const headers: Record<string, string> = {};
  const caller = role && { name: '某人', unitName: '某单位', unitCode: '', role };
  const http = {
    getRequest: () => ({ caller }),
    getResponse: () => ({ header: (name: string, value: string) => (headers[name] = value) }),
  };
  const context = { switchToHttp: () => http } as unknown as ExecutionContext;
  const next: CallHandler = { handle: () => of(body) };
  return { value: await lastValueFrom(new PersonalDataInterceptor(personal).intercept(context, next)), headers };
}

describe('an answer that names a person', () => {
  it.each<Role>(['officer', 'approver', 'auditor'])('shows the name to an %s', async (role) => {
    expect(await answered({ name: token }, role)).toEqual({ value: { name: '王示例' }, headers: {} });
  });

  it.each<Role | undefined>(['department', 'procurement', 'operator', undefined])(
    'does not show it to %s, and says so',
    async (role) => {
      expect(await answered({ name: token, score: 90 }, role)).toEqual({
        value: { name: GAPS['personal-data-withheld'], score: 90 },
        headers: { 'x-personal-data': 'personal-data-withheld' },
      });
    },
  );

  it('says that it was erased, from the next answer on', async () => {
    await personal.destroy([{ keyId, destroyedBy: 'x', ground: 'other-law', eventId: 'e' }]);
    expect(await answered({ name: token }, 'officer')).toEqual({
      value: { name: GAPS['personal-data-erased'] },
      headers: { 'x-personal-data': 'personal-data-erased' },
    });
  });
});

it.each([
  ['text', 'pd1 metrics'],
  ['nothing', undefined],
  ['null', null],
  ['a file', new StreamableFile(Buffer.from('x'))],
])('%s goes through as it is', async (_what, body) => {
  expect((await answered(body)).value).toBe(body);
});
