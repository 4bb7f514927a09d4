import type { Pool } from 'pg';
import type { Rest } from './breaker';

/** Says to others than the deliverer which bodies are left alone (table: `sql/body_rests.sql`). Database errors are thrown as they are. */
export class BodyRests {
  /** @param now the ledger's clock: so long a rest lasts is counted from it */
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly now: () => Date,
  ) {}

  /** @param rest undefined: the body answers */
  async tell(endpoint: string, rest: Rest | undefined): Promise<void> {
    if (!rest) {
      await this.pool.query('DELETE FROM body_rests WHERE endpoint = $1', [endpoint]);
      return;
    }
    await this.pool.query(
      `INSERT INTO body_rests (endpoint, since, until, rests)
       VALUES ($1, $2, $2::timestamptz + $3 * interval '1 millisecond', $4)
       ON CONFLICT (endpoint) DO UPDATE SET until = excluded.until, rests = excluded.rests`,
      [endpoint, this.now(), rest.forMs, rest.rests],
    );
  }
}
