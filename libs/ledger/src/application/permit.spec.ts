import type { Context } from '@app/event-store';
import { aDefence, anErasure, aHazardJudged, aNotice, aPenaltyDecision } from '../../../../test/support/ledger-events';
import { refusalOf } from '../../../../test/support/given-when-then';
import { examples } from '../blacklist/domain/blacklist-listing.examples';
import { examples as penalties } from '../penalty-decision/domain/penalty-decision.examples';
import { permit, type Permitting } from './permit';

const unitCode = '1113100001YMGCE72W';
const { authorityCode } = penalties.PenaltyDecisionRecorded;
const actor = { name: '王经办', unitName: '大队', unitCode, role: 'officer', key: '1a2b3c4d5e6f7081' };
const sender = (recordsFor?: readonly string[]): Context => ({
  actor,
  commandId: 'x',
  requestId: 'r',
  causeId: null,
  ...(recordsFor && { recordsFor }),
});
const penalty = { type: 'PenaltyDecisionRecorded', data: penalties.PenaltyDecisionRecorded };
const revocation = { type: 'PenaltyDecisionRevoked', data: penalties.PenaltyDecisionRevoked };
const listing = { type: 'SubjectListedOnBlacklist', data: examples.SubjectListedOnBlacklist };
const system = { name: '台账自动处理', unitName: '台账', unitCode: '', role: 'system' };
const elsewhere = { ...actor, unitCode: 'X-1', name: '李经办', key: 'ffffffffffffffff' };

const permitted = (...args: Parameters<typeof permit>): boolean => {
  permit(...args);
  return true;
};
const refused = (...[papers, stored, decided, context]: Parameters<typeof permit>) =>
  refusalOf(() => {
    expect(permitted(papers, stored, decided, context)).toBe(true);
  });

describe('a correction of a listing', () => {
  it('is of the body that corrects', () => {
    const correction = { type: 'ListingCorrected', data: examples.ListingCorrected };
    const { correctionBodyCode } = examples.ListingCorrected;
    const notice = aNotice({}, { actor });
    expect(refused({}, [notice], [correction], sender([]))).toMatchObject({ facts: { unitCode: correctionBodyCode } });
    expect(permitted({}, [notice], [correction], sender([correctionBodyCode]))).toBe(true);
  });
});

describe('a key is bound to its unit', () => {
  const another = { code: 'paper-of-another-unit' };

  it('records a paper that names its own authority, and no other', () => {
    const own = { ...penalty, data: { ...penalty.data, authorityCode: unitCode } };
    expect(permitted({}, [], [own], sender([]))).toBe(true);
    expect(refused({}, [], [penalty], sender([]))).toMatchObject({ ...another, facts: { unitCode: authorityCode } });
  });

  it('records for others that stand on it, or for all', () => {
    expect(permitted({}, [], [penalty], sender([authorityCode]))).toBe(true);
    expect(permitted({}, [], [penalty], sender(['*']))).toBe(true);
    expect(refused({}, [], [penalty], sender(['X-1']))).toMatchObject(another);
  });

  it('adds to a paper of the authority it names, whoever revokes it', () => {
    const stored = [aPenaltyDecision({}, { actor: elsewhere })];
    expect(refused({}, stored, [revocation], sender([]))).toMatchObject(another);
    expect(permitted({}, stored, [revocation], sender([authorityCode]))).toBe(true);
    const ours = [aPenaltyDecision({ authorityCode: unitCode })];
    expect(permitted({}, ours, [revocation], sender([]))).toBe(true);
  });

  it('adds to a paper that names no authority when its unit recorded it first', () => {
    expect(permitted({}, [aHazardJudged({}, { actor })], [], sender([]))).toBe(true);
    expect(permitted({}, [aHazardJudged({}, { actor: system }), aHazardJudged({}, { actor })], [], sender([]))).toBe(
      true,
    );
    expect(refused({}, [aHazardJudged({}, { actor: elsewhere })], [], sender([]))).toMatchObject(another);
  });

  it('decides in the name of its own body only', () => {
    expect(refused({}, [aNotice({}, { actor })], [listing], sender([]))).toMatchObject({
      ...another,
      facts: { unitCode: examples.SubjectListedOnBlacklist.decisionBodyCode },
    });
  });

  it('adds to papers of no unit, and to one that only the ledger has written to', () => {
    expect(permitted({ ofNoUnit: true }, [anErasure({}, { actor: elsewhere })], [], sender([]))).toBe(true);
    expect(permitted({}, [aNotice({}, { actor: system })], [], sender([]))).toBe(true);
  });

  it('does not bind the ledger and its operators', () => {
    expect(permitted({}, [aPenaltyDecision()], [revocation], sender())).toBe(true);
  });
});

describe('four eyes', () => {
  const papers: Permitting = {
    fourEyes: { deciding: { SubjectListedOnBlacklist: ['ListingIntentNotified'] }, from: 'ListingCandidateProposed' },
  };
  const decide = (...stored: Parameters<typeof permit>[1]) => refused(papers, stored, [listing], sender(['*']));
  const took = { code: 'decider-took-part', facts: { step: 'ListingIntentNotified' } };

  it.each([
    ['the same key', { ...elsewhere, key: actor.key }],
    ['the same name at the same unit, with another key', { ...actor, key: 'ffffffffffffffff' }],
    ['the same name at the same unit, before keys were written down', { ...system, name: actor.name, unitCode }],
  ])('do not let the person decide who took a step before: %s', (_who, before) => {
    expect(decide(aNotice({}, { actor: before }))).toMatchObject(took);
  });

  it('let another decide, and whoever took a step that is none of these, or in an earlier round', () => {
    const candidate = { ...aDefence(), type: 'ListingCandidateProposed' };
    expect(permitted(papers, [aNotice({}, { actor: elsewhere })], [listing], sender(['*']))).toBe(true);
    expect(permitted(papers, [aDefence({}, { actor })], [listing], sender(['*']))).toBe(true);
    expect(permitted(papers, [aNotice({}, { actor }), candidate], [listing], sender(['*']))).toBe(true);
  });
});
