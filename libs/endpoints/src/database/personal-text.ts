import type { Pool } from 'pg';

/** Where copies of what was said lie with a body's exchange, and can be emptied. Keys, receipts and codes stay. */
export interface ExchangedText {
  /** Empties what was answered before this instant (UTC). Said again every day, it also empties what a restore brought back. */
  emptyAnsweredBefore(instant: Date): Promise<number>;
  /**
   * Empties what stands under these keys, answered or not, at once. What nobody has looked at yet is closed: it is `rejected` as
   * `personal-data-erased`. To be said again for every erasure when the exchange was restored (`onRestored`).
   */
  emptyOf(keys: readonly string[]): Promise<number>;
}

/** At most so many rows are changed by one statement. */
const chunk = 1_000;

const emptied = 'fields = NULL, error_message = NULL, emptied_at = now()';

/** @returns how many rows were emptied */
export async function emptyAnsweredBefore(pool: Pool, instant: Date): Promise<number> {
  let all = 0;
  for (;;) {
    const { rowCount } = await pool.query(
      `UPDATE exchange_records SET ${emptied} WHERE idempotency_key IN (
         SELECT idempotency_key FROM exchange_records
         WHERE emptied_at IS NULL AND feedback_at < $1 AND state IN ('记名成功', '记名不成功')
         ORDER BY feedback_at LIMIT ${chunk} FOR UPDATE SKIP LOCKED)`,
      [instant],
    );
    all += rowCount ?? 0;
    if ((rowCount ?? 0) < chunk) return all;
  }
}

/** @returns how many rows were emptied */
export async function emptyOf(pool: Pool, keys: readonly string[]): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE exchange_records SET ${emptied}, state = CASE WHEN state = '待处理' THEN '已清空' ELSE state END
     WHERE idempotency_key = ANY ($1) AND emptied_at IS NULL`,
    [keys],
  );
  return rowCount ?? 0;
}
