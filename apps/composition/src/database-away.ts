import { isDriverTrouble } from '@app/projections';
import pg from 'pg';

/**
 * The database could not be reached, went away, let nobody in or did not answer in time. From the database: SQLSTATE classes 08
 * (connection), 28 and 3D (login or database not there), 53 (resources), 57 (shut down, cancelled) and 58 (its disk), a server
 * that only reads, and a lock that was not available. Otherwise socket errors by their codes, and the driver's own.
 */
export function isDatabaseAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof pg.DatabaseError) return /^(08|25006|28|3D|53|55P03|57|58)/.test(code);
  return /^(ECONN|EPIPE|EHOST|ENET|ETIMEDOUT|ENOTFOUND|EAI_)/.test(code) || isDriverTrouble(error);
}
