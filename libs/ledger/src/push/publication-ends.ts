import type { EventLog } from '@app/event-store';
import type { ToldMessage, ToldPush } from '@app/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_LOG, Rules } from '../application';
import type { Day } from '../shared';
import { shownThrough } from './saying/penalty-decision';
import { type BodyId, shownBy } from './told';

/**
 * Until when a body shows what it was told, where that runs from its own publication: the message left it open, and the day that the receipt
 * names closes it.
 *
 * Nothing of it is kept: it follows from the paper, the rule set that the paper names, and the receipt.
 */
@Injectable()
export class PublicationEnds {
  constructor(
    @Inject(EVENT_LOG) private readonly log: Pick<EventLog, 'readStream'>,
    @Inject(Rules) private readonly rules: Pick<Rules, 'book'>,
  ) {}

  /** The same pushes, each message that left its end open with the `publicUntil` that follows from the publication of its record. */
  async filledIn(rows: readonly ToldPush[]): Promise<readonly ToldPush[]> {
    const open = rows.flatMap(({ story }) => (story.some(({ publishedOn }) => publishedOn !== null) ? story : []));
    const streams = new Set(open.filter(isOpen).map(({ stream }) => stream));
    const read = async (stream: string) => [stream, await this.log.readStream(stream)] as const;
    const histories = new Map(await Promise.all([...streams].map(read))); // the log gathers what is asked for at once
    return rows.map((row) => {
      const channel = isKnown(row.push.endpoint) ? shownBy[row.push.endpoint] : undefined;
      if (channel === undefined) return row;
      return {
        ...row,
        story: withEnds(row.story, ({ stream, revision }, publishedOn) => {
          const history = (histories.get(stream) ?? []).filter((event) => event.revision <= revision);
          return shownThrough(this.rules.book, channel, history, publishedOn);
        }),
      };
    });
  }
}

/** A record or a change of one says its end, or leaves it open. */
const isOpen = ({ effect, fields }: ToldMessage): boolean =>
  (effect === 'states' || effect === 'replaces' || effect === 'amends') && typeof fields.publicUntil !== 'string';

/** Goes through what was told of one record: the publication of the record dates what is said of it until another takes its place. */
function withEnds(
  story: readonly ToldMessage[],
  end: (message: ToldMessage, publishedOn: Day) => Day | null,
): readonly ToldMessage[] {
  let published: Day | null = null;
  return story.map((message) => {
    if (message.effect === 'states' || message.effect === 'replaces') published = message.publishedOn;
    if (published === null || !isOpen(message)) return message;
    return { ...message, fields: { ...message.fields, publicUntil: end(message, published) } };
  });
}

const isKnown = (endpoint: string): endpoint is BodyId => Object.hasOwn(shownBy, endpoint);
