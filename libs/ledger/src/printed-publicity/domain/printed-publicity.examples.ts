import { type Examples, ruleSetId, subjectId } from '../../../../../test/support/examples';
import type { PrintedPublicityEvent } from './printed-publicity.events';

export const examples: Examples<PrintedPublicityEvent> = {
  PrintedPublicityFoundTooLong: {
    decisionId: 'decision-1',
    subjectId,
    documentNumber: '广消行罚决字〔2026〕第0005号',
    decidedOn: '2026-05-06',
    authorityName: '广阳区消防救援大队',
    authorityCode: '1113100358CBJ3JHX9',
    printedUntil: '2029-05-06',
    legalUntil: '2027-05-06',
    foundOn: '2026-11-29',
    ruleSetId,
  },
  PrintedPublicitySettled: {
    decisionId: 'decision-1',
    subjectId,
    documentNumber: '广消行罚决字〔2026〕第0005号',
    because: 'withdrawn',
    settledOn: '2026-12-01',
  },
};
