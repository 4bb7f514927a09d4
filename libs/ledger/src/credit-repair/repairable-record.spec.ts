import * as event from '../../../../test/support/ledger-events';
import { capabilities } from '../capabilities';
import { publishedRules } from '../rule-set';
import { recordStreamOf } from './domain/record-stream';
import { SUSPENDED_KINDS } from './domain/record-suspension.events';
import { recordIn } from './repairable-record';

describe('the record in a stream', () => {
  it('is a penalty decision, with all that its repair needs', () => {
    expect(recordIn(publishedRules, [event.aPenaltyDecision(), event.aPenaltyRevocation()])).toEqual({
      subjectId: event.subjectId,
      record: {
        kind: 'penalty-decision',
        id: 'decision-1',
        documentNumber: '广消行罚决字〔2026〕第0005号',
        foundOn: '2026-05-06',
        severity: 'GENERAL',
        procedure: 'ordinary',
        penaltyKinds: ['罚款'],
        effectUntil: null,
        ruleSetId: 'langfang-2026-04-01',
        subjectName: event.subjectName,
        authorityName: expect.any(String) as string,
        authorityCode: expect.any(String) as string,
      },
    });
  });

  it('is a penalty decision as it was changed last', () => {
    expect(
      recordIn(publishedRules, [
        event.aPenaltyDecision(),
        event.aPenaltyChange({ penaltyKinds: ['警告'], severity: 'MINOR' }),
      ]),
    ).toMatchObject({
      record: { foundOn: '2026-05-06', severity: 'MINOR', penaltyKinds: ['警告'], effectUntil: null },
    });
  });

  it('is the finding of a false commitment, with the name that the commitment printed, and the unit that recorded it', () => {
    const recordingAuthority = { name: '广阳区消防救援大队', code: '1113100358CBJ3JHX9' };
    const [made, found] = [event.aCommitmentMade({ recordingAuthority }), event.aFalseCommitmentFound()];
    expect(recordIn(publishedRules, [made, found])).toMatchObject({
      record: {
        kind: 'false-commitment',
        foundOn: '2026-05-08',
        severity: 'SERIOUS',
        subjectName: event.subjectName,
        authorityName: '广阳区消防救援大队',
        authorityCode: '1113100358CBJ3JHX9',
      },
    });
  });

  it('names the unit that is assumed where the commitment was recorded before that was written down', () => {
    const [made, found] = [event.aCommitmentMade({ recordingAuthority: null }), event.aFalseCommitmentFound()];
    const { name, code } = publishedRules.inForce('2026-05-08').telling.assumedAuthority;
    expect(recordIn(publishedRules, [made, found])).toMatchObject({
      record: { authorityName: name.value, authorityCode: code.value },
    });
  });

  it('is a missing commitment, an overdue hazard, a listing', () => {
    expect(recordIn(publishedRules, [event.aMissingCommitment()])?.record.kind).toBe('no-commitment');
    expect(recordIn(publishedRules, [event.aHazardJudged(), event.anOverdueHazard()])).toMatchObject({
      record: { kind: 'hazard', subjectName: event.subjectName },
    });
    expect(recordIn(publishedRules, [event.aCandidate(), event.aNotice(), event.aListing()])?.record.kind).toBe(
      'listing',
    );
  });

  it('is none while there is nothing to repair', () => {
    expect(recordIn(publishedRules, [])).toBeUndefined();
    expect(recordIn(publishedRules, [event.aCommitmentMade(), event.aCommitmentVerified()])).toBeUndefined();
    expect(recordIn(publishedRules, [event.aHazardJudged()])).toBeUndefined();
    expect(recordIn(publishedRules, [event.aCandidate()])).toBeUndefined();
  });
});

describe('the stream of a record', () => {
  const categories = capabilities.flatMap(({ aggregates = [] }) => aggregates.map(({ category }) => category));

  it.each(SUSPENDED_KINDS)('is one that the ledger has: %s', (kind) => {
    const stream = recordStreamOf({ kind, id: 'x' });
    expect(categories).toContain(stream.slice(0, -'-x'.length));
  });
});
