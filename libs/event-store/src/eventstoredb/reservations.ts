import { setTimeout as pause } from 'node:timers/promises';
import { jsonEvent, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import { EventIdTaken, LogUnavailable, UnreadableEvent } from '../event-log';
import type { Connection } from './connection';
import { failureOfAppend } from './failures';
import { assertNothingHidden, readServerStream, type Recorded } from './reading';
import type { StreamNames } from './stream-names';
import { wayOut } from './way-out';

/** Somewhat more than the two seconds a server takes to give up a commit. Our choice. */
const looksMax = 14;
const pauseMs = 25;

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
   * Reserves `ids` for `stream`, all at the same time. Errors: `EventIdTaken` one is reserved for another stream;
   * `UnreadableEvent` a reservation is not as it was written; `LogUnavailable`.
   */
  async reserve(stream: string, ids: readonly string[]): Promise<void> {
    const holders = await Promise.all(ids.map((id) => this.reserveOne(stream, id)));
    const taken = ids.filter((_, index) => holders[index] !== stream);
    if (taken.length > 0) throw new EventIdTaken(taken);
  }

  /** The stream the id is reserved for: this one when it was free. */
  private async reserveOne(stream: string, id: string): Promise<string> {
    const reservation = this.names.reservationOf(id);
    // An id of its own each time: a reservation said again must be told that it is there, not that it succeeded again.
    const event = jsonEvent({ type: 'EventIdReserved', data: { v: 1, stream } });
    try {
      const { nextExpectedRevision } = await this.connection.call((options) =>
        this.connection.client.appendToStream(reservation, event, { ...options, expectedRevision: NO_STREAM }),
      );
      if (nextExpectedRevision !== 0n) throw new UnreadableEvent(reservation, 'somebody deleted a reservation');
      return stream;
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw failureOfAppend(stream, error);
    }
    return this.holderOf(reservation);
  }

  /** A server may refuse a second reservation a moment before it shows the first. */
  private async holderOf(reservation: string): Promise<string> {
    for (let look = 1; look <= looksMax; look++) {
      const [recorded] = (await readServerStream(this.connection, reservation, 0, 1)) ?? [];
      if (recorded) return namedIn(recorded, reservation);
      await assertNothingHidden(this.connection, reservation);
      await pause(look * pauseMs);
    }
    throw new LogUnavailable(new Error(`${reservation} is there and does not show its event yet`));
  }
}

function namedIn(recorded: Recorded, reservation: string): string {
  let stream: unknown;
  try {
    ({ stream } = JSON.parse(Buffer.from(recorded.getData_asU8()).toString('utf8')) as { stream?: unknown });
  } catch (error) {
    throw new UnreadableEvent(reservation, `${String(error)}; ${wayOut.foreign}`);
  }
  if (typeof stream !== 'string') throw new UnreadableEvent(reservation, `it names no stream; ${wayOut.foreign}`);
  return stream;
}
