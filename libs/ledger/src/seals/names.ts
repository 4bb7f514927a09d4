import { handling } from '@app/event-store';
import type { GivenName } from '../shared';
import type { LedgerAuditEvent } from './domain/ledger-audit.events';
import type { RestorationEvent } from './domain/restoration.events';
import type { SealKeyEvent } from './domain/seal-keys.events';

/** None: its events are about nobody. */
export const names = handling<SealKeyEvent | LedgerAuditEvent | RestorationEvent, GivenName>({
  SealKeyIntroduced: null,
  LedgerAudited: null,
  ReadModelsCompared: null,
  RestoreBegun: null,
  RestoredLogVerified: null,
  RestoredKeysSettled: null,
  RestoredBodyCompared: null,
  LogBranchDeclared: null,
  RestoreClosed: null,
});
