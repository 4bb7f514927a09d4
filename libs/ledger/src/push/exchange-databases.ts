import { Injectable } from '@nestjs/common';
import { Desk, systemContext } from '../application';
import type { Day } from '../shared';
import { exchangeDatabase, findRestored } from './domain/exchange-database';

/** A restore of a body's exchange database that was found. */
export interface FoundRestored {
  readonly endpoint: string;
  readonly lostBatch: string;
}

/** Records what is found about the exchange databases (前置库) of the bodies, and says which of them waits for somebody. */
@Injectable()
export class ExchangeDatabases {
  constructor(private readonly desk: Desk) {}

  /** Records restores; those that are on record already change nothing. @returns those that were not */
  async recordRestored(endpoint: string, lostBatches: readonly string[]): Promise<readonly FoundRestored[]> {
    if (lostBatches.length === 0) return [];
    const { lostBatches: known } = await this.desk.stateOf(exchangeDatabase, endpoint);
    const fresh = lostBatches.filter((one) => !known.includes(one));
    // One after the other: they are of one stream, and there is seldom more than one.
    for (const lostBatch of fresh) {
      const decide = findRestored({ endpoint, lostBatch, foundOn: this.desk.today });
      const context = systemContext(`exchange/${endpoint}`, ['exchange-restored', endpoint, lostBatch]);
      await this.desk.record(exchangeDatabase, endpoint, decide, context, 'ExchangeDatabaseFoundRestored');
    }
    return fresh.map((lostBatch) => ({ endpoint, lostBatch }));
  }

  /** Since when a restore of this body's waits for somebody to look after it; null: none does. */
  async restoredOn(endpoint: string): Promise<Day | null> {
    return (await this.desk.stateOf(exchangeDatabase, endpoint)).restoredOn;
  }
}
