import { publishedRules } from '../../rule-set';
import { aRecord } from './credit-repair.examples';
import { repairability } from './repairability';

const on = (change: Parameters<typeof aRecord>[0], day = '2026-08-07') =>
  repairability(publishedRules, aRecord(change), day);

describe('the day from which a record can be repaired', () => {
  it.each([
    // found on, tier, rule set, first day (regulations 5.1: from 2026-04-01 three months, one year)
    ['2026-05-06', 'GENERAL', 'langfang-2026-04-01', '2026-08-07'],
    ['2026-05-06', 'SERIOUS', 'langfang-2026-04-01', '2027-05-07'],
    ['2026-11-30', 'GENERAL', 'langfang-2026-04-01', '2027-03-01'],
    ['2026-05-31', 'GENERAL', 'langfang-2026-04-01', '2026-09-01'],
  ] as const)('of a finding of %s, %s, is the day after its minimum term', (foundOn, severity, ruleSetId, day) => {
    expect(on({ foundOn, severity, ruleSetId })).toMatchObject({ repairable: 'from', eligibleOn: day });
  });

  it('waits for the duties only where the tier has no minimum term: 轻微', () => {
    expect(on({ severity: 'MINOR' })).toMatchObject({ repairable: 'duties-done', eligibleOn: '2026-05-06' });
  });

  it('never comes before a time-limited effect has ended', () => {
    expect(on({ effectUntil: '2026-12-31' })).toMatchObject({ eligibleOn: '2027-01-01' });
    expect(on({ effectUntil: '2026-06-01' })).toMatchObject({ eligibleOn: '2026-08-07' });
    expect(on({ severity: 'MINOR', effectUntil: '2026-06-01' })).toMatchObject({ eligibleOn: '2026-06-02' });
  });

  describe('of a fire penalty under 令58', () => {
    const fine = { foundOn: '2025-06-10', ruleSetId: 'langfang-2023-05-01' } as const;

    it('is the day after a year, asked under 令58', () => {
      expect(on(fine, '2026-03-31')).toMatchObject({ eligibleOn: '2026-06-11' });
    });

    it('is the day after the shorter of both terms, asked under 令36 (our default)', () => {
      expect(on(fine, '2026-04-01')).toMatchObject({ eligibleOn: '2025-09-11' });
      expect(on({ ...fine, severity: 'SERIOUS' }, '2026-04-01')).toMatchObject({ eligibleOn: '2026-06-11' });
    });

    it('keeps a shorter term of its own', () => {
      const older = { foundOn: '2022-08-25', severity: 'SERIOUS', ruleSetId: 'langfang-before-2023-05-01' } as const;
      expect(on(older, '2026-04-01')).toMatchObject({ eligibleOn: '2023-02-26' });
    });
  });

  it('says on what basis', () => {
    expect(on({})).toMatchObject({ basis: '信用修复管理办法 发改委令第36号 (S30)' });
  });
});

describe('a record that cannot be repaired', () => {
  it('is one that was never collected: 简易程序', () => {
    expect(on({ procedure: 'simple' })).toEqual({ repairable: 'no', basis: '简易程序处罚不归集、不公示，无需修复' });
  });

  it('has a kind that the rule set excludes', () => {
    const inForce = publishedRules.inForce('2026-08-07');
    const neverRepaired = { value: ['限制从业'], mark: 'sourced', basis: '某规定第九条' } as const;
    const rules = { ...publishedRules, inForce: () => ({ ...inForce, repair: { ...inForce.repair, neverRepaired } }) };
    expect(repairability(rules, aRecord({ penaltyKinds: ['罚款', '限制从业'] }), '2026-08-07')).toEqual({
      repairable: 'no',
      basis: '限制从业不予修复：某规定第九条',
    });
  });
});
