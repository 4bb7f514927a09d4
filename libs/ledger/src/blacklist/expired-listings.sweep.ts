import { Injectable } from '@nestjs/common';
import { Desk, systemContext } from '../application';
import { Refusal } from '../shared';
import { BlacklistRegister } from './blacklist-register';
import type { RegisterRow } from './blacklist-register.projection';
import { blacklistListing, remove } from './domain/blacklist-listing';

const limit = 500;

/**
 * 期满移出: listings whose period is over are off the list by the calendar alone; this writes it down, so that those who
 * were told of the listing are told of its end. May run at any time, any number of times.
 */
@Injectable()
export class ExpiredListingsSweep {
  constructor(
    private readonly desk: Desk,
    private readonly register: BlacklistRegister,
  ) {}

  async run(): Promise<void> {
    const rows = await this.register.ranOut(this.desk.today, limit);
    const outcomes = await Promise.allSettled(rows.map((row) => this.remove(row)));
    for (const outcome of outcomes) {
      // Removed by somebody while the register lagged: then there is nothing left to do.
      if (outcome.status === 'rejected' && !(outcome.reason instanceof Refusal)) throw outcome.reason;
    }
  }

  private async remove({ listingId, state }: RegisterRow): Promise<void> {
    if (state.status !== 'listed') return;
    const { listedUntil, decisionBody, decisionBodyCode } = state.listing;
    const decide = remove(this.desk.rules, {
      listingId,
      reason: 'expiry',
      removedOn: listedUntil,
      decisionNumber: null,
      removalBody: decisionBody,
      removalBodyCode: decisionBodyCode,
      explanation: '列入期限届满，自动移出',
    });
    const context = systemContext('sweep/expired-listings', ['expired-listings', listingId]);
    await this.desk.record(blacklistListing, listingId, decide, context, 'SubjectRemovedFromBlacklist');
  }
}
