import { type Examples, recordingAuthority, subjectId, subjectName } from '../../../../../test/support/examples';
import type { SpotCheckEvent } from './spot-check.events';

export const examples: Examples<SpotCheckEvent> = {
  SpotCheckRecorded: {
    spotCheckId: 'spot-check-1',
    recordingAuthority,
    subjectId,
    subjectName,
    planNumber: 'JH2026001',
    taskNumber: 'RW2026001',
    checkedOn: '2026-05-20',
    authorityName: '广阳区消防救援大队',
    result: '未发现问题',
  },
  SpotCheckResultWithdrawn: {
    spotCheckId: 'spot-check-1',
    recordingAuthority,
    subjectId,
    documentNumber: '广消抽撤〔2026〕第0001号',
    withdrawnOn: '2026-06-03',
    reason: '检查结果录入有误',
  },
  SpotCheckResultReplaced: {
    spotCheckId: 'spot-check-1',
    recordingAuthority,
    subjectId,
    subjectName,
    planNumber: 'JH2026001',
    taskNumber: 'RW2026001',
    checkedOn: '2026-05-20',
    authorityName: '广阳区消防救援大队',
    result: '发现问题已责令改正',
    replaces: {
      checkedOn: '2026-05-20',
      result: '未发现问题',
      withdrawalNumber: '广消抽撤〔2026〕第0001号',
      withdrawnOn: '2026-06-03',
    },
  },
};
