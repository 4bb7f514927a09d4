import type { OtherClock } from './clocks';
import type { ReadModels } from './ports';

/** The clock of the database, and when its log was last written to. Where another engine keeps the log there is nothing in it. */
export const databaseClock = (pool: Pick<ReadModels, 'query'>): OtherClock => ({
  async read() {
    const { rows } = await pool.query<{ now: Date; newestRecordedAt: Date | null }>(
      `SELECT clock_timestamp() AS now,
              (SELECT recorded_at FROM ledger_events ORDER BY position DESC LIMIT 1) AS "newestRecordedAt"`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the database did not say what time it is');
    return row;
  },
});
