import type { Pool, PoolClient } from 'pg';

/** Work inside one transaction of a pooled connection; rolled back when it throws. A connection that cannot even do that is thrown away. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', leaveToQueries);
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((reason: unknown) => {
      broken = reason instanceof Error ? reason : new Error(String(reason));
    });
    throw error;
  } finally {
    client.off('error', leaveToQueries);
    client.release(broken);
  }
}

/** A connection lost while nobody waits for it says so here, and would end the process unheard; the next query fails and is reported. */
const leaveToQueries = (): void => undefined;
