import type { Pool, PoolClient } from 'pg';

/**
 * Which policies this process runs: session advisory locks of one connection, all held by the same. No transaction is open while
 * they are held, nothing is written to keep them, and the database lets go of them the moment the process, or its connection, is
 * gone. A lease in a row would have to be renewed (commits without end) and would outlive a killed process by its term.
 *
 * Between a lost connection and our hearing of it two processes may hold the same one: a policy is repeatable, and its checkpoint
 * moves only from where it stood, so that costs a command said twice.
 */
export class SessionLocks {
  private keeper: PoolClient | undefined;
  private readonly held = new Set<string>();

  /** @param pool one of its connections is kept */
  constructor(private readonly pool: Pool) {}

  holds(name: string): boolean {
    return this.held.has(name);
  }

  /** Takes those that nobody else holds; does not wait for the others. Throws when the database cannot be asked. */
  async take(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => !this.held.has(name));
    if (missing.length === 0) return;
    const keeper = (this.keeper ??= await this.connected());
    try {
      const { rows } = await keeper.query<{ name: string; got: boolean }>(
        `SELECT name, pg_try_advisory_lock(hashtextextended('policy ' || name, 0)) AS got FROM unnest($1::text[]) AS name`,
        [missing],
      );
      if (this.keeper !== keeper) return; // lost meanwhile, and the locks with it
      for (const { name, got } of rows) if (got) this.held.add(name);
    } catch (error) {
      this.letGo(keeper, error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  /** Lets go of all: another process may take them at once. */
  async release(): Promise<void> {
    const { keeper } = this;
    if (!keeper) return;
    const failed = await keeper.query('SELECT pg_advisory_unlock_all()').then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    this.letGo(keeper, failed); // a connection that failed is closed, and its locks go with it
  }

  private async connected(): Promise<PoolClient> {
    const client = await this.pool.connect();
    client.on('error', (error) => {
      this.letGo(client, error);
    });
    // A machine that lost its power says no goodbye: the database asks, and lets go of its locks within half a minute.
    try {
      await client.query(`SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3`);
    } catch (error) {
      client.release(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
    return client;
  }

  private letGo(keeper: PoolClient, error: Error | undefined): void {
    if (this.keeper !== keeper) return;
    this.keeper = undefined;
    this.held.clear();
    keeper.release(error);
  }
}
