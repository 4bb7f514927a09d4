import type { EventLog } from '@app/event-store';
import { enqueue } from '@app/outbox';
import type { Projection } from '@app/projections';
import type { Rules } from '../application';
import { pushEvents } from './domain/push.events';
import { historiesOf } from './event-histories';
import { queuedPushesOf } from './after-receipts';
import { changeRows } from './outbox-changes';
import { mayConcern, type ReceivingBody } from './pushes-of';

/** What the mappings of a body look at beside the event. */
export interface PushSources {
  /** Read for the streams of later events: what was said before is not repeated in them. */
  readonly log: Pick<EventLog, 'readStream'>;
  readonly rules: Pick<Rules, 'book'>;
}

/** What the outbox of a body is called among the followers. */
export const pushOutboxName = (body: string): string => `push-outbox-${body}-1`;

/**
 * Fills the outbox for one body: rows and checkpoint commit together, keyed by event, endpoint and part, so nothing is lost and
 * nothing is queued twice; lets pushes wait once more that a person had redriven; and settles those that ended by what was recorded of it, where
 * nobody has. So the outbox is made again from the log: by this very projection, in a database that was restored from an earlier moment, or made anew. A
 * replay compares what was queued for this body, not how its delivery went.
 *
 * The first event of a paper is all there is of it. For a later one its stream is read from the log, all of a batch at once
 * (`docs/decisions/0024-exchange.md`): what was recorded never changes, so a replay sees the same.
 *
 * @param bodies all that are told: a message may wait for the receipt of another body
 */
export function pushOutbox(
  body: ReceivingBody,
  { log, rules }: PushSources,
  bodies: readonly ReceivingBody[],
): Projection {
  if (!/^[a-z][a-z0-9-]*$/.test(body.id)) throw new Error(`not the name of a body: ${body.id}`);
  return {
    name: pushOutboxName(body.id),
    types: new Set([...body.column.types, ...pushEvents.types]),
    tables: [
      {
        name: 'pushes',
        columns: [
          ...['push_id', 'endpoint', 'event_id', 'position', 'part', 'subject_id', 'revision'],
          ...['lane', 'effect', 'kind', 'key', 'document'],
        ],
        where: `endpoint = '${body.id}'`,
      },
    ],
    async apply(client, events) {
      const histories = await historiesOf(
        log,
        events.filter((event) => mayConcern(body, event)),
      );
      await enqueue(
        client,
        histories.flatMap((history) => queuedPushesOf(body, rules.book, history, bodies)),
      );
      await changeRows(client, body.id, events);
    },
  };
}
