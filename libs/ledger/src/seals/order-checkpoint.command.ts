import { setTimeout as sleep } from 'node:timers/promises';
import { Sealer, Seals, type StoredCheckpoint } from '@app/sealing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, ICommandHandler } from '@nestjs/cqrs';
import { type EventLog, EVENT_LOG } from '../application';
import { Refusal } from '../shared';
import { unlessContradicted } from './seal-contradiction';

/** After so long the tree is signed as far as it has come; our default. */
const catchUpMaxMs = 10_000;
const askEveryMs = 100;

/** 立即签发检查点: seals what is visible in the log now, and signs. The same checkpoint again when nothing has come since. */
export class OrderCheckpoint extends Command<StoredCheckpoint> {}

/**
 * In a process that is not the signer, or seals nothing, it waits for the one that is and does.
 *
 * Refusals, in this order: `seal-key-missing` nobody can sign here; `seal-contradicted` {reason} the log or its seals were changed
 * underneath; `not-sealed-yet` the log is empty; `not-signed-in-time` {size, signed} the signer does not sign.
 */
@CommandHandler(OrderCheckpoint)
export class OrderCheckpointHandler implements ICommandHandler<OrderCheckpoint> {
  constructor(
    private readonly sealer: Sealer,
    private readonly seals: Seals,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  async execute(): Promise<StoredCheckpoint> {
    if (!this.seals.knowsKeys) throw new Refusal('seal-key-missing');
    return unlessContradicted(async () => {
      const end = Date.now() + catchUpMaxMs;
      await this.sealAll(end);
      const { size } = await this.seals.state();
      if (size === 0) throw new Refusal('not-sealed-yet');
      for (;;) {
        const checkpoint = await this.sealer.sign();
        if (checkpoint && checkpoint.size >= size) return checkpoint;
        if (Date.now() >= end) throw new Refusal('not-signed-in-time', { size, signed: checkpoint?.size ?? 0 });
        await sleep(askEveryMs);
      }
    });
  }

  /** What the log holds now, as far as there is time for it. */
  private async sealAll(end: number): Promise<void> {
    if (this.sealer.sealsHere) {
      while ((await this.sealer.sealNext()) && Date.now() < end);
      return;
    }
    const head = await this.log.head();
    while ((await this.seals.state()).lastPosition < head && Date.now() < end) await sleep(askEveryMs);
  }
}
