import { publishedRules as rules } from '../../rule-set';
import { refusalOf, specFor } from '../../../../../test/support/given-when-then';
import { finesIn } from './amounts-in-text';
import { contradictionIn } from './contradictions';
import { penaltyDecision, record } from './penalty-decision';
import { examples } from './penalty-decision.examples';

const yuan = (amount: number): number => amount * 100;
const decision = examples.PenaltyDecisionRecorded;
const found = (change: Partial<typeof decision>) => contradictionIn(rules, { ...decision, ...change });

describe('the fines that a text speaks of', () => {
  it.each([
    ['罚款人民币20500元', [20_500]],
    ['处罚款人民币20,500.00元整，责令停产停业', [20_500]],
    ['罚款2.05万元', [20_500]],
    ['罚款20500万元', [205_000_000]],
    ['处以人民币贰万零伍佰元整的罚款', [20_500]],
    ['罚款贰万零伍佰元整', [20_500]],
    ['罚款两万零五百元', [20_500]],
    ['罚款2万零500元', [20_500]],
    ['罚款十五万元', [150_000]],
    ['罚款一百二十三元四角五分', [123.45]],
    ['分别处以罚款5000元；罚款1.55万元', [5_000, 15_500]],
    ['没收违法所得1000元，并处罚款', []],
    ['没收违法所得1000元，并处20500元罚款', [20_500]],
    ['没收违法所得1000元；罚款20500元', [20_500]],
    ['警告', []],
    ['责令停产停业', []],
    ['逾期每日按罚款数额的百分之三加处罚款', []],
  ])('%s: %j', (text, amounts) => {
    expect(finesIn(text)).toEqual(amounts.map(yuan));
  });
});

describe('a paper that contradicts itself', () => {
  it('is none when it does not', () => {
    expect(found({})).toBeUndefined();
    expect(found({ penaltyContent: '详见决定书' })).toBeUndefined();
    expect(found({ penaltyContent: '罚款人民币30500元（大写：叁万零伍佰元整）' })).toBeUndefined();
    expect(found({ penaltyContent: '罚款5000元，罚款25500元' })).toBeUndefined();
    expect(found({ fineFen: 0, penaltyKinds: ['警告'], penaltyContent: '警告' })).toBeUndefined();
    expect(found({ subjectCategory: '法人及非法人组织', subjectId: '51131000500000314E' })).toBeUndefined();
  });

  it.each([
    [
      'a trader’s code of a legal person',
      { subjectCategory: '法人及非法人组织' },
      'category-contradicts-code',
      'subjectCategory',
    ],
    ['another code of a trader', { subjectId: '91131002MA0CAA181Q' }, 'category-contradicts-code', 'subjectCategory'],
    ['a fine of nothing', { fineFen: 0 }, 'fine-of-nothing', 'fineWan'],
    ['a fine that no kind names', { penaltyKinds: ['警告'] }, 'amount-without-kind', 'fineWan'],
    ['confiscated, and no kind names it', { confiscatedFen: 100 }, 'amount-without-kind', 'confiscatedWan'],
    ['yuan in a column of 万元', { fineFen: yuan(305_000_000) }, 'fine-implausible', 'fineWan'],
    [
      'far above the law, whatever the content',
      { fineFen: yuan(3_000_001), penaltyContent: '罚款' },
      'fine-implausible',
      'fineWan',
    ],
    ['another amount in the content', { fineFen: yuan(3_050) }, 'fine-contradicts-content', 'fineWan'],
    ['an amount ten times too high', { fineFen: yuan(305_000) }, 'fine-contradicts-content', 'fineWan'],
  ] as const)('%s', (_what, change, code, field) => {
    expect(found(change)).toMatchObject({ code, field });
  });

  it('is not recorded, and one that is on record meets itself', () => {
    const contradiction = found({ fineFen: 0 });
    const { given } = specFor(penaltyDecision);
    const wanted = { ...decision, fineFen: 0 };
    expect(refusalOf(() => record(wanted, wanted, contradiction)({ status: 'absent' })).code).toBe('fine-of-nothing');
    given({ type: 'PenaltyDecisionRecorded', data: wanted })
      .when(record(wanted, wanted, contradiction))
      .thenNothing();
  });
});
