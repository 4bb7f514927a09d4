import { type Examples, ruleSetId, subjectId, subjectName } from '../../../../../test/support/examples';
import type { MissingCommitmentEvent } from './missing-commitment.events';

export const examples: Examples<MissingCommitmentEvent> = {
  CommitmentMissing: {
    findingId: 'finding-1',
    subjectId,
    subjectName,
    documentNumber: '廊消检字〔2026〕第0009号',
    foundOn: '2026-05-12',
    detail: null,
    authorityName: '广阳区消防救援大队',
    authorityCode: '1113100358CBJ3JHX9',
    severity: 'SERIOUS',
    ruleSetId,
  },
};
