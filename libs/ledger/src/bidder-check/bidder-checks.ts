import { type EventLog, fold } from '@app/event-store';
import { Inject, Injectable } from '@nestjs/common';
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
}
