import { publishedRules } from '../../rule-set';
import { aRecord, papers } from './credit-repair.examples';
import { type Assessed, type Circumstances, unmetConditions } from './repair-conditions';

const clear: Circumstances = { stands: true, newSameKind: [], barredUntil: null };
const assessed: Assessed = { record: aRecord(), papers, verification: { openDuties: null, corrected: true } };
const unmet = (change: Partial<Assessed>, circumstances: Partial<Circumstances> = {}, day = '2026-08-18') =>
  unmetConditions(publishedRules, { ...assessed, ...change }, { ...clear, ...circumstances }, day);

describe('the conditions of a repair', () => {
  it('are met when the minimum is over, the duties are done, the conduct is corrected and the commitment is there', () => {
    expect(unmet({})).toEqual([]);
  });

  it('are met on the day after the minimum term and not the day before', () => {
    expect(unmet({}, {}, '2026-08-07')).toEqual([]);
    expect(unmet({}, {}, '2026-08-06')).toEqual([{ condition: 'minimum-not-reached', detail: '2026-08-07' }]);
  });

  it('are all named, in a fixed order', () => {
    const verification = { openDuties: '罚款尚欠5000元', corrected: false };
    const circumstances = { newSameKind: ['廊消行罚决字〔2026〕第0009号'], barredUntil: '2027-01-01' };
    expect(unmet({ verification, papers: { ...papers, commitmentOn: null } }, circumstances, '2026-08-06')).toEqual([
      { condition: 'minimum-not-reached', detail: '2026-08-07' },
      { condition: 'duty-open', detail: '罚款尚欠5000元' },
      { condition: 'not-corrected', detail: '广消行罚决字〔2026〕第0005号' },
      { condition: 'repair-commitment-missing', detail: '广消行罚决字〔2026〕第0005号' },
      { condition: 'new-same-kind', detail: '廊消行罚决字〔2026〕第0009号' },
      { condition: 'barred-until', detail: '2027-01-01' },
    ]);
  });

  it('are met again on the day the bar ends', () => {
    expect(unmet({}, { barredUntil: '2026-08-18' })).toEqual([]);
  });
});
