import type { EventLog } from '@app/event-store';
import { isKind, recordSortOf } from '@app/exchange';
import type { Push } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, EVENT_LOG, Rules } from '../application';
import type { Day } from '../shared';
import { shownThrough } from './saying/penalty-decision';
import { type BodyId, shownBy } from './told';

/**
 * Finds what a site may not show any more, looked at as it is about to leave: it may have waited for longer than it was to be shown. What
 * states a record is looked at; what is said of it later is for the site to know, whatever day it is.
 *
 * 公示系统 counts from its own publication: a record is over there when it would be if it were published today, which is when the
 * end that the paper prints has passed.
 */
@Injectable()
export class EndedPublicity {
  constructor(
    @Inject(EVENT_LOG) private readonly log: Pick<EventLog, 'readStream'>,
    @Inject(Rules) private readonly rules: Pick<Rules, 'book'>,
    @Inject(CLOCK) private readonly clock: Pick<Clock, 'today'>,
  ) {}

  /** The last day of publicity of those that are over, by push id. */
  async of(pushes: readonly Push[]): Promise<ReadonlyMap<string, Day>> {
    const today = this.clock.today();
    const looked = await Promise.all(
      pushes.map(async (push) => [push.pushId, await this.lastDayOf(push, today)] as const),
    );
    return new Map(looked.flatMap(([id, last]) => (last !== null && last < today ? [[id, last] as const] : [])));
  }

  /** Null: it has none, or nothing says that it has passed. */
  private async lastDayOf({ endpoint, kind, effect, stream, document }: Push, today: Day): Promise<Day | null> {
    const { publicity } = document as {
      readonly publicity?: { readonly from: Day | null; readonly until: Day | null };
    };
    if (!publicity || (effect !== 'states' && effect !== 'replaces') || !isSite(endpoint)) return null;
    const { from, until } = publicity;
    const isOpen = from === null; // until it is published
    if (!isOpen && (until === null || until >= today)) return null;
    if (!isKind(kind) || recordSortOf(kind) !== 'penalty') return until;
    // A change that waits behind it may have made its publicity longer. The log gathers what is asked for at once.
    return shownThrough(this.rules.book, shownBy[endpoint], await this.log.readStream(stream), today);
  }
}

const isSite = (endpoint: string): endpoint is BodyId => Object.hasOwn(shownBy, endpoint);
