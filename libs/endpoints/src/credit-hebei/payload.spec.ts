import * as fc from 'fast-check';
import {
  aCommitment,
  aListCorrection,
  aListEntry,
  aListRemoval,
  aPenalty,
  aPenaltyChange,
  aPenaltyFoundUnlawful,
  aPenaltyFoundVoid,
  aPenaltyWithdrawal,
  aRepairResult,
  aRepairRevocation,
  aSpotCheck,
  aSpotCheckWithdrawal,
} from '../../../exchange/src/told.examples';
import { aPushOf } from '../push.examples';
import { creditHebeiMessage } from './payload';

const fieldsOf = (...said: Parameters<typeof aPushOf>) => creditHebeiMessage(aPushOf(...said)).fields;

describe('a penalty in the words of the platform', () => {
  it('is the double-publicity record', () => {
    expect(creditHebeiMessage(aPushOf(aPenalty(), { position: 7 }))).toEqual({
      idempotencyKey: 'credit-hebei:penalty:1113100001YMGCE72W:廊消行罚决字〔2024〕第0001号:91131002MABBQNQG8X:0',
      kind: 'penalty',
      subjectSequence: 7,
      fields: {
        CF_XDR_MC: '廊坊百达程酒店管理有限公司',
        CF_XDR_LB: '法人及非法人组织',
        CF_XDR_SHXYM: '91131002MABBQNQG8X',
        CF_FRDB: '郭军丽',
        CF_WSH: '廊消行罚决字〔2024〕第0001号',
        CF_WFXW: '占用、堵塞、封闭疏散通道、安全出口',
        CF_SY: '2024-03-01检查发现，二层安全出口被货物堵塞。',
        CF_YJ: '《中华人民共和国消防法》第六十条第一款第三项',
        CF_CFLB: '罚款',
        CF_NR: '处罚款人民币20500元整',
        CF_NR_FK: '2.050000',
        CF_JDRQ: '2024/03/05',
        CF_GSJZQ: '2025/03/05',
        CF_CFJG: '廊坊市消防救援支队',
        CF_CFJGDM: '1113100001YMGCE72W',
        CF_SJLY: '廊坊市消防救援支队',
        CF_SJLYDM: '1113100001YMGCE72W',
        SX_YZCD: '一般',
      },
    });
  });

  it('calls a 92 code a 个体工商户, in the same table', () => {
    expect(fieldsOf(aPenalty({ uscc: '92131022MAEHM5G2XY' }))).toMatchObject({ CF_XDR_LB: '个体工商户' });
  });

  it('joins several kinds of penalty with ;', () => {
    expect(fieldsOf(aPenalty({ penaltyKinds: ['罚款', '责令停产停业'] }))).toMatchObject({
      CF_CFLB: '罚款;责令停产停业',
    });
  });

  it('keeps the end of the penalty and the end of its publicity apart', () => {
    expect(fieldsOf(aPenalty({ effectiveUntil: '2024-09-05' }))).toMatchObject({
      CF_YXQ: '2024/09/05',
      CF_GSJZQ: '2025/03/05',
    });
  });

  it('is collected only when it is not to be shown: without an end, and it says so', () => {
    const fields = fieldsOf(aPenalty({ penaltyKinds: ['警告'], fineFen: null, severity: 'minor', publicUntil: null }));
    expect(fields).toMatchObject({ SX_YZCD: '轻微', SX_SYFW: '归集共享，不公示' });
    expect(fields).not.toHaveProperty('CF_GSJZQ');
  });

  it.each([
    [0, '0.000000'],
    [1, '0.000001'],
    [2_050_000, '2.050000'],
    [1_000_000_000_001, '1000000.000001'],
  ])('%d fen are %s 万元', (confiscatedFen, wan) => {
    expect(fieldsOf(aPenalty({ confiscatedFen }))).toMatchObject({ CF_NR_WFFF: wan });
  });

  it('loses no fen, however large the fine', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (fineFen) => {
        const wan = String(fieldsOf(aPenalty({ fineFen })).CF_NR_FK);
        expect(wan).toMatch(/^(0|[1-9]\d*)\.\d{6}$/);
        expect(BigInt(wan.replace('.', ''))).toBe(BigInt(fineFen));
      }),
    );
  });
});

describe('the other messages', () => {
  it('a withdrawal names the decision and says why', () => {
    expect(fieldsOf(aPenaltyWithdrawal())).toMatchObject({
      CF_WSH: '廊消行罚决字〔2024〕第0001号',
      CH_RQ: '2024/06/11',
      CH_YY: '行政复议决定撤销原处罚决定',
      CH_WSH: '廊政复决字〔2024〕12号',
    });
  });

  it('a repair result names the penalty and the decision that repaired it', () => {
    expect(fieldsOf(aRepairResult())).toEqual({
      CF_XDR_MC: '廊坊百达程酒店管理有限公司',
      CF_XDR_SHXYM: '91131002MABBQNQG8X',
      CF_WSH: '廊消行罚决字〔2024〕第0001号',
      CF_CFJG: '廊坊市消防救援支队',
      CF_CFJGDM: '1113100001YMGCE72W',
      XF_WSH: '廊消信修准〔2024〕第1号',
      XF_RQ: '2024/09/10',
      XF_YY: '最短公示期已满，义务履行完毕，已作出信用承诺',
      CF_SJLY: '廊坊市消防救援支队',
      CF_SJLYDM: '1113100001YMGCE72W',
    });
  });

  it('the revocation of a repair names the penalty, the repair and the decision that revokes it', () => {
    expect(fieldsOf(aRepairRevocation())).toEqual({
      CF_XDR_MC: '廊坊百达程酒店管理有限公司',
      CF_XDR_SHXYM: '91131002MABBQNQG8X',
      CF_WSH: '廊消行罚决字〔2024〕第0001号',
      CF_CFJG: '廊坊市消防救援支队',
      CF_CFJGDM: '1113100001YMGCE72W',
      XF_WSH: '廊消信修准〔2024〕第1号',
      XFCX_WSH: '廊消信修撤〔2024〕第1号',
      XFCX_RQ: '2024/11/12',
      XFCX_YY: '缴款凭证系伪造',
      CF_SJLY: '廊坊市消防救援支队',
      CF_SJLYDM: '1113100001YMGCE72W',
    });
  });

  it('a change says all that is imposed now, amounts in 万元', () => {
    expect(fieldsOf(aPenaltyChange())).toEqual({
      CF_XDR_MC: '廊坊百达程酒店管理有限公司',
      CF_XDR_SHXYM: '91131002MABBQNQG8X',
      CF_WSH: '廊消行罚决字〔2024〕第0001号',
      CF_CFJG: '廊坊市消防救援支队',
      CF_CFJGDM: '1113100001YMGCE72W',
      BG_RQ: '2024/05/10',
      BG_YY: '处罚过重',
      BG_WSH: '廊政复决字〔2024〕8号',
      BG_JG: '廊坊市人民政府',
      BG_JGDM: '1113100001YMGCE72W',
      CF_CFLB: '罚款',
      CF_NR: '处罚款人民币10000元整',
      CF_NR_FK: '1.000000',
      CF_GSJZQ: '2025/03/05',
      SX_YZCD: '一般',
      CF_SJLY: '廊坊市消防救援支队',
      CF_SJLYDM: '1113100001YMGCE72W',
    });
  });

  it('that a decision is unlawful, or void, has words of its own', () => {
    expect(fieldsOf(aPenaltyFoundUnlawful())).toMatchObject({
      CF_WSH: '廊消行罚决字〔2024〕第0001号',
      WF_RQ: '2024/06/12',
      WF_WSH: '（2024）冀10行终4号',
    });
    expect(fieldsOf(aPenaltyFoundVoid())).toMatchObject({ WX_RQ: '2024/06/12', WX_YY: '没有法定依据' });
  });

  it('a correction of a listing names the item, what was wrong and what is right', () => {
    expect(fieldsOf(aListCorrection())).toMatchObject({
      decisionNo: '廊消列字〔2024〕第0003号',
      correctedItem: '失信行为简况',
      oldContent: '告知承诺后经核查，承诺内容严重失实。',
      newContent: '告知承诺后经核查，疏散设施的承诺内容严重失实。',
    });
  });

  it.each([
    [aCommitment({ state: 'made', falseDetail: null, serious: null }), '履约中', undefined],
    [aCommitment({ state: 'kept', falseDetail: null, serious: null }), '已履约', undefined],
    [aCommitment(), '承诺不实', '是'],
    [aCommitment({ serious: false }), '承诺不实', '否'],
    [aCommitment({ state: 'finding-withdrawn', falseDetail: null, serious: null }), '不实认定已撤回', undefined],
  ])('a commitment has its state: $document.state', (told, performance, serious) => {
    const fields = fieldsOf(told);
    expect(fields).toMatchObject({ commitmentNo: '131002CN202400002', performance });
    expect(fields.serious).toBe(serious);
  });

  it('a spot-check result names the one it replaces, and its withdrawal names the result', () => {
    expect(fieldsOf(aSpotCheck())).not.toHaveProperty('replacedResult');
    const replaces = { checkedOn: '2024-03-15', result: '甲', withdrawalNumber: '乙', withdrawnOn: '2024-04-03' };
    expect(fieldsOf(aSpotCheck({ replaces }))).toMatchObject({ replacedResult: '甲', replacedWithdrawalNo: '乙' });
    expect(fieldsOf(aSpotCheckWithdrawal())).toMatchObject({
      planNo: '2024-SSJ-2',
      taskNo: '2024-RW-2',
      withdrawnOn: '2024-04-03',
      withdrawalNo: '安消抽撤〔2024〕第0001号',
    });
  });

  it('a listing without end has no date of removal', () => {
    expect(fieldsOf(aListEntry())).toMatchObject({
      removalDue: '2027-05-20',
      measureSet: ['列为重点监管对象', '限制参加政府采购'],
    });
    expect(fieldsOf(aListEntry({ removalDue: null }))).not.toHaveProperty('removalDue');
  });

  it('a removal names the listing and says why and by whom', () => {
    expect(fieldsOf(aListRemoval())).toMatchObject({
      decisionNo: '廊消列字〔2024〕第0003号',
      removedOn: '2025-06-01',
      removalReason: '信用修复，提前移出',
      removalBodyUscc: '1113100001YMGCE72W',
    });
  });
});
