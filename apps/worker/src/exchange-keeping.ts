import { decodeOnce, type StoredEvent } from '@app/event-store';
import type { Clocks, ExchangeDatabases } from '@app/ledger';
import { keysNaming, type Naming } from '@app/outbox';
import { KEYS_IN_TEXT, type PersonalData } from '@app/personal-data';
import type { Policy } from '@app/projections';
import type { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Body } from '../../composition/src/bodies';

export interface ExchangeKeepingOptions {
  /** Reads the outbox. */
  readonly pool: Pick<Pool, 'query'>;
  readonly bodies: readonly Pick<Body, 'id' | 'exchange' | 'leaseMs'>[];
  readonly databases: Pick<ExchangeDatabases, 'recordRestored'>;
  readonly personal: Pick<PersonalData, 'destroyedIds'>;
  readonly clocks: Pick<Clocks, 'now' | 'today' | 'check' | 'areApart'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}

type Exchange = NonNullable<Body['exchange']>;

const dayMs = 24 * 60 * 60_000;
/** Destroyed keys that are looked for at once. */
const keysAtOnce = 1_000;

/**
 * Looks after the copies that lie in the exchange databases (前置库) of the bodies.
 *
 * - A restore is recorded once, by what is noted in the database itself: a pulled plug only puts it off.
 * - Every day, and after each restore, what was answered so long ago is emptied, and once more everything that was erased: a restore
 *   brings both back.
 * - What is erased is emptied at once (`react`). Where that fails the next round does it; and each round does until nothing can be on its
 *   way any more that was opened before. A process that starts goes through everything.
 *
 * One that is away is asked again in the next round, and holds up nobody else: not the policy either, for its database is not ours.
 */
export class ExchangeKeeping implements Policy {
  readonly name = 'erased-from-exchange-1';
  readonly types = new Set(['PersonalDataErased']);
  /** The day on which all was emptied, by body; absent: it is owed. */
  private readonly emptiedOn = new Map<string, string>();
  /** Of the newest erasure that was emptied here; in milliseconds. */
  private erasedAt = -Infinity;

  constructor(private readonly options: ExchangeKeepingOptions) {}

  /** Empties what names a key that was just erased. */
  async react(events: readonly StoredEvent[]): Promise<void> {
    this.erasedAt = this.options.clocks.now().getTime();
    await this.atEach('what was erased could not be emptied', async ({ id, exchange }) => {
      for (const event of events) {
        const { subjectId } = event;
        const { keyId } = decodeOnce(event).data as unknown as { readonly keyId: string };
        await this.emptyNaming(exchange, { endpoint: id, words: [keyId], ...(subjectId !== null && { subjectId }) });
      }
      this.owe(id);
    });
  }

  /** What was emptied at this body may have come back: the next round empties it again. */
  owe(body: string): void {
    this.emptiedOn.delete(body);
  }

  /** Nothing is emptied while the clocks of application and database are apart: it could not be brought back. */
  async round(signal: AbortSignal): Promise<void> {
    const { clocks, databases, logger } = this.options;
    await clocks.check();
    await this.atEach('the exchange database could not be looked after', async ({ id, exchange, leaseMs }) => {
      if (signal.aborted) return;
      const lost = await exchange.database.restorations();
      const found = await databases.recordRestored(
        id,
        lost.map(({ token }) => token),
      );
      for (const { lostBatch } of found)
        logger.error(`the exchange database of ${id} was restored: it lost the batch ${lostBatch}`);
      const [today, begunAt] = [clocks.today(), clocks.now().getTime()];
      if (clocks.areApart() || (found.length === 0 && this.emptiedOn.get(id) === today)) return;
      await this.emptyAll(id, exchange, signal);
      // Who holds a lease may have opened a message before its key went, and leave it there after this.
      if (begunAt > this.erasedAt + leaseMs) this.emptiedOn.set(id, today);
    });
  }

  private async emptyAll(endpoint: string, exchange: Exchange, signal: AbortSignal): Promise<void> {
    const { clocks, personal } = this.options;
    await exchange.database.emptyAnsweredBefore(new Date(clocks.now().getTime() - exchange.emptyAfterDays * dayMs));
    for (let after: string | null = null; ;) {
      const words: readonly string[] = await personal.destroyedIds(after, keysAtOnce);
      if (words.length > 0) await this.emptyNaming(exchange, { endpoint, words });
      if (words.length < keysAtOnce) return;
      signal.throwIfAborted();
      after = words.at(-1) ?? null;
    }
  }

  private async emptyNaming({ database }: Exchange, what: Omit<Naming, 'pattern'>): Promise<void> {
    for await (const keys of keysNaming(this.options.pool, { ...what, pattern: KEYS_IN_TEXT }))
      await database.emptyOf(keys);
  }

  private async atEach(
    trouble: string,
    work: (body: { readonly id: string; readonly exchange: Exchange; readonly leaseMs: number }) => Promise<void>,
  ): Promise<void> {
    for (const { id, exchange, leaseMs } of this.options.bodies) {
      if (!exchange) continue;
      try {
        await work({ id, exchange, leaseMs });
      } catch (error) {
        this.owe(id);
        this.options.logger.warn(`${id}: ${trouble}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
