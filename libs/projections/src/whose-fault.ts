import { LogUnavailable, TooManyConflicts } from '@app/event-store';
import pg from 'pg';
import { isDriverTrouble } from './driver-trouble';

/** Thrown by a projection that cannot go on although no event is to blame (another read model lags, say). */
export class NotTheEventsFault extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'NotTheEventsFault';
  }
}

/**
 * Is the event to blame for this error of `apply`, so that its subject alone may stop?
 *
 * From the database: SQLSTATE classes 22 (data exception), 23 (integrity constraint) and 54 (a value beyond the program's
 * limits, such as an index entry too large). Everything else it can say (connection, resources, serialization, cancelled, missing
 * right, missing table …) would hit the next event as well. From our own code: any error, unless it is known to
 * come from the network, the driver or the log. When in doubt nothing is set aside: the whole projection stops, as it would
 * for an event about nobody.
 */
export function isTheEventsFault(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(22|23|54)/.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  if (error instanceof NotTheEventsFault || error instanceof LogUnavailable || error instanceof TooManyConflicts) {
    return false;
  }
  return !('syscall' in error || 'errno' in error || isDriverTrouble(error));
}
