import type { Told } from '@app/exchange';
import {
  aCommitment,
  aListEntry,
  aListRemoval,
  aPenalty,
  aPenaltyChange,
  aSpotCheck,
} from '../../../exchange/src/told.examples';
import { aPushOf } from '../push.examples';
import { creditHebeiFaults } from './checks';
import { creditHebeiMessage } from './payload';

const faultsOf = (told: Told) => creditHebeiFaults(creditHebeiMessage(aPushOf(told)));
const found = (told: Told) => faultsOf(told).map(({ field, rule }) => [field, rule]);

describe('what the platform would refuse', () => {
  it('is nothing about a record that is in order', () => {
    expect(faultsOf(aPenalty())).toEqual([]);
    expect(faultsOf(aPenalty({ publicUntil: null }))).toEqual([]);
    expect(faultsOf(aListEntry({ measures: [] }))).toEqual([]);
  });

  it('is said in a sentence, with the field and the version of the rules', () => {
    expect(faultsOf(aPenalty({ legalRepresentative: null }))).toEqual([
      {
        field: 'CF_FRDB',
        rule: 'credit-hebei-1/required',
        sentence: '法定代表人（CF_FRDB）必须填写：相对人为法人及非法人组织',
      },
    ]);
    expect(faultsOf(aPenalty({ subjectName: '廊'.repeat(201) }))).toEqual([
      {
        field: 'CF_XDR_MC',
        rule: 'credit-hebei-1/width-characters',
        sentence: '行政相对人名称（CF_XDR_MC）最多200个字符，现有201个，请压缩内容',
      },
    ]);
  });

  it.each<[string, Told, string, string]>([
    ['a required field without content', aPenalty({ facts: '' }), 'CF_SY', 'required'],
    ['a fine without its amount', aPenalty({ fineFen: null }), 'CF_NR_FK', 'required'],
    ['a confiscation without its amount', aPenalty({ penaltyKinds: ['没收违法所得'] }), 'CF_NR_WFFF', 'required'],
    ['a licence withdrawn that is not named', aPenalty({ penaltyKinds: ['吊销许可证件'] }), 'CF_NR_ZKDX', 'required'],
    ['an amount of thirteen digits', aPenalty({ fineFen: 9_007_199_254_740_991 * 1_000 }), 'CF_NR_FK', 'amount'],
    ['a code with a slip of the pen', aPenalty({ authorityCode: '1113100001YMGCE72X' }), 'CF_CFJGDM', 'code'],
    ['a day that does not exist', aPenalty({ decidedOn: '2024-02-30' }), 'CF_JDRQ', 'day'],
    ['a day of the other table', aListRemoval({ removedOn: '2024/03/05' }), 'removedOn', 'day'],
    ['a measure that is too long', aListEntry({ measures: ['禁'.repeat(201)] }), 'measureSet', 'width-characters'],
    ['an empty measure', aListEntry({ measures: [''] }), 'measureSet', 'value-unknown'],
    ['rare characters beyond the bytes', aPenalty({ subjectName: '𠮷'.repeat(151) }), 'CF_XDR_MC', 'width-bytes'],
    ['a changed penalty without an end', aPenaltyChange({ severity: 'minor', reason: '' }), 'BG_YY', 'required'],
    ['a long matter', aCommitment({ matter: '承'.repeat(4001) }), 'matter', 'width-characters'],
    ['a long plan number', aSpotCheck({ planNumber: '1'.repeat(129) }), 'planNo', 'width-characters'],
  ])('is found: %s', (_what, told, field, rule) => {
    expect(found(told)).toEqual([[field, `credit-hebei-1/${rule}`]]);
  });

  it('is what lies at the edge of a width, and not before it', () => {
    expect(faultsOf(aPenalty({ subjectName: '廊'.repeat(200) }))).toEqual([]);
    expect(faultsOf(aPenalty({ subjectName: '𠮷'.repeat(150) }))).toEqual([]);
  });

  it('is both a shown end and the word that nothing is shown, neither of the two, and a wrong category', () => {
    const { fields } = creditHebeiMessage(aPushOf(aPenalty()));
    const without = ({ CF_GSJZQ: _end, ...rest }: typeof fields) => rest;
    const rulesOf = (changed: typeof fields) =>
      creditHebeiFaults({ kind: 'penalty', fields: changed }).map(({ field, rule }) => `${field ?? ''} ${rule}`);
    expect(rulesOf({ ...fields, SX_SYFW: '归集共享，不公示' })).toEqual(['CF_GSJZQ credit-hebei-1/not-beside']);
    expect(rulesOf(without(fields))).toEqual(['CF_GSJZQ credit-hebei-1/required']);
    expect(rulesOf({ ...fields, CF_XDR_LB: '个体工商户' })).toEqual(['CF_XDR_LB credit-hebei-1/category']);
    expect(rulesOf({ ...fields, CF_FR_ZJHM: '1' })).toEqual(['CF_FR_ZJHM credit-hebei-1/field-unknown']);
    expect(creditHebeiFaults({ kind: 'hazard', fields: {} })).toMatchObject([{ rule: 'credit-hebei-1/kind-unknown' }]);
  });
});
