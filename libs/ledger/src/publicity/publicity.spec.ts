import { publishedRules } from '../rule-set';
import { publicityEnd, severityOf } from './publicity';

describe('publicity', () => {
  it.each([
    // decided on, severity, first day no longer public
    ['2022-08-25', 'MINOR', '2022-11-25'],
    ['2022-08-25', 'GENERAL', '2023-08-25'],
    ['2022-08-25', 'SERIOUS', '2025-08-25'],
    ['2024-02-29', 'GENERAL', '2027-02-28'],
    ['2026-03-31', 'GENERAL', '2029-03-31'],
    ['2026-04-01', 'GENERAL', '2027-04-01'],
    ['2026-04-01', 'MINOR', '2026-07-01'],
    ['2026-04-01', 'SERIOUS', '2029-04-01'],
  ] as const)('of a document of %s, %s, ended before %s as it was once read', (decidedOn, severity, end) => {
    expect(publicityEnd(publishedRules.inForce(decidedOn), severity, decidedOn, '2026-11-28')).toBe(end);
  });

  it.each([
    // decided on, severity, first day no longer public
    ['2022-08-25', 'MINOR', '2022-11-26'],
    ['2022-08-25', 'GENERAL', '2023-08-26'],
    ['2022-08-25', 'SERIOUS', '2025-08-26'],
    ['2024-02-29', 'GENERAL', '2027-03-01'],
    ['2022-11-30', 'MINOR', '2023-03-01'],
    ['2023-04-30', 'GENERAL', '2024-05-01'],
    ['2023-05-01', 'GENERAL', '2026-05-02'],
    ['2026-03-31', 'GENERAL', '2029-04-01'],
    ['2026-04-01', 'GENERAL', '2027-04-02'],
    ['2026-04-01', 'MINOR', '2026-07-02'],
    ['2026-04-01', 'SERIOUS', '2029-04-02'],
    ['2028-02-29', 'GENERAL', '2029-03-01'],
  ] as const)('of a document of %s, %s, ends before %s', (decidedOn, severity, end) => {
    expect(publicityEnd(publishedRules.inForce(decidedOn), severity, decidedOn, '2026-11-29')).toBe(end);
  });

  it('keeps fire penalties public for at least a year under 令58', () => {
    expect(publishedRules.byId('langfang-2023-05-01').publicity.GENERAL.minMonths.value).toBe(12);
  });
});

describe('severity of a penalty decision', () => {
  const ruleSet = publishedRules.byId('langfang-2026-04-01');
  it.each([
    [['警告'], 'MINOR'],
    [['罚款'], 'GENERAL'],
    [['警告', '罚款'], 'GENERAL'],
    [['罚款', '责令停产停业'], 'SERIOUS'],
    [['责令停止使用'], 'SERIOUS'],
  ] as const)('%j is %s', (kinds, severity) => {
    expect(severityOf(ruleSet, kinds)).toBe(severity);
  });

  it('is SERIOUS for a false document, whatever the kind', () => {
    expect(severityOf(ruleSet, ['罚款'], 'FPL-69-1B')).toBe('SERIOUS');
    expect(severityOf(ruleSet, ['罚款'], 'FPL-69-1C')).toBe('GENERAL');
  });
});
