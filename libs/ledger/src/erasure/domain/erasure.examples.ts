import { type Examples, subjectId } from '../../../../../test/support/examples';
import type { ErasureEvent } from './erasure.events';

export const examples: Examples<ErasureEvent> = {
  PersonalDataErased: {
    keyId: '0a0b0c0d-1111-4222-8333-444455556666',
    subjectId,
    whose: 'representative',
    ground: 'retention-expired',
    documentNumber: '廊消信删〔2027〕第1号',
    erasedOn: '2027-08-01',
    authorityName: '廊坊市消防救援支队',
    authorityCode: '11131000FGJJTG2G5W',
  },
};
