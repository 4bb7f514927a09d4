import type { Examples } from '../../../../../test/support/examples';
import type { ExchangeDatabaseEvent } from './exchange-database.events';

const about = { subjectId: null, endpoint: 'credit-hebei' };

export const examples: Examples<ExchangeDatabaseEvent> = {
  ExchangeDatabaseFoundRestored: {
    ...about,
    lostBatch: '6f0c2f4e-0d55-4c60-9d0a-51e0e3a6b2c1',
    foundOn: '2026-06-15',
  },
  ExchangeRestorationReviewed: {
    ...about,
    reason: '平台确认于6月14日夜间恢复备份，缺失批次已重新报送',
    reviewedOn: '2026-06-16',
  },
};
