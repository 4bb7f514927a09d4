import { specFor } from '../../../../../test/support/given-when-then';
import { commitment, type CommitmentRecord, record, withdrawFinding } from './commitment';
import type {
  CommitmentMade,
  CommitmentVerified,
  FalseCommitmentFindingWithdrawn,
  FalseCommitmentFound,
} from './commitment.events';

const { given } = specFor(commitment);

const made: CommitmentMade = {
  type: 'CommitmentMade',
  data: {
    commitmentId: 'e9d7a3ab-0000-5000-8000-000000000001',
    subjectId: '92131003MA9ANPJY55',
    subjectName: '广阳区鑫桥阳酒店店',
    commitmentNumber: '131003CN202600001',
    matter: '公众聚集场所投入使用、营业前消防安全检查',
    madeOn: '2026-05-06',
    verificationDueOn: '2026-06-03',
    recordingAuthority: null,
  },
};
const { commitmentId, subjectId, commitmentNumber } = made.data;
const verified: CommitmentVerified = {
  type: 'CommitmentVerified',
  data: { commitmentId, subjectId, commitmentNumber, verifiedOn: '2026-05-20', recordingAuthority: null },
};
const foundFalse: FalseCommitmentFound = {
  type: 'FalseCommitmentFound',
  data: {
    commitmentId,
    subjectId,
    commitmentNumber,
    foundOn: '2026-05-20',
    detail: '疏散通道与承诺不符',
    serious: true,
    severity: 'SERIOUS',
    ruleSetId: 'langfang-2026-04-01',
    recordingAuthority: null,
  },
};
const withdrawn: FalseCommitmentFindingWithdrawn = {
  type: 'FalseCommitmentFindingWithdrawn',
  data: {
    commitmentId,
    subjectId,
    commitmentNumber,
    documentNumber: '廊消撤〔2026〕第3号',
    withdrawnOn: '2026-06-10',
    reason: '复核认定与承诺相符',
    recordingAuthority: null,
  },
};

const paper = (change: Partial<CommitmentRecord> = {}): CommitmentRecord => ({
  made: made.data,
  verification: null,
  ...change,
});
const withdrawal = (change: Partial<FalseCommitmentFindingWithdrawn['data']> = {}) => {
  const { documentNumber, withdrawnOn, reason } = { ...withdrawn.data, ...change };
  return withdrawFinding({ commitmentId, documentNumber, withdrawnOn, reason });
};

describe('the day to verify', () => {
  it('is waited for until there is a result', () => {
    given(made).waitsFor({ what: 'verification', whose: 'officer', until: '2026-06-03', since: '2026-05-06' });
    given(made, verified).waitsFor();
    given(made, foundFalse).waitsFor();
    given(made, foundFalse, withdrawn).waitsFor();
    given().waitsFor();
  });
});

describe('recording a commitment', () => {
  it('is quiet about a paper whichever unit recorded it, and in which version', () => {
    const by = (name: string) => ({
      ...made,
      data: { ...made.data, recordingAuthority: { name, code: '1113100001YMGCE72W' } },
    });
    given(by('廊坊市消防救援支队')).when(record(paper())).thenNothing();
  });

  it('records one that is not verified yet', () => {
    given().when(record(paper())).then(made);
  });

  it('records one together with its result', () => {
    given()
      .when(record(paper({ verification: verified })))
      .then(made, verified);
    given()
      .when(record(paper({ verification: foundFalse })))
      .then(made, foundFalse);
  });

  it('takes a later result as progress', () => {
    given(made)
      .when(record(paper({ verification: verified })))
      .then(verified);
    given(made)
      .when(record(paper({ verification: foundFalse })))
      .then(foundFalse);
  });

  it('stays quiet when the same paper comes again', () => {
    given(made).when(record(paper())).thenNothing();
    given(made, verified)
      .when(record(paper({ verification: verified })))
      .thenNothing();
    given(made, foundFalse)
      .when(record(paper({ verification: foundFalse })))
      .thenNothing();
  });

  it('stays quiet when a paper from before the verification comes late', () => {
    given(made, verified).when(record(paper())).thenNothing();
  });

  it('stays quiet when a finding that was withdrawn is sent again', () => {
    given(made, foundFalse, withdrawn)
      .when(record(paper({ verification: foundFalse })))
      .thenNothing();
  });

  it('refuses another commitment under the same number', () => {
    const other = { ...made.data, madeOn: '2026-05-07' };
    given(made)
      .when(record(paper({ made: other })))
      .thenRefused('exists-with-different-content', 'commitmentNumber');
    given(made, verified)
      .when(record(paper({ made: other, verification: verified })))
      .thenRefused('exists-with-different-content', 'commitmentNumber');
  });

  it('refuses another result than the recorded one', () => {
    given(made, verified)
      .when(record(paper({ verification: foundFalse })))
      .thenRefused('exists-with-different-content', 'result');
    given(made, foundFalse)
      .when(record(paper({ verification: { ...foundFalse, data: { ...foundFalse.data, serious: false } } })))
      .thenRefused('exists-with-different-content', 'result');
  });
});

describe('withdrawing a finding', () => {
  it('withdraws it', () => {
    given(made, foundFalse).when(withdrawal()).then(withdrawn);
  });

  it('may happen on the day of the finding', () => {
    const onTheDay = { ...withdrawn, data: { ...withdrawn.data, withdrawnOn: '2026-05-20' } };
    given(made, foundFalse)
      .when(withdrawal({ withdrawnOn: '2026-05-20' }))
      .then(onTheDay);
  });

  it('stays quiet when repeated', () => {
    given(made, foundFalse, withdrawn).when(withdrawal()).thenNothing();
  });

  it('refuses a commitment nobody recorded', () => {
    given().when(withdrawal()).thenRefused('commitment-not-found');
  });

  it('refuses where nothing was found false', () => {
    given(made).when(withdrawal()).thenRefused('false-commitment-finding-not-found');
    given(made, verified).when(withdrawal()).thenRefused('false-commitment-finding-not-found');
  });

  it('refuses another paper for the same withdrawal', () => {
    given(made, foundFalse, withdrawn)
      .when(withdrawal({ documentNumber: '廊消撤〔2026〕第4号' }))
      .thenRefused('exists-with-different-content', 'documentNumber');
  });

  it('refuses a day before the finding', () => {
    given(made, foundFalse)
      .when(withdrawal({ withdrawnOn: '2026-05-19' }))
      .thenRefused('withdrawn-before-found', 'withdrawnOn', { foundOn: '2026-05-20' });
  });
});

describe('the day an event became true', () => {
  it('is the day on its paper', () => {
    expect([made, verified, foundFalse, withdrawn].map(commitment.occurredOn)).toEqual([
      '2026-05-06',
      '2026-05-20',
      '2026-05-20',
      '2026-06-10',
    ]);
  });
});
