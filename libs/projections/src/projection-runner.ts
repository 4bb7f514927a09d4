import type { EventLog } from '@app/event-store';
import type { Pool, PoolClient } from 'pg';
import type { Projection } from './projection';

export interface ProjectionRunnerOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly projection: Projection;
  /** Told when an event stops the projection, and of passing trouble. */
  readonly onTrouble: (trouble: ProjectionTrouble) => void;
  readonly batchSize?: number;
  readonly pollMs?: number;
}

export interface ProjectionTrouble {
  readonly projection: string;
  /** Position after which it stands; the event at fault is among the next batch. */
  readonly after: number;
  readonly error: Error;
}

/**
 * Runs one projection: reads the log after the checkpoint and changes rows and checkpoint in one transaction.
 *
 * On an error the batch is rolled back, the checkpoint stays, the trouble is reported, the reason is kept in the
 * checkpoint row (readers then answer "cannot answer now"), and the same batch is tried again after a while. Nothing is
 * skipped. Polite stop: the batch under way is finished. Pulled plug: the transaction is gone, the batch comes again.
 * Several processes may run the same projection: the checkpoint row's lock lets them take turns.
 */
export class ProjectionRunner {
  private running: Promise<void> | undefined;
  private stopping = false;
  private wake: () => void = () => undefined;
  private forget: () => void = () => undefined;

  constructor(private readonly options: ProjectionRunnerOptions) {}

  start(): void {
    this.forget = this.options.log.onAppended(() => {
      this.wake();
    });
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.forget();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    const { pollMs = 1_000 } = this.options;
    while (!this.stopping) {
      const woken = this.nextWake(pollMs);
      let more = false;
      try {
        more = await this.step();
      } catch (error) {
        await this.reportTrouble(error);
        await this.pause(pollMs); // appends by others are no reason to try the same batch again at once
      }
      if (!more) await woken;
    }
  }

  /** Resolves at the next wake-up that comes after this call, or when `ms` are over. */
  private nextWake(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Waits, but not longer than until somebody wants us to stop. */
  private async pause(ms: number): Promise<void> {
    const end = Date.now() + ms;
    while (!this.stopping && Date.now() < end) await this.nextWake(end - Date.now());
  }

  /** Applies one batch. True when there may be more. */
  private async step(): Promise<boolean> {
    const { pool, log, projection, batchSize = 1_000 } = this.options;
    return inTransaction(pool, async (client) => {
      const after = await lockCheckpoint(client, projection.name);
      const events = await log.readAll({ after, limit: batchSize });
      if (events.length > 0) await projection.apply(client, events);
      const full = events.length === batchSize;
      // Whatever was visible when this transaction began is in the page just read, unless the page was full.
      await client.query({
        name: 'move-checkpoint',
        text: `UPDATE projection_checkpoints SET position = $2, stopped_by = NULL,
               caught_up_at = CASE WHEN $3 THEN caught_up_at ELSE now() END WHERE name = $1`,
        values: [projection.name, events.at(-1)?.position ?? after, full],
      });
      return full;
    });
  }

  private async reportTrouble(error: unknown): Promise<void> {
    const { pool, projection, onTrouble } = this.options;
    const reason = error instanceof Error ? error : new Error(String(error));
    let after = -1;
    try {
      const { rows } = await pool.query<{ position: string }>(
        `INSERT INTO projection_checkpoints (name, stopped_by) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET stopped_by = excluded.stopped_by RETURNING position`,
        [projection.name, reason.message],
      );
      after = Number(rows[0]?.position ?? -1);
    } catch {
      // The database is what is in trouble; readers notice by the age of `caught_up_at`.
    }
    onTrouble({ projection: projection.name, after, error: reason });
  }
}

async function lockCheckpoint(client: PoolClient, name: string): Promise<number> {
  const { rows } = await client.query<{ position: string }>({
    name: 'lock-checkpoint',
    text: 'SELECT position FROM projection_checkpoints WHERE name = $1 FOR UPDATE',
    values: [name],
  });
  if (rows[0]) return Number(rows[0].position);
  await client.query('INSERT INTO projection_checkpoints (name) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
  return lockCheckpoint(client, name);
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
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
