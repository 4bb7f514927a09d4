import { type EventLog, transact } from '@app/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, EVENT_LOG, systemActor } from '../application';
import { derivedId, Refusal } from '../shared';
import { BlacklistRegister } from './blacklist-register';
import type { RegisterRow } from './blacklist-register.projection';
import { blacklistListing, remove, streamOf } from './domain/blacklist-listing';

const limit = 500;

/**
 * 期满移出: listings whose period is over are off the list by the calendar alone; this writes it down, so that those who
 * were told of the listing are told of its end. May run at any time, any number of times.
 */
@Injectable()
export class ExpiredListingsSweep {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly register: BlacklistRegister,
  ) {}

  async run(): Promise<void> {
    const rows = await this.register.ranOut(this.clock.today(), limit);
    const outcomes = await Promise.allSettled(rows.map((row) => this.remove(row)));
    for (const outcome of outcomes) {
      // Removed by somebody while the register lagged: then there is nothing left to do.
      if (outcome.status === 'rejected' && !(outcome.reason instanceof Refusal)) throw outcome.reason;
    }
  }

  private async remove({ listingId, state }: RegisterRow): Promise<void> {
    if (state.status !== 'listed') return;
    const { listedUntil, decisionBody, decisionBodyCode } = state.listing;
    const decide = remove({
      listingId,
      reason: 'expiry',
      removedOn: listedUntil,
      decisionNumber: null,
      removalBody: decisionBody,
      removalBodyCode: decisionBodyCode,
      explanation: '列入期限届满，自动移出',
    });
    const context = {
      actor: systemActor,
      commandId: derivedId('expired-listings', listingId),
      requestId: 'sweep/expired-listings',
      causeId: null,
    };
    await transact(this.log, streamOf(listingId), blacklistListing, decide, context, {
      answeredBy: ['SubjectRemovedFromBlacklist'],
    });
  }
}
