import { randomUUID } from 'node:crypto';
import { type EventLog, LogUnavailable } from '@app/event-store';
import { WritableClient } from '@app/postgres-hosts';
import pg from 'pg';
import type { LogSettings } from './log-settings';

/** While all is well, a question asked within this of another gets the same answer: each costs a connection. Our default. */
const wellMs = 5_000;
/** The same while something is the matter: so soon it is seen that it is over. */
const troubledMs = 1_000;
const timeoutMs = 3_000;

/**
 * Whether a write would be taken now. A log that can be read is not enough: disks run full, servers turn read-only, logins and
 * connections run out, and all of it passes.
 *
 * Asked at most every five seconds, it opens one more connection and looks whether the server takes writes. Once an append was not
 * taken, it also tries one itself, which is rolled back, until one is taken again.
 */
export class Writability {
  private refused: unknown;
  private asking: Promise<void> | undefined;
  private until = 0;

  /** @param url of the application's database */
  constructor(
    private readonly url: string,
    private readonly log: LogSettings,
  ) {}

  /** The same log; how its appends end is remembered here. */
  watch(log: EventLog): EventLog {
    const append = log.append.bind(log);
    log.append = async (...appended) => {
      try {
        const result = await append(...appended);
        this.refused = undefined;
        return result;
      } catch (error) {
        if (error instanceof LogUnavailable) this.remember(error);
        throw error;
      }
    };
    return log;
  }

  /** Resolves when a write would be taken; rejects with what stands in its way. */
  check(): Promise<void> {
    if (this.asking && Date.now() < this.until) return this.asking;
    this.until = Date.now() + 2 * timeoutMs + troubledMs; // while it is under way, the same answer
    const asking = this.look();
    this.asking = asking;
    asking.then(
      () => {
        this.until = Date.now() + wellMs;
      },
      () => {
        this.until = Date.now() + troubledMs;
      },
    );
    return asking;
  }

  private remember(error: unknown): void {
    this.refused = error;
    this.until = Math.min(this.until, Date.now() + troubledMs);
  }

  private async look(): Promise<void> {
    const { refused } = this;
    const client = new WritableClient({
      connectionString: this.url,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      lock_timeout: timeoutMs,
      application_name: 'ledger-writability',
    });
    client.on('error', () => undefined); // whoever waits for an answer is told
    try {
      await client.connect();
      const { rows } = await client.query<{ only: boolean }>(
        `SELECT current_setting('transaction_read_only')::boolean AS only`,
      );
      if (rows[0]?.only !== false) throw new Error('the database takes no writes: it is read-only');
      if (refused === undefined) return;
      if (this.log.engine === 'postgres') await appendRolledBack(client);
      if (this.refused === refused) this.refused = undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Everything an append does up to its commit: rights, locks, room on the disk for the event and its index entries. */
async function appendRolledBack(client: pg.Client): Promise<void> {
  const id = randomUUID();
  const bytes = Buffer.alloc(8 * 1024, ' '); // more than what is free in the last page
  await client.query('BEGIN');
  await client.query(
    `SELECT append_one_event($1::text, 0::bigint, $2::uuid, 'AppendTried', 1, NULL, current_date,
                             '', '', '', '', NULL, $2::uuid, NULL, '', $3::bytea)`,
    [`probe-${id}`, id, bytes],
  );
  await client.query('ROLLBACK');
}
