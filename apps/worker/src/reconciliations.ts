import { type Clocks, type Reconciler, shanghaiHour } from '@app/ledger';
import type { BodyHoldings, ToldContent } from '@app/outbox';
import type { PersonalData } from '@app/personal-data';
import { WritableClient } from '@app/postgres-hosts';
import type { Logger } from '@nestjs/common';
import type { Body } from '../../composition/src/bodies';
import { fingerprinted } from './fingerprinted';

export interface ReconciliationsOptions {
  /** The login that reads the outbox. */
  readonly workerUrl: string | undefined;
  readonly bodies: readonly Pick<Body, 'id' | 'holdings' | 'fed'>[];
  readonly personal: Pick<PersonalData, 'reveal'>;
  readonly reconciler: Pick<Reconciler, 'isDone' | 'reconcile'>;
  readonly clocks: Pick<Clocks, 'now' | 'check' | 'areApart'>;
  /** Of the clock in Asia/Shanghai, 0 to 23; undefined: never. */
  readonly hour: number | undefined;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}

/** Every day, from that hour on, each body that can be asked is reconciled. One that is away is asked again in the next round, and holds up nobody else. */
export class Reconciliations {
  constructor(private readonly options: ReconciliationsOptions) {}

  /** Does nothing before the hour, nor while the clocks of application and database are apart. */
  async round(signal: AbortSignal): Promise<void> {
    const { bodies, clocks, hour, logger } = this.options;
    if (hour === undefined) return;
    await clocks.check();
    if (clocks.areApart() || shanghaiHour(clocks.now()) < hour) return;
    for (const { id, holdings, fed } of bodies) {
      if (!holdings || signal.aborted) continue;
      try {
        await this.reconcile(holdings, fed, signal);
      } catch (error) {
        logger.warn(`reconciliation with ${id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  private async reconcile(holdings: BodyHoldings, fed: Body['fed'], signal: AbortSignal): Promise<void> {
    const { workerUrl, personal, reconciler, logger } = this.options;
    if (await reconciler.isDone(holdings.name)) return;
    // A connection of its own: the pool's have a time limit on each statement, and what is still to be read is kept on it.
    const client = new WritableClient({ connectionString: workerUrl, connectionTimeoutMillis: 5_000 });
    client.on('error', (error) => {
      logger.warn(`reconciliation: connection lost: ${error.message}`);
    });
    await client.connect();
    try {
      const fingerprintOf = (push: ToldContent) => fingerprinted(holdings, personal, push);
      const differences = await reconciler.reconcile({ holdings, fingerprintOf, client, signal, fed });
      const feeding = fed ? `, which ${fed.by} feeds` : '';
      if (differences > 0) logger.error(`reconciliation with ${holdings.name}${feeding}: ${differences} differences`);
    } finally {
      await client.end();
    }
  }
}
