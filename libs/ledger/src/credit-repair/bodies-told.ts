import type { EventLog, Position } from '@app/event-store';
import { Inject, Injectable } from '@nestjs/common';
import { cannotAnswer, EVENT_LOG, readUpTo, type Stand, Stands } from '../application';
import { Refusal } from '../shared';

/** The read models that fill the outbox, one per receiving body. */
const pushOutboxes = 'push-outbox-%';

/** Whoever decides waits so long at most for the outboxes to have looked at the record. Our default. */
const outboxWaitMs = 5_000;

/** A message as it was queued. */
export interface QueuedMessage {
  readonly pushId: string;
  /** Of the event it told of; null for what was queued before streams were noted. */
  readonly stream: string | null;
  /** It is the last of what its event had to say to its body. */
  readonly last: boolean;
}

/** What the outbox knows of records and repairs. */
@Injectable()
export class BodiesTold {
  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly stands: Stands,
  ) {}

  /**
   * The bodies that have been told of a record, or may yet be, in the order of their names: what was refused, given up or held could be
   * redriven, and must not be once it is repaired. Where no outbox ever ran nobody is told.
   *
   * Refusals: `subject-stopped`, `cannot-answer`, while an outbox has not looked at all of the record.
   *
   * @param recordStream the stream of the record
   */
  async of(recordStream: string): Promise<readonly string[]> {
    const events = await this.log.readStream(recordStream);
    const last = events.at(-1);
    if (!last) return [];
    const about = last.subjectId === null ? [] : [last.subjectId];
    const { stand, rows } = await readUpTo(
      last.position,
      async () => {
        const { stand, rows } = await this.stands.with<{ endpoint: string }>(pushOutboxes, about, {
          text: `SELECT DISTINCT endpoint FROM pushes
                 WHERE event_id = ANY ($3::uuid[]) AND status NOT IN ('overtaken', 'nothing-there')
                 ORDER BY endpoint`,
          values: [events.map(({ id }) => id)],
        });
        // One that stopped gets no further: nobody waits for it.
        const waiting = hasRun(stand) && stand.stoppedBy === null;
        return { stand, rows, position: waiting ? stand.position : last.position };
      },
      outboxWaitMs,
    );
    if ([...stand.stopped.values()].some((since) => since <= last.position)) throw new Refusal('subject-stopped');
    if (hasRun(stand) && stand.position < last.position) {
      throw cannotAnswer(stand, stand.stoppedBy === null ? 'read-model-behind' : 'read-model-stopped');
    }
    return rows.map(({ endpoint }) => endpoint).sort();
  }

  /** These messages, as far as the outbox holds them, and up to which position of the log it has looked. */
  async queued(
    pushIds: readonly string[],
  ): Promise<{ readonly position: Position; readonly messages: readonly QueuedMessage[] }> {
    const { stand, rows } = await this.stands.with<QueuedMessage>(pushOutboxes, [], {
      text: `SELECT push_id AS "pushId", stream,
                    NOT EXISTS (SELECT FROM pushes later WHERE later.event_id = queued.event_id
                                AND later.endpoint = queued.endpoint AND later.part > queued.part) AS last
             FROM pushes queued WHERE push_id = ANY ($3::uuid[])`,
      values: [pushIds],
    });
    return { position: stand.position, messages: rows };
  }
}

const hasRun = ({ position, caughtUpAt, stoppedBy }: Stand): boolean =>
  position > 0 || caughtUpAt !== null || stoppedBy !== null;
