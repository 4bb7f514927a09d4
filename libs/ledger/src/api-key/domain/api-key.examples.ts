import type { Examples } from '../../../../../test/support/examples';
import type { ApiKeyEvent } from './api-key.events';

const key = {
  subjectId: null,
  fingerprint: '1a2b3c4d5e6f7081',
  keyHash: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809',
} as const;

export const examples: Examples<ApiKeyEvent> = {
  ApiKeyIssued: {
    ...key,
    role: 'officer',
    holder: '王经办',
    unitName: '廊坊市消防救援支队',
    unitCode: '1113100001YMGCE72W',
    recordsFor: ['1113100358CBJ3JHX9'],
    issuedOn: '2026-11-28',
    expiresOn: '2027-11-28',
    foundInUse: false,
  },
  ApiKeyRevoked: { ...key, reason: '人员调离', revokedOn: '2027-03-01' },
};
