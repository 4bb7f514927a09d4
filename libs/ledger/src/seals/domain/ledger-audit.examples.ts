import type { Examples } from '../../../../../test/support/examples';
import type { LedgerAuditEvent } from './ledger-audit.events';

export const examples: Examples<LedgerAuditEvent> = {
  LedgerAudited: {
    subjectId: null,
    auditedOn: '2026-11-28',
    size: 8447,
    root: '0qhXKHIJHIQ9Wbl9ZbLHThST8Vo/ETl3vy+YEwAdmjc=',
    signed: 8447,
    found: 1,
    findings: [{ code: 'event-altered', entry: 8423, before: null, position: 8424, what: null }],
  },
  ReadModelsCompared: {
    subjectId: null,
    comparedOn: '2026-11-28',
    tables: [
      {
        readModel: 'credit-dossiers-2',
        table: 'credit_dossiers_2',
        position: 8447,
        rows: 312,
        hash: '7f9c2ba4e88f827d616045507605853e',
        missing: 0,
        surplus: 1,
      },
    ],
    failed: ['due-work-10'],
  },
};
