import type { Adopter } from '@app/ledger';
import type { ToldContent } from '@app/outbox';
import type { PersonalData } from '@app/personal-data';
import { WritableClient } from '@app/postgres-hosts';
import type { Logger } from '@nestjs/common';
import type { Body } from '../../composition/src/bodies';
import { fingerprinted } from './fingerprinted';

export interface AdoptionsOptions {
  /** The login that reads the outbox. */
  readonly workerUrl: string | undefined;
  readonly bodies: readonly Pick<Body, 'id' | 'holdings'>[];
  readonly personal: Pick<PersonalData, 'reveal'>;
  readonly adopter: Pick<Adopter, 'isApproved' | 'carryOut'>;
  readonly logger: Pick<Logger, 'log' | 'warn' | 'error'>;
}

/** Adopts what two people have released, as soon as they have. A body that is away is asked again in the next round, and holds up nobody else. */
export class Adoptions {
  constructor(private readonly options: AdoptionsOptions) {}

  async round(signal: AbortSignal): Promise<void> {
    for (const body of this.options.bodies) {
      if (signal.aborted) return;
      try {
        if (await this.options.adopter.isApproved(body.id)) await this.adopt(body, signal);
      } catch (error) {
        this.options.logger.warn(`adoption of ${body.id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  private async adopt({ id: endpoint, holdings }: Pick<Body, 'id' | 'holdings'>, signal: AbortSignal): Promise<void> {
    const { workerUrl, adopter, personal, logger } = this.options;
    const client = new WritableClient({ connectionString: workerUrl, connectionTimeoutMillis: 5_000 });
    client.on('error', (error) => {
      logger.warn(`adoption: connection lost: ${error.message}`);
    });
    await client.connect();
    try {
      const fingerprintOf = (push: ToldContent) => fingerprinted(holdings, personal, push);
      const done = await adopter.carryOut({ holdings, endpoint, fingerprintOf, client, signal });
      if (done.outcome === 'adopted') logger.log(`adoption of ${endpoint}: ${done.adopted} records`);
      if (done.outcome === 'differs')
        logger.error(`adoption of ${endpoint}: the list is another than was approved; it has to be asked for anew`);
    } finally {
      await client.end();
    }
  }
}
