import type { EventLog, StoredEvent } from '@app/event-store';
import { adopt, enqueue, redrive, sendAgain } from '@app/outbox';
import type { Projection } from '@app/projections';
import type { Rules } from '../application';
import { type PushEvent, pushEvents } from './domain/push.events';
import { historiesOf } from './event-histories';
import { queuedPushesOf } from './after-receipts';
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
 * nothing is queued twice; and lets pushes wait once more that a person had redriven. A replay compares what was queued for
 * this body, not how its delivery went.
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
    types: new Set([...body.column.types, ...redriving, foundLostType, adoptedType]),
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
      const redriven = redrivenOf(body.id, events);
      await redrive(client, pushIdsOf(redriven, 'PushRedriven'));
      await redrive(client, pushIdsOf(redriven, 'PushSentDespiteCheck'), { unchecked: true });
      await sendAgain(client, foundLostOf(body.id, events));
      await adopt(client, adoptedOf(body.id, events));
    },
  };
}

type Redriving = Extract<PushEvent, { readonly type: 'PushRedriven' | 'PushSentDespiteCheck' }>;
const redriving: readonly Redriving['type'][] = ['PushRedriven', 'PushSentDespiteCheck'];

const redrivenOf = (body: string, events: readonly StoredEvent[]): readonly Redriving[] =>
  events.flatMap((event) => {
    const read = pushEvents.eventIn(event);
    if (read?.type !== 'PushRedriven' && read?.type !== 'PushSentDespiteCheck') return [];
    return read.data.endpoint === body ? [read] : [];
  });

const pushIdsOf = (redriven: readonly Redriving[], type: Redriving['type']): readonly string[] =>
  redriven.flatMap((event) => (event.type === type ? [event.data.pushId] : []));

const foundLostType = 'PushFoundLost';

const foundLostOf = (body: string, events: readonly StoredEvent[]) =>
  events.flatMap((event) => {
    const lost = pushEvents.eventIn(event);
    return lost?.type === foundLostType && lost.data.endpoint === body ? [lost.data] : [];
  });

const adoptedType = 'PushAdopted';

const adoptedOf = (body: string, events: readonly StoredEvent[]) =>
  events.flatMap((event) => {
    const adopted = pushEvents.eventIn(event);
    return adopted?.type === adoptedType && adopted.data.endpoint === body
      ? [{ ...adopted.data, settledAt: event.recordedAt }]
      : [];
  });
