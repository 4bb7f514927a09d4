import {
  type Examples,
  recordingAuthority,
  ruleSetId,
  subjectId,
  subjectName,
} from '../../../../../test/support/examples';
import type { CommitmentEvent } from './commitment.events';

const commitment = {
  commitmentId: 'commitment-1',
  subjectId,
  commitmentNumber: '131003CN202600001',
  recordingAuthority,
};

export const examples: Examples<CommitmentEvent> = {
  CommitmentMade: {
    ...commitment,
    subjectName,
    matter: '公众聚集场所投入使用、营业前消防安全检查',
    madeOn: '2026-04-10',
    verificationDueOn: '2026-05-10',
  },
  CommitmentVerified: { ...commitment, verifiedOn: '2026-05-08' },
  FalseCommitmentFound: {
    ...commitment,
    foundOn: '2026-05-08',
    detail: '疏散通道与承诺不符',
    serious: true,
    severity: 'SERIOUS',
    ruleSetId,
  },
  FalseCommitmentFindingWithdrawn: {
    ...commitment,
    documentNumber: '廊消撤字〔2026〕第0003号',
    withdrawnOn: '2026-06-02',
    reason: '复核认定不成立',
  },
};
