import {
  type Examples,
  recordingAuthority,
  ruleSetId,
  subjectId,
  subjectName,
} from '../../../../../test/support/examples';
import type { MajorFireHazardEvent } from './major-fire-hazard.events';

const hazard = {
  hazardId: '2f6a0000-0000-5000-8000-000000000001',
  subjectId,
  hazardNumber: '131003ZD20260001',
  recordingAuthority,
};

export const examples: Examples<MajorFireHazardEvent> = {
  MajorFireHazardJudged: {
    ...hazard,
    subjectName,
    judgedOn: '2026-04-20',
    standardEdition: '2025',
    method: '直接判定',
    rectifyBy: '2026-06-20',
    ruleSetId,
  },
  MajorFireHazardListedForSupervision: { ...hazard, level: '县级', listedOn: '2026-04-20' },
  MajorFireHazardFoundOverdue: {
    ...hazard,
    rectifyBy: '2026-06-20',
    overdueOn: '2026-06-21',
    severity: 'SERIOUS',
    ruleSetId,
  },
  MajorFireHazardRectified: { ...hazard, closedOn: '2026-07-15', documentNumber: '131003XA20260001' },
};
