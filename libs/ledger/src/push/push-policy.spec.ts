import type { StoredEvent } from '@app/event-store';
import { pushIdOf } from '@app/outbox';
import * as event from '../../../../test/support/ledger-events';
import { publishedRules as rules } from '../rule-set';
import { pushesFor } from './push-policy';

const endpoint = 'credit-hebei';
const place: Partial<StoredEvent> = { id: '0e0e0e0e-0000-5000-8000-000000000007', position: 7, revision: 2 };
/** What every push of the event at `place` carries. */
const envelope = {
  pushId: pushIdOf('0e0e0e0e-0000-5000-8000-000000000007', endpoint),
  endpoint,
  eventId: '0e0e0e0e-0000-5000-8000-000000000007',
  position: 7,
  subjectId: event.subjectId,
  revision: 2,
};

describe('a penalty decision', () => {
  it('is pushed field by field; the day its publicity ends follows the rule set when the paper prints none', () => {
    expect(pushesFor(rules, event.aPenaltyDecision({}, place), endpoint)).toEqual([
      {
        ...envelope,
        kind: 'penalty',
        content: {
          subjectName: event.subjectName,
          uscc: event.subjectId,
          legalRepresentative: '孙超磊',
          documentNumber: '广消行罚决字〔2026〕第0005号',
          violationType: '损坏、挪用或者擅自拆除、停用消防设施、器材',
          facts: '2026-05-06检查发现擅自停用消防设施。',
          legalBasis: '《中华人民共和国消防法》第六十条第一款第二项',
          penaltyKinds: ['罚款'],
          penaltyContent: '处罚款人民币30500元整',
          fineFen: 3_050_000,
          confiscatedFen: null,
          licence: null,
          decidedOn: '2026-05-06',
          effectiveUntil: null,
          publicUntil: '2027-05-05', // GENERAL under 令36: twelve months, last day included
          authorityName: '广阳区消防救援大队',
          authorityCode: '1113100358CBJ3JHX9',
          sourceName: '廊坊市消防救援支队',
          sourceCode: '11131000FGJJTG2G5W',
          remark: null,
          severity: 'general',
        },
      },
    ]);
  });

  it('says the day its publicity ends as the paper prints it', () => {
    const [push] = pushesFor(rules, event.aPenaltyDecision({ publicUntil: '2027-02-03' }), endpoint);
    expect(push?.content).toMatchObject({ publicUntil: '2027-02-03' });
  });

  it.each([
    ['MINOR', 'minor', '2026-08-05'],
    ['GENERAL', 'general', '2027-05-05'],
    ['SERIOUS', 'serious', '2029-05-05'],
  ] as const)('says how grave it is: %s', (severity, pushed, publicUntil) => {
    const [push] = pushesFor(rules, event.aPenaltyDecision({ severity }), endpoint);
    expect(push?.content).toMatchObject({ severity: pushed, publicUntil });
  });

  it('is not pushed when it was taken by simple procedure', () => {
    expect(pushesFor(rules, event.aPenaltyDecision({ procedure: 'simple' }), endpoint)).toEqual([]);
  });

  it.each([[['警告']], [['通报批评']], [['警告', '通报批评']]] as const)(
    'is not pushed when it only warns: %j',
    (kinds) => {
      expect(pushesFor(rules, event.aPenaltyDecision({ penaltyKinds: kinds }), endpoint)).toEqual([]);
    },
  );

  it('is pushed when it warns and does more', () => {
    const both = event.aPenaltyDecision({ penaltyKinds: ['警告', '罚款'] });
    expect(pushesFor(rules, both, endpoint)).toMatchObject([{ content: { penaltyKinds: ['警告', '罚款'] } }]);
  });
});

describe('the revocation of a penalty decision', () => {
  it('withdraws what was pushed, naming both papers', () => {
    expect(pushesFor(rules, event.aPenaltyRevocation({}, place), endpoint)).toEqual([
      {
        ...envelope,
        kind: 'penalty-withdrawal',
        content: {
          subjectName: event.subjectName,
          uscc: event.subjectId,
          documentNumber: '广消行罚决字〔2026〕第0005号',
          authorityName: '广阳区消防救援大队',
          authorityCode: '1113100358CBJ3JHX9',
          withdrawnOn: '2026-07-01',
          reason: '主要证据不足',
          withdrawalDocumentNumber: '廊消复决〔2026〕第2号',
          sourceName: '廊坊市消防救援支队',
          sourceCode: '11131000FGJJTG2G5W',
        },
      },
    ]);
  });

  it.each([{ procedure: 'simple' }, { penaltyKinds: ['警告'] }] as const)(
    'is not pushed when the decision was not: %j',
    (decision) => {
      expect(pushesFor(rules, event.aPenaltyRevocation(decision), endpoint)).toEqual([]);
    },
  );
});

describe('a listing', () => {
  it('is pushed with ground and measures in words', () => {
    expect(pushesFor(rules, event.aListing({}, place), endpoint)).toEqual([
      {
        ...envelope,
        kind: 'list-entry',
        content: {
          subjectName: event.subjectName,
          uscc: event.subjectId,
          legalRepresentative: null,
          registeredAddress: null,
          groundCode: 'REFUSE_TO_CORRECT',
          groundLabel: '拒不改正违法行为',
          conductSummary: '拒不改正消防安全违法行为',
          legalBasis: '河北省消防条例',
          decisionNumber: '廊消列字〔2026〕第0001号',
          decisionBody: '廊坊市消防救援支队',
          decisionBodyCode: '11131000FGJJTG2G5W',
          listedOn: '2026-05-21',
          measures: ['限制参加政府采购', '限制授予荣誉称号'],
          removalDue: '2029-05-21',
          dataSource: '廊坊市消防救援支队',
          dataSourceCode: '11131000FGJJTG2G5W',
        },
      },
    ]);
  });

  it('is not pushed when it stands in the internal register', () => {
    expect(pushesFor(rules, event.aListing({ register: 'key-supervision' }), endpoint)).toEqual([]);
  });
});

describe('a removal', () => {
  const listing = {
    subjectName: event.subjectName,
    ground: 'REFUSE_TO_CORRECT',
    register: 'serious-dishonesty',
    decisionNumber: '廊消列字〔2026〕第0001号',
    decisionBody: '廊坊市消防救援支队',
    decisionBodyCode: '11131000FGJJTG2G5W',
    listedOn: '2026-05-21',
  } as const;

  it('is pushed, naming the listing by its decision and saying why it ended', () => {
    expect(pushesFor(rules, event.aRemoval({}, place), endpoint)).toEqual([
      {
        ...envelope,
        kind: 'list-removal',
        content: {
          subjectName: event.subjectName,
          uscc: event.subjectId,
          decisionNumber: '廊消列字〔2026〕第0001号',
          decisionBody: '廊坊市消防救援支队',
          decisionBodyCode: '11131000FGJJTG2G5W',
          listedOn: '2026-05-21',
          removedOn: '2027-06-01',
          removalReason: '提前移出：整改完毕，符合提前移出条件',
          removalBody: '廊坊市消防救援支队',
          removalBodyCode: '11131000FGJJTG2G5W',
          dataSource: '廊坊市消防救援支队',
          dataSourceCode: '11131000FGJJTG2G5W',
        },
      },
    ]);
  });

  it('is not pushed when the listing was not', () => {
    expect(
      pushesFor(rules, event.aRemoval({ listing: { ...listing, register: 'key-supervision' } }), endpoint),
    ).toEqual([]);
  });
});

describe('a natural person', () => {
  const subjectId = 'person-00112233445566778899aabbccddeeff';

  it('is not pushed, whatever was decided: what has left could not be erased', () => {
    for (const told of [event.aPenaltyDecision, event.aPenaltyRevocation, event.aListing, event.aRemoval]) {
      expect(pushesFor(rules, { ...told({}, place), subjectId }, endpoint)).toEqual([]);
    }
  });
});

describe('the policy', () => {
  it.each([
    ...event.withoutFact,
    event.aCommitmentMade(),
    event.aCommitmentVerified(),
    event.aFalseCommitmentFound(),
    event.aFindingWithdrawal(),
    event.aMissingCommitment(),
    event.aHazardJudged(),
    event.aHazardRectified(),
  ])('has nothing to tell of $type', (other) => {
    expect(pushesFor(rules, other, endpoint)).toEqual([]);
  });

  it('gives the same event the same push for one endpoint, and another for another', () => {
    const idsFor = (name: string) => pushesFor(rules, event.aListing({}, place), name).map(({ pushId }) => pushId);
    expect(idsFor(endpoint)).toEqual(idsFor(endpoint));
    expect(idsFor(endpoint)).not.toEqual(idsFor('market-regulation'));
  });
});
