import { Endpoint, idempotencyKeyOf, Push } from '@app/outbox';
import { aListEntry, aListRemoval, aPenalty, aPenaltyWithdrawal, aPush } from '../../outbox/src/push.examples';

/** An endpoint with a look behind it, and levers. */
export interface EndpointUnderTest {
  readonly endpoint: Endpoint;
  /** The next delivery fails and nothing happens. */
  failNext(): Promise<void>;
  /** The next delivery happens and its answer is lost. */
  loseNextAnswer(): Promise<void>;
  /** The next delivery is refused, whatever it says. */
  refuseNext(): Promise<void>;
  /** What the body holds, in the order in which it was stored, and how often each arrived. */
  stored(): Promise<{ idempotencyKey: string; arrivals: number }[]>;
  close(): Promise<void>;
}

/** What every endpoint keeps, told of the credit platform; `open` gives one that has never heard of anybody. */
export function endpointContract(name: string, open: () => Promise<EndpointUnderTest>): void {
  describe(`${name} keeps the contract of an endpoint`, () => {
    let subject: EndpointUnderTest;

    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    const deliver = (push: Push, signal = new AbortController().signal) => subject.endpoint.deliver(push, signal);
    const keys = async () => (await subject.stored()).map(({ idempotencyKey }) => idempotencyKey);
    const receipt = { outcome: 'delivered', receiptNumber: expect.any(String) as string };

    describe('delivers', () => {
      it('each kind of push, in the order in which they come', async () => {
        const pushes = [aPenalty(), aListEntry(), aPenaltyWithdrawal(), aListRemoval()].map((matter, i) =>
          aPush(matter, { position: i + 1 }),
        );
        for (const push of pushes) expect(await deliver(push)).toMatchObject(receipt);
        expect(await keys()).toEqual(pushes.map(idempotencyKeyOf));
      });

      it('a penalty of a 个体工商户 without a representative, and one with every field filled', async () => {
        const small = aPenalty({
          uscc: '92131022MAEHM5G2XY',
          subjectName: '固安县鑫桥网吧店',
          legalRepresentative: null,
        });
        const full = aPenalty({
          penaltyKinds: ['罚款', '没收违法所得', '吊销许可证件'],
          confiscatedFen: 1,
          licence: '公众聚集场所投入使用、营业前消防安全检查合格证（廊消安检字〔2023〕第0001号）',
          effectiveUntil: '2024-09-05',
          remark: 'FPL-60-1-3',
          severity: 'serious',
        });
        expect(await deliver(aPush(small))).toMatchObject(receipt);
        expect(await deliver(aPush(full, { position: 2 }))).toMatchObject(receipt);
      });

      it('a push with nothing to say in its optional fields', async () => {
        const warning = aPenalty({ penaltyKinds: ['责令停产停业'], fineFen: null, severity: null });
        const endless = aListEntry({
          legalRepresentative: null,
          registeredAddress: null,
          removalDue: null,
          measures: [],
        });
        expect(await deliver(aPush(warning))).toMatchObject(receipt);
        expect(await deliver(aPush(endless, { position: 2 }))).toMatchObject(receipt);
      });

      it('the same push twice: the same receipt, stored once', async () => {
        const first = await deliver(aPush(aPenalty()));
        expect(await deliver(aPush(aPenalty()))).toEqual(first);
        expect(await subject.stored()).toMatchObject([{ arrivals: 2 }]);
      });

      it('many at once, each with its own receipt', async () => {
        const pushes = Array.from({ length: 30 }, (_, i) =>
          aPush(aPenalty({ documentNumber: `廊消行罚决字〔2024〕第${i}号` }), { position: i + 1 }),
        );
        const outcomes = await Promise.all(pushes.map((push) => deliver(push)));
        const receipts = outcomes.map((outcome) => (outcome.outcome === 'delivered' ? outcome.receiptNumber : outcome));
        expect(new Set(receipts).size).toBe(30);
        expect((await keys()).sort()).toEqual(pushes.map(idempotencyKeyOf).sort());
      });
    });

    describe('is refused', () => {
      it.each<[string, Push[], string]>([
        [
          'a name that is not the registered one',
          [aPush(aPenalty()), aPush(aListEntry({ subjectName: '廊坊百达程大酒店有限公司' }), { position: 2 })],
          '1001',
        ],
        ['a company without its representative', [aPush(aPenalty({ legalRepresentative: null }))], '1002'],
        ['a withdrawal of what never came', [aPush(aPenaltyWithdrawal())], '1004'],
        ['a removal of what was never listed', [aPush(aListRemoval())], '1004'],
        [
          'the same paper with other content',
          [aPush(aPenalty()), aPush(aPenalty({ fineFen: 3_000_000 }), { position: 2 })],
          '1409',
        ],
      ])('%s', async (_, pushes, code) => {
        const outcomes = [];
        for (const push of pushes) outcomes.push(await deliver(push));
        expect(outcomes.at(-1)).toMatchObject({ outcome: 'refused', code });
        expect(await keys()).toHaveLength(pushes.length - 1);
      });

      it('for reasons of the body alone', async () => {
        await subject.refuseNext();
        expect(await deliver(aPush(aPenalty()))).toMatchObject({ outcome: 'refused', code: '1001' });
        expect(await keys()).toEqual([]);
      });
    });

    describe('fails', () => {
      it('and nothing happened: delivered by the next try', async () => {
        await subject.failNext();
        expect(await deliver(aPush(aPenalty()))).toMatchObject({ outcome: 'failed' });
        expect(await keys()).toEqual([]);
        expect(await deliver(aPush(aPenalty()))).toMatchObject(receipt);
      });

      it('and it happened, but the answer was lost: the next try meets the receipt', async () => {
        await subject.loseNextAnswer();
        expect(await deliver(aPush(aPenalty()))).toMatchObject({ outcome: 'failed' });
        expect(await keys()).toEqual([idempotencyKeyOf(aPush(aPenalty()))]);
        expect(await deliver(aPush(aPenalty()))).toMatchObject(receipt);
        expect(await subject.stored()).toMatchObject([{ arrivals: 2 }]);
      });

      it('when it is broken off, without throwing', async () => {
        expect(await deliver(aPush(aPenalty()), AbortSignal.abort())).toMatchObject({ outcome: 'failed' });
      });
    });
  });
}
