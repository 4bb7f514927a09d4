import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WholeLedger } from './support/whole-ledger';

const folder = join(__dirname, 'data/cases/03-listed-unit-without-a-name');
const paper = (name: string): object => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
const uscc = '91131002MA0CAA050W';
const name = '廊坊己示例仓储有限公司';

let ledger: WholeLedger;
beforeAll(async () => {
  ledger = await WholeLedger.on('2026-11-28');
});
afterAll(() => ledger.stop());

const check = async () => {
  await ledger.allRead();
  const { body } = await ledger.ask('procurement', 'POST', '/bidder-checks', paper('4-bidders.json'));
  return body.rows;
};
const status = async () => (await ledger.ask('department', 'GET', `/subjects/${uscc}/status`)).body;

describe('a unit that is known by its listing alone', () => {
  it('is reported as listed by the name of the case, and without a name', async () => {
    const proposed = await ledger.ask('officer', 'POST', '/blacklist/listings', paper('1-propose.json'));
    const at = `/blacklist/listings/${String(proposed.body.id)}`;
    expect((await ledger.ask('officer', 'POST', `${at}/notice`, paper('2-notice.json'))).status).toBe(200);
    expect((await ledger.ask('approver', 'POST', `${at}/decision`, paper('3-decision.json'))).status).toBe(200);
    expect(await check()).toMatchObject([
      { status: 'listed', nameMatch: 'current', error: null, name, listingIds: [proposed.body.id] },
      { status: 'listed', nameMatch: 'not-given', error: null, name, listingIds: [proposed.body.id] },
    ]);
    const answer = await status();
    expect(answer).toMatchObject({ status: 'listed', name, formerNames: [] });
    expect(answer.statement).toContain(`${name}在2026-11-28处于严重失信主体名单`);
  });

  it('has the name of its registration from then on, and the name of the case was no former one', async () => {
    const registration = {
      name: '廊坊己示例仓储（集团）有限公司',
      uscc,
      subjectType: '一般单位',
      areaCode: '131002',
      areaName: '安次区',
    };
    expect((await ledger.ask('officer', 'POST', '/subjects', registration)).status).toBe(201);
    expect(await check()).toMatchObject([
      { status: 'cannot-answer', nameMatch: 'mismatch' },
      { status: 'listed', name: registration.name },
    ]);
    expect(await status()).toMatchObject({ name: registration.name, formerNames: [] });
  });
});
