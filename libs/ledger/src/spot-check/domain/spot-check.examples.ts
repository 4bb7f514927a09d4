import { type Examples, subjectId, subjectName } from '../../../../../test/support/examples';
import type { SpotCheckEvent } from './spot-check.events';

export const examples: Examples<SpotCheckEvent> = {
  SpotCheckRecorded: {
    spotCheckId: 'spot-check-1',
    subjectId,
    subjectName,
    planNumber: 'JH2026001',
    taskNumber: 'RW2026001',
    checkedOn: '2026-05-20',
    authorityName: '广阳区消防救援大队',
    result: '未发现问题',
  },
};
