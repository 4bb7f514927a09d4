import { jsonEvent, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import { EventIdTaken } from '../event-log';
import type { Connection } from './connection';
import { failureOfAppend } from './failures';
import { readServerStream } from './reading';
import type { StreamNames } from './stream-names';
import { UnreadableEvent } from './unreadable-event';

/**
 * Keeps every event id in one stream of the log. The server keeps ids apart within a stream only, so before events are
 * appended each id gets a stream of its own, `…EventId-{id}`, whose one event names the stream that may use it. It is
 * written under the condition that it is not there yet, so of two who want one id the server lets one win.
 *
 * A reservation is never taken back: whoever was refused, or died between reservation and append, finds it again and
 * goes on; in any other stream the id is refused for good.
 */
export class Reservations {
  constructor(
    private readonly connection: Connection,
    private readonly names: StreamNames,
  ) {}

  /**
   * Reserves `ids` for `stream`, all at the same time. True when every one of them was free until now: then none of them
   * stands anywhere in the log. Errors: `EventIdTaken` one is reserved for another stream; `LogUnavailable`.
   */
  async reserve(stream: string, ids: readonly string[]): Promise<boolean> {
    const holders = await Promise.all(ids.map((id) => this.reserveOne(stream, id)));
    const taken = ids.filter((_, index) => holders[index] !== undefined && holders[index] !== stream);
    if (taken.length > 0) throw new EventIdTaken(taken);
    return holders.every((holder) => holder === undefined);
  }

  /** Undefined when the id was free and is ours now, or else the stream it is reserved for. */
  private async reserveOne(stream: string, id: string): Promise<string | undefined> {
    const reservation = this.names.reservationOf(id);
    // An id of its own each time: a reservation said again must be told that it is there, not that it succeeded again.
    const event = jsonEvent({ type: 'EventIdReserved', data: { v: 1, stream } });
    try {
      await this.connection.call((options) =>
        this.connection.client.appendToStream(reservation, event, { ...options, expectedRevision: NO_STREAM }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw failureOfAppend(stream, error);
    }
    return this.holderOf(reservation);
  }

  private async holderOf(reservation: string): Promise<string> {
    const [recorded] = (await readServerStream(this.connection, reservation, 0, 1)) ?? [];
    if (!recorded) throw new UnreadableEvent(reservation, 'it exists and has no first event');
    const { stream } = JSON.parse(Buffer.from(recorded.getData_asU8()).toString('utf8')) as { stream?: unknown };
    if (typeof stream !== 'string') throw new UnreadableEvent(reservation, 'it does not name a stream');
    return stream;
  }
}
