import { Sealer, type StoredCheckpoint } from '@app/sealing';
import { Command, CommandHandler, ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '../shared';
import { unlessContradicted } from './seal-contradiction';

/** After so long the tree is signed as far as it has come; our default. */
const catchUpMaxMs = 10_000;

/** 立即签发检查点: seals what is visible in the log now, and signs. The same checkpoint again when nothing has come since. */
export class OrderCheckpoint extends Command<StoredCheckpoint> {}

/**
 * Refusals, in this order: `seal-contradicted` {reason} the log or its seals were changed underneath; `not-sealed-yet` the log is
 * empty; `seal-key-missing` nobody can sign here.
 */
@CommandHandler(OrderCheckpoint)
export class OrderCheckpointHandler implements ICommandHandler<OrderCheckpoint> {
  constructor(private readonly sealer: Sealer) {}

  async execute(): Promise<StoredCheckpoint> {
    const checkpoint = await unlessContradicted(async () => {
      for (const end = Date.now() + catchUpMaxMs; (await this.sealer.sealNext()) && Date.now() < end;);
      return this.sealer.canSign ? this.sealer.sign() : undefined;
    });
    if (checkpoint) return checkpoint;
    throw new Refusal(this.sealer.canSign ? 'not-sealed-yet' : 'seal-key-missing');
  }
}
