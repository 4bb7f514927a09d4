import type { StoredEvent } from '@app/event-store';
import { pushIdOf } from '@app/outbox';
import * as event from '../../../../test/support/ledger-events';
import { recordIn } from '../credit-repair/repairable-record';
import { publishedRules } from '../rule-set';
import { type From, pushesOf } from './pushes-of';
import { told } from './told';
import { columnOf } from './told-table';

const endpoint = 'credit-hebei';
const body = { id: endpoint, column: columnOf(told, endpoint) };
/** What is pushed of an event whose stream is these events before it, and itself. */
const queuedFor = (stored: StoredEvent, before: readonly StoredEvent[] = [], from?: From) =>
  pushesOf({ ...body, from }, publishedRules, [...before, stored]);
/** Without their lanes and what they do to them: of these says a block of its own. */
const pushesFor = (...args: Parameters<typeof queuedFor>) =>
  queuedFor(...args).map(({ lane: _lane, effect: _effect, ...push }) => push);
const place: Partial<StoredEvent> = {
  id: '0e0e0e0e-0000-5000-8000-000000000007',
  position: 7,
  stream: 'paper-7',
  revision: 2,
};
/** What every push of the event at `place` carries. */
const envelope = {
  pushId: pushIdOf('0e0e0e0e-0000-5000-8000-000000000007', endpoint),
  endpoint,
  eventId: '0e0e0e0e-0000-5000-8000-000000000007',
  position: 7,
  part: 0,
  subjectId: event.subjectId,
  stream: 'paper-7',
  revision: 2,
};

describe('a penalty decision', () => {
  it('is pushed field by field; the day its publicity ends follows the rule set when the paper prints none', () => {
    expect(pushesFor(event.aPenaltyDecision({}, place))).toEqual([
      {
        ...envelope,
        kind: 'penalty',
        key: `credit-hebei:penalty:1113100358CBJ3JHX9:广消行罚决字〔2026〕第0005号:${event.subjectId}:2`,
        document: {
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
    const [push] = pushesFor(event.aPenaltyDecision({ publicUntil: '2027-02-03' }));
    expect(push?.document).toMatchObject({ publicUntil: '2027-02-03' });
  });

  it.each([
    ['MINOR', 'minor', '2026-08-05'],
    ['GENERAL', 'general', '2027-05-05'],
    ['SERIOUS', 'serious', '2029-05-05'],
  ] as const)('says how grave it is: %s', (severity, pushed, publicUntil) => {
    const [push] = pushesFor(event.aPenaltyDecision({ severity }));
    expect(push?.document).toMatchObject({ severity: pushed, publicUntil });
  });

  it('is not pushed when it was taken by simple procedure', () => {
    expect(pushesFor(event.aPenaltyDecision({ procedure: 'simple' }))).toEqual([]);
  });

  it.each([[['警告']], [['通报批评']], [['警告', '通报批评']]] as const)(
    'is not pushed when it only warns: %j',
    (kinds) => {
      expect(pushesFor(event.aPenaltyDecision({ penaltyKinds: kinds }))).toEqual([]);
    },
  );

  it('is pushed when it warns and does more', () => {
    const both = event.aPenaltyDecision({ penaltyKinds: ['警告', '罚款'] });
    expect(pushesFor(both)).toMatchObject([{ document: { penaltyKinds: ['警告', '罚款'] } }]);
  });
});

describe('a penalty decision, since the channels have tables of their own', () => {
  /** The last moment of the old reading and the first of the new one, in Shanghai. */
  const then = { recordedAt: '2026-11-28T15:59:59.999Z' };
  const now = { recordedAt: '2026-11-28T16:00:00.000Z' };
  const document = (change: Parameters<typeof event.aPenaltyDecision>[0], at: Partial<StoredEvent>) =>
    pushesFor(event.aPenaltyDecision(change, at)).at(0)?.document;

  it.each([
    // printed end, told of what was recorded then, and of what is recorded now
    [null, '2027-05-05', '2027-05-06'],
    ['2027-02-03', '2027-02-03', '2027-02-03'],
    ['2027-05-06', '2027-05-06', '2027-05-06'],
    ['2027-05-07', '2027-05-07', '2027-05-06'],
    ['2029-05-06', '2029-05-06', '2027-05-06'],
  ])('printed %s: shown through %s if recorded before, through %s since', (publicUntil, before, since) => {
    expect(document({ publicUntil }, then)).toMatchObject({ publicUntil: before });
    expect(document({ publicUntil }, now)).toMatchObject({ publicUntil: since });
  });

  it.each([
    ['MINOR', '2026-08-05', null],
    ['GENERAL', '2027-05-05', '2027-05-06'],
    ['SERIOUS', '2029-05-05', '2029-05-06'],
  ] as const)('%s: shown through %s if recorded before, through %s since', (severity, before, since) => {
    expect(document({ severity }, then)).toMatchObject({ publicUntil: before });
    expect(document({ severity }, now)).toMatchObject({ publicUntil: since });
  });

  it.each([[['警告']], [['通报批评']], [['警告', '通报批评']]] as const)(
    'is told when it only warns, and not to be shown: %j',
    (penaltyKinds) => {
      const warning = { penaltyKinds, severity: 'MINOR', fineFen: null } as const;
      expect(pushesFor(event.aPenaltyDecision(warning, then))).toEqual([]);
      expect(document(warning, now)).toMatchObject({ penaltyKinds, severity: 'minor', publicUntil: null });
    },
  );

  it('is not told when it was taken by simple procedure', () => {
    expect(pushesFor(event.aPenaltyDecision({ procedure: 'simple' }, now))).toEqual([]);
  });

  it('is withdrawn if it was told, by the day on which the decision was recorded', () => {
    const warning = { penaltyKinds: ['警告'], severity: 'MINOR' } as const;
    const withdrawn = (at: Partial<StoredEvent>) => {
      const stream = { stream: place.stream ?? '', revision: 0 };
      const revocation = event.aPenaltyRevocation({ penaltyKinds: ['警告'] }, { ...place, ...now, revision: 1 });
      return pushesFor(revocation, [event.aPenaltyDecision(warning, { ...stream, ...at })]);
    };
    expect(withdrawn(then)).toEqual([]);
    expect(withdrawn(now)).toMatchObject([{ kind: 'penalty-withdrawal' }]);
  });
});

describe('the revocation of a penalty decision', () => {
  it('withdraws what was pushed, naming both papers', () => {
    expect(pushesFor(event.aPenaltyRevocation({}, place))).toEqual([
      {
        ...envelope,
        kind: 'penalty-withdrawal',
        key: `credit-hebei:penalty-withdrawal:1113100358CBJ3JHX9:广消行罚决字〔2026〕第0005号:${event.subjectId}:2`,
        document: {
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
      expect(pushesFor(event.aPenaltyRevocation(decision))).toEqual([]);
    },
  );
});

describe('another outcome of a penalty decision', () => {
  const decision = event.aPenaltyDecision();
  const told = (stored: StoredEvent, ...before: StoredEvent[]) =>
    pushesFor(stored, before).map(({ kind, document }) => ({ kind, document }));
  const about = {
    subjectName: event.subjectName,
    uscc: event.subjectId,
    documentNumber: '广消行罚决字〔2026〕第0005号',
    authorityName: '广阳区消防救援大队',
    authorityCode: '1113100358CBJ3JHX9',
    sourceName: '廊坊市消防救援支队',
    sourceCode: '11131000FGJJTG2G5W',
  };
  const body = { changeBody: '廊坊市消防救援支队', changeBodyCode: '11131000FGJJTG2G5W' };
  const warning = { penaltyKinds: ['警告'], penaltyContent: '警告', fineFen: null, severity: 'MINOR' } as const;

  it('changed: says all that is imposed now, and until when that is public', () => {
    expect(told(event.aPenaltyChange({}, place), decision)).toEqual([
      {
        kind: 'penalty-change',
        document: {
          ...about,
          ...body,
          changedOn: '2026-06-10',
          reason: '处罚过重',
          changeDocumentNumber: '廊消复决〔2026〕第3号',
          penaltyKinds: ['罚款'],
          penaltyContent: '处罚款人民币10000元整',
          fineFen: 1_000_000,
          confiscatedFen: null,
          effectiveUntil: null,
          publicUntil: '2027-05-05',
          severity: 'general',
        },
      },
    ]);
  });

  it('changed to what is not told: it is withdrawn by the paper that changes it, and nothing follows', () => {
    const toWarning = event.aPenaltyChange(warning, place);
    expect(told(toWarning, decision)).toMatchObject([
      {
        kind: 'penalty-withdrawal',
        document: { ...about, withdrawnOn: '2026-06-10', withdrawalDocumentNumber: '廊消复决〔2026〕第3号' },
      },
    ]);
    expect(told(event.aPenaltyRevocation(), decision, toWarning)).toEqual([]);
    expect(told(event.aPenaltyFoundVoid(), decision, toWarning)).toEqual([]);
  });

  it('changed from what was not told to what is: it is told as it is now', () => {
    const warned = event.aPenaltyDecision(warning);
    expect(told(event.aPenaltyChange({}, place), warned)).toMatchObject([
      {
        kind: 'penalty',
        document: { fineFen: 1_000_000, penaltyContent: '处罚款人民币10000元整', severity: 'general' },
      },
    ]);
  });

  it('found unlawful, or void: each is its own message', () => {
    const finding = { findingBody: '廊坊市消防救援支队', findingBodyCode: '11131000FGJJTG2G5W' };
    expect(told(event.aPenaltyFoundUnlawful({}, place), decision)).toEqual([
      {
        kind: 'penalty-unlawful',
        document: {
          ...about,
          ...finding,
          foundOn: '2026-07-02',
          reason: '程序轻微违法',
          findingDocumentNumber: '（2026）冀10行终4号',
        },
      },
    ]);
    expect(told(event.aPenaltyFoundVoid({}, place), decision)).toMatchObject([
      { kind: 'penalty-void', document: { ...about, ...finding, foundOn: '2026-07-03', reason: '没有法定依据' } },
    ]);
  });

  it('is not told where the decision was not', () => {
    const simple = event.aPenaltyDecision({ procedure: 'simple' });
    for (const stored of [event.aPenaltyChange(), event.aPenaltyFoundUnlawful(), event.aPenaltyFoundVoid()]) {
      expect(told(stored, simple)).toEqual([]);
      expect(told(stored)).toEqual([]); // an event that stands alone
    }
  });
});

describe('a correction of a listing', () => {
  const procedure = [event.aCandidate(), event.aNotice()];

  it('is pushed with what was wrong and what is right, for the formal register only', () => {
    expect(pushesFor(event.aListingCorrection({}, place), [...procedure, event.aListing()])).toMatchObject([
      {
        kind: 'list-correction',
        key: `credit-hebei:list-correction:11131000FGJJTG2G5W:廊消列字〔2026〕第0001号:${event.subjectId}:2`,
        document: {
          subjectName: event.subjectName,
          listedOn: '2026-05-21',
          correctedOn: '2026-06-01',
          correctionNumber: '廊消更字〔2026〕第0001号',
          field: 'legalBasis',
          fieldLabel: '列入依据',
          oldValue: '河北省消防条例',
          newValue: '《河北省消防条例》第六十五条',
        },
      },
    ]);
    const internal = event.aListing({ register: 'key-supervision' });
    expect(pushesFor(event.aListingCorrection(), [...procedure, internal])).toEqual([]);
  });
});

describe('a commitment', () => {
  const recordedAt = '2026-12-05T02:00:00.000Z';
  const made = event.aCommitmentMade({}, { recordedAt });
  const found = event.aFalseCommitmentFound({}, { recordedAt });
  const document = (stored: StoredEvent, ...before: StoredEvent[]) => pushesFor(stored, before)[0]?.document;
  const nothing = { falseDetail: null, serious: null, withdrawalNumber: null, withdrawalReason: null };

  it('is pushed whole with the state it is in, after each step', () => {
    const whole = {
      subjectName: event.subjectName,
      uscc: event.subjectId,
      commitmentNumber: '131003CN202600001',
      matter: '公众聚集场所投入使用、营业前消防安全检查',
      madeOn: '2026-04-10',
      verificationDueOn: '2026-05-10',
      ...nothing,
      authorityName: '廊坊市消防救援支队',
      authorityCode: '11131000FGJJTG2G5W',
      sourceName: '廊坊市消防救援支队',
      sourceCode: '11131000FGJJTG2G5W',
    };
    expect(document(made)).toEqual({ ...whole, state: 'made', stateOn: '2026-04-10' });
    const kept = event.aCommitmentVerified({}, { recordedAt });
    expect(document(kept, made)).toEqual({ ...whole, state: 'kept', stateOn: '2026-05-08' });
    expect(document(found, made)).toEqual({
      ...whole,
      state: 'found-false',
      stateOn: '2026-05-08',
      falseDetail: '疏散通道与承诺不符',
      serious: true,
    });
    expect(document(event.aFindingWithdrawal({}, { recordedAt }), made, found)).toEqual({
      ...whole,
      state: 'finding-withdrawn',
      stateOn: '2026-06-02',
      withdrawalNumber: '廊消撤字〔2026〕第0003号',
      withdrawalReason: '复核认定不成立',
    });
  });

  it('that was recorded before it was written down by whom is of the assumed authority', () => {
    expect(document(event.aCommitmentMade({ recordingAuthority: null }, { recordedAt }))).toMatchObject({
      authorityName: '廊坊市消防救援支队',
      authorityCode: '1113100001YMGCE72W',
    });
  });

  it('is not pushed when it was recorded before the day of its item of the catalogue', () => {
    expect(pushesFor(event.aCommitmentMade())).toEqual([]);
  });
});

describe('a spot check', () => {
  const recordedAt = '2026-12-05T02:00:00.000Z';
  const check = event.aSpotCheck({}, { recordedAt });
  const withdrawn = event.aSpotCheckWithdrawal({}, { recordedAt });

  it('is pushed, withdrawn, and its replacement names what it replaces, under one authority', () => {
    const numbers = { planNumber: 'JH2026001', taskNumber: 'RW2026001', authorityCode: '11131000FGJJTG2G5W' };
    expect(pushesFor(check)).toMatchObject([
      {
        kind: 'spot-check',
        document: { ...numbers, result: '未发现问题', checkedBy: '广阳区消防救援大队', replaces: null },
      },
    ]);
    expect(pushesFor(withdrawn, [check])).toMatchObject([
      {
        kind: 'spot-check-withdrawal',
        document: { ...numbers, result: '未发现问题', withdrawalNumber: '广消抽撤〔2026〕第0001号' },
      },
    ]);
    const byAnother = { recordingAuthority: { name: '别的大队', code: '1113100358CBJ3JHX9' } };
    expect(pushesFor(event.aSpotCheckReplacement(byAnother, { recordedAt }), [check, withdrawn])).toMatchObject([
      {
        kind: 'spot-check',
        document: {
          ...numbers,
          result: '发现问题已责令改正',
          replaces: { withdrawalNumber: '广消抽撤〔2026〕第0001号' },
        },
      },
    ]);
  });

  it('is not pushed when it was recorded before the day of its item, nor withdrawn then', () => {
    const early = event.aSpotCheck();
    expect(pushesFor(early)).toEqual([]);
    expect(pushesFor(withdrawn, [early])).toEqual([]);
  });
});

describe('a listing', () => {
  it('is pushed with ground and measures in words', () => {
    expect(pushesFor(event.aListing({}, place))).toEqual([
      {
        ...envelope,
        kind: 'list-entry',
        key: `credit-hebei:list-entry:11131000FGJJTG2G5W:廊消列字〔2026〕第0001号:${event.subjectId}:2`,
        document: {
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
    expect(pushesFor(event.aListing({ register: 'key-supervision' }))).toEqual([]);
  });
});

const listed = {
  subjectName: event.subjectName,
  ground: 'REFUSE_TO_CORRECT',
  register: 'serious-dishonesty',
  decisionNumber: '廊消列字〔2026〕第0001号',
  decisionBody: '廊坊市消防救援支队',
  decisionBodyCode: '11131000FGJJTG2G5W',
  listedOn: '2026-05-21',
} as const;

describe('a removal', () => {
  it('is pushed, naming the listing by its decision and saying why it ended', () => {
    expect(pushesFor(event.aRemoval({}, place))).toEqual([
      {
        ...envelope,
        kind: 'list-removal',
        key: `credit-hebei:list-removal:11131000FGJJTG2G5W:廊消列字〔2026〕第0001号:${event.subjectId}:2`,
        document: {
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
    expect(pushesFor(event.aRemoval({ listing: { ...listed, register: 'key-supervision' } }))).toEqual([]);
  });
});

describe('a credit repair', () => {
  const told = { ...envelope, revision: 3 };
  const approvedAt = { ...place, revision: 3 };
  const penaltyKeys = {
    subjectName: '广阳区鑫桥阳酒店店',
    uscc: event.subjectId,
    documentNumber: '广消行罚决字〔2026〕第0005号',
    authorityName: '廊坊市广阳区消防救援大队',
    authorityCode: '1113100001YMGCE72W',
    sourceName: '廊坊市广阳区消防救援大队',
    sourceCode: '1113100001YMGCE72W',
  };
  const before = [event.aRepairApplication(), event.aRepairAcceptance(), event.aRepairVerification()];
  const key = (kind: string, revision: number) =>
    `credit-hebei:${kind}:1113100001YMGCE72W:广消行罚决字〔2026〕第0005号:${event.subjectId}:${revision}`;

  it('that was approved is two messages: the result, then the withdrawal by the same decision', () => {
    expect(pushesFor(event.aRepairApproval({}, approvedAt), before)).toEqual([
      {
        ...told,
        kind: 'repair-result',
        key: key('repair-result', 3),
        document: {
          ...penaltyKeys,
          repairDecisionNumber: '廊消信修准〔2026〕第1号',
          repairedOn: '2026-08-18',
          reasons: '最短公示期已满，义务履行完毕，已作出信用承诺',
        },
      },
      {
        ...told,
        part: 1,
        pushId: pushIdOf('0e0e0e0e-0000-5000-8000-000000000007', endpoint, 1),
        kind: 'penalty-withdrawal',
        key: key('penalty-withdrawal', 3),
        document: {
          ...penaltyKeys,
          withdrawnOn: '2026-08-18',
          reason: '信用修复',
          withdrawalDocumentNumber: '廊消信修准〔2026〕第1号',
        },
      },
    ]);
  });

  it('that was revoked is one: the record is to be shown again', () => {
    const revocation = event.aRepairRevocation({}, { ...place, revision: 4 });
    expect(pushesFor(revocation, [...before, event.aRepairApproval()])).toEqual([
      {
        ...told,
        revision: 4,
        kind: 'repair-revocation',
        key: key('repair-revocation', 4),
        document: {
          ...penaltyKeys,
          repairDecisionNumber: '廊消信修准〔2026〕第1号',
          revocationDocumentNumber: '廊消信修撤〔2026〕第1号',
          revokedOn: '2026-10-09',
          reason: '缴款凭证系伪造',
        },
      },
    ]);
  });

  it('is told to nobody who was not told of the record', () => {
    const untold = event.aRepairApproval({ bodies: ['market-regulation'] }, approvedAt);
    expect(pushesFor(untold, before)).toEqual([]);
    expect(pushesFor(event.aRepairRevocation({}, place), [...before, untold])).toEqual([]);
  });

  it('of a record that no body is told of is not told', () => {
    const record = { ...event.repairedRecord, kind: 'no-commitment' } as const;
    const [, ...later] = before;
    expect(pushesFor(event.aRepairApproval({}, approvedAt), [event.aRepairApplication({ record }), ...later])).toEqual(
      [],
    );
  });

  it('of a natural person is not told', () => {
    const subjectId = 'person-00112233445566778899aabbccddeeff';
    expect(pushesFor({ ...event.aRepairApproval({}, approvedAt), subjectId }, before)).toEqual([]);
  });

  it('of a second application is told by its own decision, under keys of its own', () => {
    const first = [...before, event.aRepairApproval(), event.aRepairRevocation()];
    const again = event.aRepairApproval({ documentNumber: '廊消信修准〔2027〕第9号' }, { ...place, revision: 8 });
    expect(pushesFor(again, [...first, ...before])).toMatchObject([
      { key: key('repair-result', 8), document: { repairDecisionNumber: '廊消信修准〔2027〕第9号' } },
      { key: key('penalty-withdrawal', 8), document: { withdrawalDocumentNumber: '廊消信修准〔2027〕第9号' } },
    ]);
  });
});

describe('a corrected penalty', () => {
  const decision = event.aPenaltyDecision({}, { ...place, revision: 0 });
  const correction = (given: Parameters<typeof event.aPenaltyCorrection>[0] = {}) =>
    event.aPenaltyCorrection(
      { violationType: null, legalRepresentative: '孙超垒', ...given },
      { ...place, revision: 1 },
    );

  it('is told once more, all of it, in the lane of the decision and of its day', () => {
    const [stated] = queuedFor(decision);
    const [told] = queuedFor(correction(), [decision]);
    expect(told).toEqual({
      ...stated,
      revision: 1,
      kind: 'penalty-correction',
      effect: 'replaces',
      key: `credit-hebei:penalty-correction:1113100358CBJ3JHX9:广消行罚决字〔2026〕第0005号:${event.subjectId}:1`,
      document: {
        ...stated?.document,
        legalRepresentative: '孙超垒',
        correctedOn: '2026-05-12',
        correctionReason: '录入有误',
      },
    });
  });

  it('is told as it was changed, and what follows names it as it was corrected', () => {
    const change = event.aPenaltyChange({}, { ...place, revision: 1 });
    const named = correction({ authorityName: '广阳区消防救援支队' });
    expect(queuedFor(named, [decision, change])).toMatchObject([
      { document: { fineFen: 1_000_000, authorityName: '广阳区消防救援支队', decidedOn: '2026-05-06' } },
    ]);
    const void_ = event.aPenaltyFoundVoid({}, { ...place, revision: 2 });
    expect(queuedFor(void_, [decision, named])).toMatchObject([{ document: { authorityName: '广阳区消防救援支队' } }]);
  });

  it('is not told to whom the decision was not', () => {
    const simple = event.aPenaltyDecision({ procedure: 'simple' }, { ...place, revision: 0 });
    expect(queuedFor(correction(), [simple])).toEqual([]);
    const begun: From = { position: 7 };
    expect(queuedFor(correction(), [{ ...decision, position: 6 }], begun)).toEqual([]);
  });
});

describe('a repaired commitment', () => {
  const late = '2026-12-01T02:00:00.000Z';
  const made = event.aCommitmentMade({}, { ...place, recordedAt: late, revision: 0 });
  const record = {
    ...event.repairedRecord,
    kind: 'false-commitment',
    documentNumber: '131003CN202600001',
  } as const;
  const application = event.aRepairApplication({ record }, { recordedAt: late });
  const approval = event.aRepairApproval({}, { ...place, recordedAt: late, revision: 3 });
  const keys = {
    subjectName: event.subjectName,
    uscc: event.subjectId,
    commitmentNumber: '131003CN202600001',
    authorityName: record.authorityName,
    authorityCode: record.authorityCode,
    sourceName: record.authorityName,
    sourceCode: record.authorityCode,
  };

  it('is one message: by its repair the record is shown no longer', () => {
    expect(queuedFor(approval, [application])).toMatchObject([
      {
        kind: 'commitment-repair',
        effect: 'withdraws',
        lane: `commitment:${record.authorityCode}:131003CN202600001:${event.subjectId}`,
        key: `credit-hebei:commitment-repair:${record.authorityCode}:131003CN202600001:${event.subjectId}:3`,
        document: {
          ...keys,
          repairDecisionNumber: '廊消信修准〔2026〕第1号',
          repairedOn: '2026-08-18',
          reasons: '最短公示期已满，义务履行完毕，已作出信用承诺',
        },
      },
    ]);
  });

  it('that was revoked is one: the record is to be shown again', () => {
    const revocation = event.aRepairRevocation({}, { ...place, recordedAt: late, revision: 4 });
    expect(queuedFor(revocation, [application, approval])).toMatchObject([
      {
        kind: 'commitment-repair-revocation',
        effect: 'restores',
        document: { ...keys, revocationDocumentNumber: '廊消信修撤〔2026〕第1号', reason: '缴款凭证系伪造' },
      },
    ]);
  });

  it('is told in the lane of its commitment, which is known by the unit that recorded it', () => {
    const [stated] = queuedFor(made);
    const found = event.aFalseCommitmentFound({}, { recordedAt: late });
    const recorded = recordIn(publishedRules, [made, found])?.record;
    if (recorded?.kind !== 'false-commitment') throw new Error('a false commitment was found');
    const [repair] = queuedFor(approval, [event.aRepairApplication({ record: recorded }, { recordedAt: late })]);
    expect(repair?.lane).toBe(stated?.lane);
  });

  it('is told to nobody where the application does not say which unit recorded it', () => {
    const unnamed = { ...record, authorityName: null, authorityCode: null };
    expect(queuedFor(approval, [event.aRepairApplication({ record: unnamed }, { recordedAt: late })])).toEqual([]);
  });
});

describe('a natural person', () => {
  const subjectId = 'person-00112233445566778899aabbccddeeff';

  it('is not pushed, whatever was decided: what has left could not be erased', () => {
    for (const told of [event.aPenaltyDecision, event.aPenaltyRevocation, event.aListing, event.aRemoval]) {
      expect(pushesFor({ ...told({}, place), subjectId })).toEqual([]);
    }
  });
});

describe('a later event', () => {
  const decision = event.aPenaltyDecision({}, { ...place, position: 6, revision: 0 });
  const listing = event.aListing({}, { ...place, position: 6, revision: 3 });
  const procedure = [event.aCandidate(), event.aNotice()].map((one, revision) => ({ ...one, revision }));

  it('is told by what its stream says, whatever copy it brought with it', () => {
    const revocation = event.aPenaltyRevocation({ documentNumber: 'the copy', sourceName: 'the copy' }, place);
    expect(pushesFor(revocation, [decision])).toMatchObject([
      { document: { documentNumber: '广消行罚决字〔2026〕第0005号', sourceName: '廊坊市消防救援支队' } },
    ]);
    const copy = { ...listed, decisionNumber: 'the copy' };
    expect(pushesFor(event.aRemoval({ listing: copy }, place), [...procedure, listing])).toMatchObject([
      { document: { decisionNumber: '廊消列字〔2026〕第0001号' } },
    ]);
  });

  it('is told the same by its stream as by the copy it brought: nothing on the wire depends on which', () => {
    expect(pushesFor(event.aPenaltyRevocation({}, place), [decision])).toEqual(
      pushesFor(event.aPenaltyRevocation({}, place)),
    );
    expect(pushesFor(event.aRemoval({}, place), [...procedure, listing])).toEqual(pushesFor(event.aRemoval({}, place)));
  });

  it('is not told when the paper it follows on was not', () => {
    const simple = event.aPenaltyDecision({ procedure: 'simple' }, { position: 6 });
    expect(pushesFor(event.aPenaltyRevocation({}, place), [simple])).toEqual([]);
    const internal = event.aListing({ register: 'key-supervision' }, { position: 6, revision: 3 });
    expect(pushesFor(event.aRemoval({}, place), [...procedure, internal])).toEqual([]);
  });
});

describe('a body that is told from a day, or a position, on', () => {
  const on = (recordedAt: string, position: number) => ({ ...place, recordedAt, position });
  const lastNight = on('2026-06-01T15:59:59.999Z', 6); // 23:59:59 in Shanghai
  const midnight = on('2026-06-01T16:00:00.000Z', 7);
  const fromDay: From = { day: '2026-06-02' };
  const fromPosition: From = { position: 7 };

  it.each([[fromDay], [fromPosition]])('is told of what was written down from then on: %j', (from) => {
    expect(pushesFor(event.aPenaltyDecision({}, lastNight), [], from)).toEqual([]);
    expect(pushesFor(event.aPenaltyDecision({}, midnight), [], from)).toHaveLength(1);
  });

  it.each([[fromDay], [fromPosition]])('is not told what follows on a message it never had: %j', (from) => {
    const decision = event.aPenaltyDecision({}, { ...lastNight, revision: 0 });
    expect(pushesFor(event.aPenaltyRevocation({}, midnight), [decision], from)).toEqual([]);
  });

  it.each([[fromDay], [fromPosition]])(
    'is told of a listing whose procedure began before, and of its end: %j',
    (from) => {
      const before = [event.aCandidate(), event.aNotice()].map((one) => ({ ...one, ...lastNight, id: one.id }));
      const listing = event.aListing({}, midnight);
      expect(pushesFor(listing, before, from)).toHaveLength(1);
      expect(pushesFor(event.aRemoval({}, midnight), [...before, listing], from)).toHaveLength(1);
    },
  );
});

it('the same event is the same push for one body, and another for another', () => {
  const listing = event.aListing({}, place);
  const [one, again] = [pushesFor(listing), pushesFor(listing)];
  expect(one).toEqual(again);
  const [other] = pushesOf({ ...body, id: 'market-regulation' }, publishedRules, [listing]);
  expect(other?.pushId).not.toBe(one[0]?.pushId);
  expect(other?.key).toMatch(/^market-regulation:list-entry:/);
});

describe('the lane of a push', () => {
  const number = '广消行罚决字〔2026〕第0005号';
  const record = (subjectId: string) => `penalty:1113100358CBJ3JHX9:${number}:${subjectId}`;

  it('is the record it is about, at its body: what is said of a penalty waits for what was said of it before', () => {
    const decision = event.aPenaltyDecision({}, place);
    const revocation = event.aPenaltyRevocation({}, { ...place, revision: 3 });
    expect([queuedFor(decision), queuedFor(revocation, [decision])].flat()).toMatchObject([
      { lane: record(event.subjectId), effect: 'states' },
      { lane: record(event.subjectId), effect: 'withdraws' },
    ]);
  });

  it('is another for each paper of a subject', () => {
    const lanes = ['第1号', '第2号'].flatMap((documentNumber) =>
      queuedFor(event.aPenaltyDecision({ documentNumber }, place)).map(({ lane }) => lane),
    );
    expect(new Set(lanes).size).toBe(2);
  });
});
