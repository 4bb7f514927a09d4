import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { WritableClient } from './writable-client';

/** SQLSTATE: the server has no connection left, for us or for anybody. */
const tooManyConnections = '53300';
const againMs = 50;

type Given = (error: Error | undefined, client?: pg.PoolClient, release?: (error?: Error | boolean) => void) => void;

/**
 * A pool of `WritableClient`s. Where the server has no connection left, but the pool has some, whoever wants one waits for these, as long as in a pool that
 * is full (`connectionTimeoutMillis`): the pool of `pg` fails at once. A pool that has none fails at once as well.
 */
export class WritablePool extends pg.Pool {
  private own = 0;

  constructor(configuration: pg.PoolConfig) {
    super({ ...configuration, Client: WritableClient });
    this.on('connect', () => {
      this.own++;
    });
    this.on('remove', () => {
      this.own--;
    });
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Given): void;
  override connect(callback?: Given): Promise<pg.PoolClient> | undefined {
    const connecting = this.connectPatiently();
    if (callback === undefined) return connecting;
    connecting.then((client) => {
      callback(undefined, client, client.release.bind(client));
    }, callback);
    return undefined;
  }

  private async connectPatiently(): Promise<pg.PoolClient> {
    const until = performance.now() + (this.options.connectionTimeoutMillis ?? 0);
    for (;;)
      try {
        return await super.connect();
      } catch (error) {
        const full = error instanceof pg.DatabaseError && error.code === tooManyConnections;
        if (!full || this.own === 0 || this.ending || performance.now() >= until) throw error;
        await sleep(againMs);
      }
  }
}
