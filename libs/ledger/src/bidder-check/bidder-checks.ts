import { type EventLog, fold } from '@app/event-store';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../access';
import { EVENT_LOG } from '../application';
import { type BidderCheck, bidderCheck, streamOf } from './domain/bidder-check';

/** Reads the checks that were answered, from the log itself: an answer is there as soon as it is recorded. */
@Injectable()
export class BidderChecks {
  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  /** An earlier check, as it was answered; undefined when there is none. Errors: those of the log. */
  async answered(checkId: string): Promise<BidderCheck | undefined> {
    const state = fold(bidderCheck, await this.log.readStream(streamOf(checkId)));
    return state.status === 'absent' ? undefined : state.check;
  }

  /** The same for somebody who asks for it: an asker sees the checks of his own unit, an auditor all. */
  async answeredTo({ unitCode, role }: Caller, checkId: string): Promise<BidderCheck | undefined> {
    const [first] = await this.log.readStream(streamOf(checkId));
    if (!first || (role !== 'auditor' && first.actor.unitCode !== unitCode)) return undefined;
    return this.answered(checkId);
  }
}
