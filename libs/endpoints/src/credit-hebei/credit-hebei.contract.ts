import type { Told } from '@app/exchange';
import {
  aCommitment,
  aListCorrection,
  aPenaltyChange,
  aPenaltyFoundUnlawful,
  aPenaltyFoundVoid,
  aSpotCheck,
  aSpotCheckWithdrawal,
  aListEntry,
  aListRemoval,
  aPenalty,
  aPenaltyWithdrawal,
  aRepairResult,
  aRepairRevocation,
  aWithdrawalByRepair,
} from '../../../exchange/src/told.examples';
import type { EndpointUnderTest } from '../endpoint.contract';
import { aPushOf } from '../push.examples';

/** The n-th penalty, all about one unit. */
export const aNthPenalty = (n: number) =>
  aPushOf(aPenalty({ documentNumber: `廊消行罚决字〔2024〕第${String(n).padStart(4, '0')}号` }), { position: n });

/** What 信用中国(河北) makes of our words: its kinds, its codes. `open` gives a platform that has never heard of anybody. */
export function creditHebeiContract(name: string, open: () => Promise<EndpointUnderTest>): void {
  describe(`${name} is the credit platform`, () => {
    let subject: EndpointUnderTest;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    const tell = async (told: Told, position = 1, revision = 0) => {
      const [answer] = await subject.endpoint.send(
        [aPushOf(told, { position, revision })],
        new AbortController().signal,
      );
      return answer;
    };
    const keys = async () => (await subject.stored()).map(({ key }) => key);
    const receipt = { outcome: 'acknowledged', receiptNumber: expect.any(String) as string };

    describe('takes', () => {
      it('each kind of message, in the order in which they come', async () => {
        const repair = [aRepairResult(), aWithdrawalByRepair(), aRepairRevocation()];
        const replaces = {
          checkedOn: '2024-03-15',
          result: '发现问题待后续处理',
          withdrawalNumber: '安消抽撤〔2024〕第0001号',
          withdrawnOn: '2024-04-03',
        };
        const all: Told[] = [
          aPenalty(),
          aPenaltyChange(),
          aListEntry(),
          aListCorrection(),
          ...repair,
          aListRemoval(),
          aPenaltyFoundUnlawful(),
          aCommitment({ state: 'made', falseDetail: null, serious: null }),
          aCommitment(),
          aSpotCheck(),
          aSpotCheckWithdrawal(),
          aSpotCheck({ result: '未发现问题', replaces }),
        ];
        for (const [at, told] of all.entries()) expect(await tell(told, at + 1, at)).toMatchObject(receipt);
        expect(await keys()).toEqual(all.map((told, revision) => aPushOf(told, { revision }).key));
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
        expect(await tell(small)).toMatchObject(receipt);
        expect(await tell(full, 2)).toMatchObject(receipt);
      });

      it('a message with nothing to say in its optional fields', async () => {
        const warning = aPenalty({ penaltyKinds: ['责令停产停业'], fineFen: null, severity: null });
        const collected = aPenalty({
          documentNumber: '廊消行罚决字〔2024〕第0002号',
          penaltyKinds: ['警告'],
          fineFen: null,
          publicUntil: null,
        });
        const endless = aListEntry({
          legalRepresentative: null,
          registeredAddress: null,
          removalDue: null,
          measures: [],
        });
        expect(await tell(warning)).toMatchObject(receipt);
        expect(await tell(endless, 2)).toMatchObject(receipt);
        expect(await tell(collected, 3)).toMatchObject(receipt);
      });
    });

    describe('rejects', () => {
      it.each<[string, Told[], string]>([
        [
          'a name that is not the registered one',
          [aPenalty(), aListEntry({ subjectName: '廊坊百达程大酒店有限公司' })],
          '1001',
        ],
        ['a company without its representative', [aPenalty({ legalRepresentative: null })], '1002'],
        ['a withdrawal of what never came', [aPenaltyWithdrawal()], '1004'],
        ['a removal of what was never listed', [aListRemoval()], '1004'],
        ['the repair of what never came', [aRepairResult()], '1004'],
        ['the change of what never came', [aPenaltyChange()], '1004'],
        ['the finding that void is what never came', [aPenaltyFoundVoid()], '1004'],
        ['the correction of what was never listed', [aListCorrection()], '1004'],
        ['the withdrawal of a result that never came', [aSpotCheckWithdrawal()], '1004'],
        ['a revocation of a repair that never came', [aPenalty(), aWithdrawalByRepair(), aRepairRevocation()], '1004'],
        [
          'a restoration of what was withdrawn for another reason',
          [aPenalty(), aRepairResult(), aPenaltyWithdrawal(), aRepairRevocation()],
          '1004',
        ],
        ['the same paper with other content', [aPenalty(), aPenalty({ fineFen: 3_000_000 })], '1409'],
      ])('%s', async (_, all, code) => {
        const answers = [];
        for (const [at, told] of all.entries()) answers.push(await tell(told, at + 1));
        expect(answers.at(-1)).toMatchObject({ outcome: 'rejected', code });
        expect(await keys()).toHaveLength(all.length - 1);
      });

      it('for reasons of its own alone', async () => {
        await subject.rejectNext();
        expect(await tell(aPenalty())).toMatchObject({ outcome: 'rejected', code: '1001' });
        expect(await keys()).toEqual([]);
      });
    });
  });
}
