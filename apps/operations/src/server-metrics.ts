import type { ReadModels } from '@app/ledger';
import { Gauge, type Registry } from 'prom-client';

/** SQLSTATE: the role may not see it. */
const notAllowed = '42501';

/**
 * Of the database server, what makes a backup or a standby useless while everything seems well: files of changes that are not archived, a slot that keeps
 * them all. A role that may not see it has no such figures, and `onTrouble` is told once; the others of the scrape are not touched.
 */
export function measureServer(
  registry: Registry,
  readModels: Pick<ReadModels, 'query'>,
  onTrouble: (what: string) => void,
): void {
  const seen = async <Row extends object>(what: string, sql: string): Promise<readonly Row[]> => {
    try {
      return (await readModels.query<Row>(sql)).rows;
    } catch (error) {
      if ((error as { code?: unknown }).code !== notAllowed) throw error;
      onTrouble(`${what} cannot be measured: ${(error as Error).message}`);
      return [];
    }
  };
  new Gauge({
    name: 'ledger_server_archiver_failing',
    help: '1: the newest attempt to archive a file of changes failed; 0: it did not; absent: the server archives nothing',
    registers: [registry],
    async collect() {
      const [row] = await seen<{ failing: boolean }>(
        'archiving',
        `SELECT coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS failing
         FROM pg_stat_archiver WHERE current_setting('archive_mode') <> 'off'`,
      );
      if (row === undefined) this.remove();
      else this.set(row.failing ? 1 : 0);
    },
  });
  new Gauge({
    name: 'ledger_server_slot_lag_bytes',
    help: 'What the server keeps of its changes for a replication slot',
    labelNames: ['slot'],
    registers: [registry],
    async collect() {
      const slots = await seen<{ slot: string; bytes: string }>(
        'replication slots',
        `SELECT slot_name AS slot, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS bytes
         FROM pg_replication_slots WHERE restart_lsn IS NOT NULL AND NOT pg_is_in_recovery()`,
      );
      this.reset();
      for (const { slot, bytes } of slots) this.set({ slot }, Number(bytes));
    },
  });
}
