import {
  aFalseCommitment,
  aPenalty,
  aRepairRevoked,
  aRevocation,
} from '../../credit-dossier/domain/credit-fact.examples';
import { publishedRules as rules } from '../../rule-set';
import { circumstancesOf } from './circumstances';

const record = { kind: 'penalty-decision', id: 'decision-1', foundOn: '2026-05-06' } as const;
const fine = aPenalty({ decidedOn: '2026-05-06', violationCode: 'FPL-60-1-3' });
const later = (change: Parameters<typeof aPenalty>[0]) =>
  aPenalty({ decisionId: 'decision-2', decidedOn: '2026-07-01', document: '廊消行罚决字〔2026〕第0009号', ...change });
const on = (day: string, ...facts: Parameters<typeof circumstancesOf>[1]) => circumstancesOf(rules, facts, record, day);

describe('the circumstances of a repair', () => {
  it('are that the record stands, while nothing took it back and it is public', () => {
    expect(on('2026-08-18', fine)).toEqual({ stands: true, newSameKind: [], barredUntil: null });
    expect(on('2026-08-18', fine, aRevocation({ revokedOn: '2026-08-01' })).stands).toBe(false);
    expect(on('2027-05-06', fine).stands).toBe(false);
    expect(on('2026-08-18').stands).toBe(false);
  });

  it('name later decisions about the same violation', () => {
    expect(on('2026-08-18', fine, later({ violationCode: 'FPL-60-1-3' })).newSameKind).toEqual([
      '廊消行罚决字〔2026〕第0009号',
    ]);
    expect(on('2026-08-18', fine, later({ violationCode: 'FPL-60-1-7' })).newSameKind).toEqual([]);
    expect(on('2026-08-18', fine, later({ decidedOn: '2026-05-06' })).newSameKind).toEqual([]);
    expect(on('2026-06-30', fine, later({})).newSameKind).toEqual([]);
  });

  it('go by the kinds of penalty where no violation is named', () => {
    expect(on('2026-08-18', fine, later({ violationCode: null })).newSameKind).toHaveLength(1);
    expect(on('2026-08-18', fine, later({ violationCode: null, penaltyKinds: ['警告'] })).newSameKind).toEqual([]);
  });

  it('know a bar from any repair of the subject that was revoked', () => {
    const bar = aRepairRevoked({
      paper: 'commitment-commitment-1',
      revokedOn: '2026-06-01',
      barredUntil: '2027-06-01',
    });
    expect(on('2026-08-18', fine, aFalseCommitment(), bar).barredUntil).toBe('2027-06-01');
    expect(on('2026-05-31', fine, bar).barredUntil).toBeNull();
  });
});
