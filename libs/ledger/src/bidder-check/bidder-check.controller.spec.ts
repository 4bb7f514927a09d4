import type { Caller } from '../access';
import type { CommandBus } from '@nestjs/cqrs';
import { refusalFrom } from '../../../../test/support/refusal-from';
import { toBidderCheckView } from './bidder-check.view';
import { BidderCheckController } from './bidder-check.controller';
import type { BidderChecks } from './bidder-checks';
import type { CheckBidders } from './check-bidders.command';
import { aBidderCheckOf } from './domain/bidder-check.examples';

const context = {
  actor: { name: '赵采购', unitName: '交易中心', unitCode: '11131000FGJJTG2G5W', role: 'procurement' },
  commandId: '0c0c0c0c-0000-4000-8000-000000000001',
  requestId: 'request-1',
  causeId: null,
};
const check = aBidderCheckOf(2);
const asked: unknown[] = [];
const commands = {
  execute: (command: CheckBidders) => {
    asked.push(command.bidders);
    return Promise.resolve(check);
  },
} as unknown as CommandBus;
const checks = {
  answeredTo: (_caller: Caller, id: string) => Promise.resolve(id === check.checkId ? check : undefined),
} as unknown as BidderChecks;
const controller = new BidderCheckController(commands, checks);
const caller: Caller = { name: '采购人', unitName: '某单位', unitCode: 'X-1', role: 'procurement', recordsFor: [] };

describe('a bidder check over HTTP', () => {
  it('says what is recorded, now and later', async () => {
    const now = await controller.check({ bidders: [{ uscc: '91131003MA0Y000328' }] }, 'application/json', context);
    expect(asked.at(-1)).toEqual([{ uscc: '91131003MA0Y000328' }]);
    expect(await controller.one(check.checkId, caller)).toEqual(now);
    expect(now).toMatchObject({ checkId: check.checkId, askedOn: '2026-05-07', position: 3 });
    expect(now.rows).toEqual(check.rows.map(({ saidInFull: _, ...row }) => ({ ...row, inFull: null })));
  });

  it('shows a check that was recorded whole as it was told, word for word', () => {
    const told = { row: 1, uscc: '91131003MA0Y000328', contributions: [{ rule: 'base', points: 100 }] };
    const rows = check.rows.map((row) => ({ ...row, saidInFull: JSON.stringify(told) }));
    expect(toBidderCheckView({ ...check, rows }).rows[0]?.inFull).toEqual(told);
  });

  it('takes a file, which the api hands through as bytes', async () => {
    await controller.check(Buffer.from('uscc\n91131003MA0Y000328\n'), 'text/csv', context);
    expect(asked.at(-1)).toEqual([{ uscc: '91131003MA0Y000328' }]);
  });

  it('is not found when nobody asked', async () => {
    const checkId = '0c0c0c0c-0000-4000-8000-00000000000f';
    expect(await refusalFrom(controller.one(checkId, caller))).toMatchObject({
      code: 'bidder-check-not-found',
      facts: { checkId },
    });
  });
});
