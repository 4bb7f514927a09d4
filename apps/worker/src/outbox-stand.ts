import { type EventLog, pushOutboxName } from '@app/ledger';
import { doubtWhatAnotherSent } from '@app/outbox';
import type { Pool } from 'pg';

/**
 * Whether the outbox of a body may be believed. A database that was restored from an earlier moment than the log, or made anew, learns only by
 * reading on what was sent and what became of it: nothing leaves before its outbox has read what stood in the log when this process began, and
 * what it then finds to have been sent by another database puts all that waits in doubt.
 */
export class OutboxStand {
  private head: number | undefined;
  private readonly behind = new Set<string>();
  private readonly believed = new Set<string>();

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly log: Pick<EventLog, 'head'>,
    /** Told how many pushes are in doubt. */
    private readonly onDoubt: (body: string, pushes: number) => void,
  ) {}

  /** To be asked again until it is so; then it stays so. @throws when log or database do not answer: it is not so then */
  async isBelieved(body: string): Promise<boolean> {
    if (this.believed.has(body)) return true;
    this.head ??= await this.log.head();
    if (await this.isBehind(body, this.head)) {
      this.behind.add(body);
      return false;
    }
    // One that was never behind has handed out all that was ever handed out.
    if (this.behind.has(body)) {
      const doubted = await doubtWhatAnotherSent(this.pool, body);
      if (doubted > 0) this.onDoubt(body, doubted);
    }
    this.believed.add(body);
    return true;
  }

  /** One that stands still at an event stays behind until somebody mends it, and what was queued before leaves as ever. */
  private async isBehind(body: string, head: number): Promise<boolean> {
    const { rows } = await this.pool.query<{ position: string; stands: boolean }>(
      'SELECT position, stopped_by IS NOT NULL AS stands FROM projection_checkpoints WHERE name = $1',
      [pushOutboxName(body)],
    );
    const [checkpoint] = rows;
    return !checkpoint?.stands && Number(checkpoint?.position ?? 0) < head;
  }
}
