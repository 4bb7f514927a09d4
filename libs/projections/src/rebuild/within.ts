import type { ClientBase } from 'pg';

/** Work inside one transaction of a connection that is ours alone; rolled back when it throws. */
export async function within<T>(client: ClientBase, work: () => Promise<T>, begin = 'BEGIN'): Promise<T> {
  await client.query(begin);
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection is gone and the transaction with it; `error` says why
    throw error;
  }
}
